import { DatabaseSync } from 'node:sqlite'
import { knownVersion, type Snapshot } from '../backup/content.ts'
import { migrations } from '../migrations/all.ts'
import { PATIENCE_MS } from './engine.ts'
import { hasLog, removeOwnLog } from './log-file.ts'
import { pendingIn } from './migrate.ts'
import { refusal } from './refusal.ts'
import { readTable } from './tables.ts'

/**
 * Lets `act` read a snapshot of the database. Servers keep writing; the log holds their changes
 * until `act` is done. Changes nothing.
 *
 * @throws {DatabaseRefused} if it is not ours, is of a newer version, or is damaged.
 */
export async function withSqliteSnapshot<Result>(
  path: string,
  act: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  const isInUse = hasLog(path)
  try {
    const { database, snapshot } = open(path)
    try {
      return await act(snapshot)
    } finally {
      database.close()
    }
  } finally {
    if (!isInUse) removeOwnLog(path)
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

/** The contents of an open database, as of its transaction. Throws `DatabaseRefused`. */
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
