import { DatabaseSync } from 'node:sqlite'
import { knownVersion, type Snapshot } from '../backup/content.ts'
import { migrations } from '../migrations/all.ts'
import { PATIENCE_MS } from './engine.ts'
import { pendingIn } from './migrate.ts'
import { refusal } from './refusal.ts'
import { readTable } from './tables.ts'

/**
 * Lets `act` read the database as it is now. Servers go on writing meanwhile; what they write is
 * kept in the log until `act` is done. Changes nothing.
 *
 * @throws {DatabaseRefused} where it is not ours, of a newer version, or damaged.
 */
export async function withSqliteSnapshot<Result>(
  path: string,
  act: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  const { database, snapshot } = open(path)
  try {
    return await act(snapshot)
  } finally {
    database.close()
  }
}

function open(path: string) {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path, { readOnly: true, timeout: PATIENCE_MS })
    database.exec('BEGIN')
    return { database, snapshot: snapshotOf(database, path) }
  } catch (error) {
    database?.close()
    throw refusal(path, error)
  }
}

/** What an open database holds, as of its transaction. Throws `DatabaseRefused`. */
export function snapshotOf(database: DatabaseSync, path: string): Snapshot {
  pendingIn(database, path, migrations)
  const latest = database.prepare('SELECT MAX(number) AS version FROM schema_migrations').get()
  return {
    version: knownVersion(path, Number(latest?.['version'])),
    async *read(table) {
      try {
        yield* readTable(database, table)
      } catch (error) {
        throw refusal(path, error)
      }
    },
    async count({ name }) {
      const row = database.prepare(`SELECT COUNT(*) AS rows FROM ${name} NOT INDEXED`).get()
      return Number(row?.['rows'])
    },
  }
}
