/**
 * What sealing costs for each event, and what `mandate audit verify`, `list` and `export` cost with many
 * events, and how much memory: `node bench/audit.ts [EVENTS] [postgres]`, a million on SQLite by default, in
 * a directory of its own; with `postgres` on a PostgreSQL server of its own. Times are processor time of
 * this process; the share of sealing is of the whole cost of recording.
 */

import { once } from 'node:events'
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { auditEvent } from '../packages/mandate/src/audit/event.ts'
import { createAuditKeys } from '../packages/mandate/src/audit/keys.ts'
import { proofLine } from '../packages/mandate/src/audit/proof/format.ts'
import { verifyProof } from '../packages/mandate/src/audit/proof/verify.ts'
import { proofLines } from '../packages/mandate/src/audit/proof/write.ts'
import { verifyAudit } from '../packages/mandate/src/audit/verify.ts'
import type { KeyId } from '../packages/mandate/src/grants/grant.ts'
import { createAuditTrail } from '../packages/mandate/src/runtime/audit-trail.ts'
import type { FactPlace, Store } from '../packages/mandate/src/store/port.ts'
import { openPostgresStore } from '../packages/mandate/src/store/postgres/open.ts'
import { openSqliteStore } from '../packages/mandate/src/store/sqlite/open.ts'
import { startEmbeddedServer } from '../packages/mandate/test/store/embedded-server.ts'

const wanted = Number(process.argv[2] ?? 1_000_000)
const AT_ONCE = 500
const id = 'a0b1c2d3' as KeyId
const ring = { current: id, secrets: new Map([[id, new Uint8Array(32).fill(7)]]) }
const server = process.argv[3] === 'postgres' ? await startEmbeddedServer() : undefined
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
  const store =
    server === undefined
      ? await openSqliteStore({ path: join(folder, 'mandate.db'), audit: trail.hooks })
      : await openPostgresStore({ url: server.url, audit: trail.hooks })
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
    await lists(store)
    await exports(store, recorded)
  }
  await store.close()
} finally {
  rmSync(folder, { recursive: true })
  await server?.remove()
}

/** One page of a list; the slowest of the three finds nothing. */
async function lists({ facts }: Store): Promise<void> {
  const pages = {
    newest: {},
    'of one client': { about: 'client-1' },
    'of no kind': { what: 'key.' },
  }
  for (const [name, filter] of Object.entries(pages)) {
    const tries = 20
    const page = async () => {
      for (let time = 0; time < tries; time++) await facts.search(filter, { limit: 50 })
    }
    process.stdout.write(
      `  a page of the list, ${name}: ${((await spent(page)) / tries).toFixed(1)} ms\n`,
    )
  }
}

async function exports(store: Store, recorded: number): Promise<void> {
  let bytes = 0
  const jsonl = await spent(async () => {
    const untilMs = Number.MAX_SAFE_INTEGER
    for (let after: FactPlace | null = { atMs: 0, id: '' }; after !== null; ) {
      const page = await store.facts.walk({ after, untilMs, limit: 1_000 })
      for (const fact of page.facts) bytes += JSON.stringify(auditEvent(fact)).length + 1
      after = page.next
    }
  })
  const file = join(folder, 'proof.jsonl')
  const proof = await spent(async () => {
    const output = createWriteStream(file)
    for await (const line of proofLines(store.audit, {
      issuer: 'https://a.example',
      sign: () => 'x',
    })) {
      if (!output.write(proofLine(line))) await once(output, 'drain')
    }
    output.end()
    await once(output, 'finish')
  })
  const checking = await spent(async () => {
    const { events, findings } = await verifyProof(
      createInterface({ input: createReadStream(file) }),
    )
    if (events !== recorded || findings.length > 0) throw new Error('the proof is not whole')
  })
  const megabytes = Math.round(statSync(file).size / 2 ** 20)
  process.stdout.write(
    `  exporting ${micro(jsonl, recorded)} (${Math.round(bytes / 2 ** 20)} MiB), a proof ${micro(proof, recorded)} (${megabytes} MiB), checking it ${micro(checking, recorded)}\n`,
  )
}

function micro(milliseconds: number, count: number): string {
  return `${((1_000 * milliseconds) / count).toFixed(1)} µs each`
}
