/**
 * What sealing costs for each event, and how long `mandate audit verify` takes and how much memory for
 * many events: `node bench/audit.ts [EVENTS]`, a million by default. On SQLite, in a directory of
 * its own. Times are processor time of this process; the share of sealing is of the whole cost of
 * recording.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAuditKeys } from '../packages/mandate/src/audit/keys.ts'
import { verifyAudit } from '../packages/mandate/src/audit/verify.ts'
import type { KeyId } from '../packages/mandate/src/grants/grant.ts'
import { createAuditTrail } from '../packages/mandate/src/runtime/audit-trail.ts'
import { openSqliteStore } from '../packages/mandate/src/store/sqlite/open.ts'

const wanted = Number(process.argv[2] ?? 1_000_000)
const AT_ONCE = 500
const id = 'a0b1c2d3' as KeyId
const ring = { current: id, secrets: new Map([[id, new Uint8Array(32).fill(7)]]) }
const folder = mkdtempSync(join(tmpdir(), 'mandate-bench-audit-'))

/** Milliseconds of processor time. */
async function spent(act: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await act()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

try {
  const trail = createAuditTrail(ring, 'bench')
  const store = await openSqliteStore({ path: join(folder, 'mandate.db'), audit: trail.hooks })
  const act = { by: { kind: 'system' }, at: Math.floor(Date.now() / 1_000) } as const
  let [recording, sealing, recorded] = [0, 0, 0]
  for (const until of [wanted / 10, wanted]) {
    for (; recorded < until; recorded += AT_ONCE) {
      const first = recorded
      recording += await spent(() =>
        Promise.all(
          Array.from({ length: AT_ONCE }, (_, index) =>
            store.grants.denyAccessToken(`token-${first + index}`, act.at + 300, act),
          ),
        ),
      )
      sealing += await spent(() => trail.sealNoted(store.audit))
    }
    const keys = createAuditKeys(ring)
    const started = performance.now()
    let found = 0
    const verifying = await spent(async () => {
      const { findings, events } = await verifyAudit(store.audit, keys)
      if (events !== recorded) throw new Error(`${events} events were verified, not ${recorded}`)
      found = findings.length
    })
    const seconds = (performance.now() - started) / 1_000
    const memory = Math.round(process.resourceUsage().maxRSS / 1_024)
    process.stdout.write(
      `${recorded} events: recording ${micro(recording, recorded)}, sealing ${micro(sealing, recorded)} ` +
        `(${Math.round((100 * sealing) / (recording + sealing))} %), verifying ${micro(verifying, recorded)}, ` +
        `${seconds.toFixed(1)} s in all; ${found} findings; the process had ${memory} MiB at most\n`,
    )
  }
  await store.close()
} finally {
  rmSync(folder, { recursive: true })
}

function micro(milliseconds: number, count: number): string {
  return `${((1_000 * milliseconds) / count).toFixed(1)} µs each`
}
