import type { ClientBase } from 'pg'
import {
  knownVersion,
  ROWS_AT_ONCE,
  type Rows,
  type Snapshot,
  type Table,
} from '../backup/content.ts'
import { DatabaseRefused, type Value } from '../engine.ts'
import { migrations } from '../migrations/all.ts'
import { pendingMigrations } from '../migrations/migration.ts'
import { titleOf } from './address.ts'
import { appliedIn } from './migrate.ts'
import { type PostgresPlace, withClient } from './open.ts'

/**
 * Lets `act` read the database as of one moment, in one transaction that only reads. Servers go on
 * meanwhile, and a replica will do as well.
 *
 * @throws {DatabaseRefused} where it cannot be asked, is not ours, or of a newer version.
 */
export function withPostgresSnapshot<Result>(
  place: PostgresPlace,
  act: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  const title = titleOf(place.url)
  return withClient(place, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    // The time limits that an operator sets for servers are not meant for this.
    await client.query('SET LOCAL statement_timeout = 0')
    await client.query('SET LOCAL idle_in_transaction_session_timeout = 0')
    const applied = await appliedIn(client, title)
    if (applied.length === 0) {
      throw new DatabaseRefused(
        `There is no database of Mandate at ${title} yet.`,
        'Correct the database URL, or start the server once to make one.',
      )
    }
    pendingMigrations(title, applied, migrations)
    return act({
      version: knownVersion(title, Math.max(...applied.map(({ number }) => Number(number)))),
      read: (table) => readTable(client, table),
      async count({ name }) {
        const { rows } = await client.query<{ rows: number }>(
          `SELECT COUNT(*) AS rows FROM ${name}`,
        )
        return Number(rows[0]?.rows)
      },
    })
  })
}

/** All rows of a table in the order of its key, some at a time. Needs a transaction under way. */
export async function* readTable(
  client: ClientBase,
  { name, columns, key }: Table,
): AsyncGenerator<Rows> {
  const selected = `SELECT ${Object.keys(columns).join(', ')} FROM ${name} ORDER BY ${key.join(', ')}`
  await client.query(`DECLARE reading NO SCROLL CURSOR FOR ${selected}`)
  for (;;) {
    const fetch = { text: `FETCH ${ROWS_AT_ONCE} FROM reading`, rowMode: 'array' as const }
    const { rows } = await client.query<Value[]>(fetch)
    if (rows.length > 0) yield rows
    if (rows.length < ROWS_AT_ONCE) break
  }
  await client.query('CLOSE reading')
}
