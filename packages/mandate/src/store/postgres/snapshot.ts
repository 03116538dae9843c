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
 * Lets `act` read the database as of one moment, in one transaction that only reads. Servers go on
 * meanwhile, and a replica will do as well.
 *
 * @throws {DatabaseRefused} where it cannot be asked, is not ours, or of a newer version; otherwise
 *   whatever `act` throws.
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
 * Begins a transaction without the time limits that an operator sets for servers, prepares, acts and
 * commits. What goes wrong in preparing is told as the database's fault; an error of the act itself
 * stays as it is, and nothing has happened then.
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
    // Where it failed the connection is closed, and PostgreSQL undoes everything.
    if (outcome.status === 'fulfilled') await client.query('COMMIT')
    return outcome
  })
  if (settled.status === 'rejected') throw settled.reason
  return settled.value
}

/** All rows of a table in the order of its key, some at a time. Needs a transaction under way. */
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

/** Says in a sentence what went wrong with the database. Throws `DatabaseRefused`. */
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
