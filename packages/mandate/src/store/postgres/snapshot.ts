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
import { refusal } from './refusal.ts'
import { transactionSettings, withoutTimeLimits } from './session-settings.ts'

/**
 * Lets `act` read a snapshot of the database in one read-only transaction. Servers keep running,
 * and a replica works too.
 *
 * @throws {DatabaseRefused} if it cannot be queried, is not ours, or is of a newer version;
 *   otherwise whatever `act` throws.
 */
export function withPostgresSnapshot<Result>(
  { url, ...place }: PostgresPlace,
  act: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  return inTransaction({ url, ...place }, 'REPEATABLE READ READ ONLY', async (client) => {
    const version = await versionOf(client, titleOf(url))
    return () =>
      act({
        version,
        read: (table) => readTable(client, url, table),
        async count({ name }) {
          const { rows } = await tell(url, client.query(`SELECT COUNT(*) AS rows FROM ${name}`))
          return Number(rows[0]?.rows)
        },
      })
  })
}

/**
 * Begins a transaction without the operator's time limits for servers, prepares, acts and commits.
 * An error while preparing is reported as the database's fault; an error of `act` is passed on, and
 * the transaction is rolled back.
 */
export async function inTransaction<Result>(
  place: PostgresPlace,
  kind: string,
  prepare: (client: ClientBase) => Promise<() => Promise<Result>>,
): Promise<Result> {
  const settled = await withClient(place, async (client) => {
    await client.query(`BEGIN ISOLATION LEVEL ${kind}`)
    await client.query(withoutTimeLimits)
    await client.query(transactionSettings)
    const act = await prepare(client)
    const [outcome] = await Promise.allSettled([act()])
    // After a failure the connection is closed, and PostgreSQL rolls back.
    if (outcome.status === 'fulfilled') await client.query('COMMIT')
    return outcome
  })
  if (settled.status === 'rejected') throw settled.reason
  return settled.value
}

/** All rows of a table in key order, some at a time. Must run in a transaction. */
export async function* readTable(
  client: ClientBase,
  url: string,
  { name, columns, key }: Table,
): AsyncGenerator<Rows> {
  const selected = `SELECT ${Object.keys(columns).join(', ')} FROM ${name} ORDER BY ${key.join(', ')}`
  await tell(url, client.query(`DECLARE reading NO SCROLL CURSOR FOR ${selected}`))
  for (;;) {
    const fetch = { text: `FETCH ${ROWS_AT_ONCE} FROM reading`, rowMode: 'array' as const }
    const { rows } = await tell(url, client.query<Value[]>(fetch))
    if (rows.length > 0) yield rows
    if (rows.length < ROWS_AT_ONCE) break
  }
  await tell(url, client.query('CLOSE reading'))
}

/** Explains in a sentence what went wrong with the database. Throws `DatabaseRefused`. */
export async function tell<Result>(url: string, asked: Promise<Result>): Promise<Result> {
  return asked.catch((error: unknown) => {
    throw refusal(url, error)
  })
}

async function versionOf(client: ClientBase, title: string): Promise<number> {
  const applied = await appliedIn(client, title)
  if (applied.length === 0) {
    throw new DatabaseRefused(
      `There is no database of Mandate at ${title} yet.`,
      'Correct the database URL, or start the server once to make one.',
    )
  }
  pendingMigrations(title, applied, migrations)
  return knownVersion(title, Math.max(...applied.map(({ number }) => number)))
}
