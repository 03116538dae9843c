/**
 * The limit of the store: the row update of a refresh, made durable and gathered as Mandate gathers
 * it, but with only the driver: no HTTP, no tokens, no engine around it. It uses the tables that
 * Mandate makes. The argument is the path of a database file, or the URL of a PostgreSQL database.
 *
 * Gathered: SQLite runs the updates of 64 callers in one transaction; PostgreSQL has two statements
 * of 32 in flight.
 */

import { performance } from 'node:perf_hooks'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { openPostgresStore } from '../../packages/mandate/src/store/postgres/open.ts'
import { openSqliteStore } from '../../packages/mandate/src/store/sqlite/open.ts'
import { grantId, insertGrants } from '../../packages/mandate/test/store/contract/samples.ts'
import { serveParent } from './answering.ts'

const GRANTS = 10_000
const CALLERS = 64
const IN_FLIGHT = 2

const SET = 'generation = ?, key_id = ?, expires_at = ?, redeemed_at = ?, retry_key_hash = NULL'

const [place = ''] = process.argv.slice(2)
const isUrl = place.startsWith('postgres')
const generations = new Array<number>(GRANTS).fill(0)
let next = 0

/** The next callers' rows, each with its current generation; all different. */
function nextRows(count: number): readonly { readonly row: number; readonly from: number }[] {
  return Array.from({ length: count }, () => {
    const row = (next++ * 7919) % GRANTS
    const from = generations[row] ?? 0
    generations[row] = from + 1
    return { row, from }
  })
}

const store = await (isUrl ? openPostgresStore({ url: place }) : openSqliteStore({ path: place }))
await insertGrants(store, GRANTS)
await store.close()

const run = isUrl ? await onPostgres(place) : onSqlite(place)

serveParent<{ seconds: number }>({}, async ({ seconds }) => {
  const started = performance.now()
  const end = started + seconds * 1000
  const count = await run(() => performance.now() < end)
  return { count, seconds: (performance.now() - started) / 1000 }
})

function onSqlite(path: string) {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  const update = database.prepare(
    `UPDATE grants SET ${SET} WHERE id = ? AND generation = ? AND revoked_at IS NULL`,
  )
  return async (goesOn: () => boolean) => {
    let count = 0
    while (goesOn()) {
      database.exec('BEGIN IMMEDIATE')
      for (const { row, from } of nextRows(CALLERS)) {
        const times = [2_000_000_000, 1_700_000_000 + from]
        const { changes } = update.run(from + 1, '0000000b', ...times, grantId(row + 1), from)
        count += Number(changes)
      }
      database.exec('COMMIT')
      // Callers of a server get their answers in separate turns.
      await new Promise(setImmediate)
    }
    return count
  }
}

async function onPostgres(url: string) {
  const connections = await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      return client
    }),
  )
  const text = `UPDATE grants SET generation = input.generation + 1, key_id = '0000000b',
      expires_at = 2000000000, redeemed_at = 1700000000 + input.generation, retry_key_hash = NULL
    FROM unnest($1::text[], $2::bigint[]) AS input (id, generation)
    WHERE grants.id = input.id AND grants.generation = input.generation
      AND grants.revoked_at IS NULL`
  return async (goesOn: () => boolean) => {
    const lanes = connections.map(async (client) => {
      let count = 0
      while (goesOn()) {
        const rows = nextRows(CALLERS / IN_FLIGHT)
        const ids = rows.map(({ row }) => grantId(row + 1))
        const froms = rows.map(({ from }) => from)
        const { rowCount } = await client.query({ name: 'advance', text, values: [ids, froms] })
        count += rowCount ?? 0
      }
      return count
    })
    return (await Promise.all(lanes)).reduce((sum, count) => sum + count, 0)
  }
}
