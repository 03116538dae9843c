import type { ClientBase } from 'pg'
import type { NewDatabase, Rows, Table } from '../backup/content.ts'
import { DatabaseRefused } from '../engine.ts'
import { migrations } from '../migrations/all.ts'
import { titleOf } from './address.ts'
import { appliedIn, migrateUnseen, takeTurn } from './migrate.ts'
import type { PostgresPlace } from './open.ts'
import { checkServer } from './server-check.ts'
import { inTransaction, readTable, tell } from './snapshot.ts'

/**
 * Lets `act` fill an empty database that starts with the tables of `version`. All of it is one
 * transaction: a server that starts during it waits for its end, and nobody sees half of it. `now`
 * is whole seconds since 1970, for the record.
 *
 * @throws {DatabaseRefused} if it is not empty, cannot be read or cannot be written; otherwise
 *   whatever `act` throws.
 */
export function fillPostgresDatabase<Result>(
  { url, ...place }: PostgresPlace,
  { version, now }: { readonly version: number; readonly now: number },
  act: (made: NewDatabase) => Promise<Result>,
): Promise<Result> {
  const title = titleOf(url)
  return inTransaction({ url, ...place }, 'READ COMMITTED', async (client) => {
    await checkServer(client, title)
    await takeTurn(client)
    if ((await appliedIn(client, title)).length > 0) throw notEmpty(title)
    await migrateUnseen(client, migrations.slice(0, version), now)
    return () =>
      act({
        read: (table) => readTable(client, url, table),
        insert: (table, rows) => tell(url, insertRows(client, table, rows)),
        migrate: () => tell(url, migrateUnseen(client, migrations.slice(version), now)),
      })
  })
}

async function insertRows(client: ClientBase, { name, columns }: Table, rows: Rows): Promise<void> {
  const types = { text: 'text', bigint: 'bigint', bytes: 'bytea' } as const
  const names = Object.keys(columns)
  const arrays = Object.values(columns).map((type, index) => `$${index + 1}::${types[type]}[]`)
  await client.query(
    `INSERT INTO ${name} (${names.join(', ')}) SELECT * FROM unnest(${arrays.join(', ')})`,
    names.map((_, column) => rows.map((row) => row[column] ?? null)),
  )
}

function notEmpty(title: string): DatabaseRefused {
  return new DatabaseRefused(
    `The database ${title} is in use already, and a backup goes into an empty one only.`,
    'Name a new database; the old one may hold what the backup does not.',
  )
}
