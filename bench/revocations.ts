/**
 * What telling of revocations costs the server: 10,000 grants ended at once, each with its row for
 * the stream, and what a node's look at that table takes when little was told and when much was.
 *
 *     node_modules/.bin/node bench/revocations.ts
 *
 * Both databases are made for it and are gone afterwards; every commit is on disk.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Store } from '../packages/mandate/src/store/port.ts'
import { openPostgresStore } from '../packages/mandate/src/store/postgres/open.ts'
import { openSqliteStore } from '../packages/mandate/src/store/sqlite/open.ts'
import { grantId, insertGrants, NOW } from '../packages/mandate/test/store/contract/samples.ts'
import { startEmbeddedServer } from '../packages/mandate/test/store/embedded-server.ts'

const GRANTS = 10_000
const LOOKS = 200
const PAGE = 1_000

const directory = mkdtempSync(join(tmpdir(), 'mandate-bench-'))
const server = await startEmbeddedServer({})
try {
  await measure('SQLite', await openSqliteStore({ path: join(directory, 'mandate.db') }))
  await measure('PostgreSQL', await openPostgresStore({ url: server.url }))
} finally {
  await server.remove()
  rmSync(directory, { recursive: true })
}

async function measure(engine: string, store: Store): Promise<void> {
  try {
    await insertGrants(store, GRANTS)
    report(`${engine}: a look when nothing was told`, await look(store))
    const began = performance.now()
    const answers = await Promise.allSettled(
      Array.from({ length: GRANTS }, (_, index) =>
        store.grants.revoke(grantId(index + 1), NOW, 'revoked_by_client'),
      ),
    )
    const ended = answers.filter((answer) => answer.status === 'fulfilled' && answer.value)
    report(
      `${engine}: ${ended.length} of ${GRANTS} grants ended at once`,
      performance.now() - began,
    )
    report(`${engine}: a page of ${PAGE}`, await look(store))
    const end = { atMs: Number.MAX_SAFE_INTEGER, id: '' }
    report(`${engine}: a look when ${GRANTS} were told before`, await look(store, end))
  } finally {
    await store.close()
  }
}

/** Milliseconds for one look, as a node does it a few times a second. */
async function look(store: Store, after = { atMs: 0, id: '' }): Promise<number> {
  const began = performance.now()
  for (let looks = 0; looks < LOOKS; looks++) {
    await store.revocations.read(after, { limit: PAGE, countSinceMs: 0 })
  }
  return (performance.now() - began) / LOOKS
}

function report(what: string, milliseconds: number): void {
  console.log(`${what.padEnd(48)} ${milliseconds.toFixed(2).padStart(9)} ms`)
}
