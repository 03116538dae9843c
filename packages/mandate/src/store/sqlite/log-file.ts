/** The write-ahead log beside a database that is only read. */

import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** Whether another process has the database open, or has left something in its log. */
export function hasLog(path: string): boolean {
  return path !== ':memory:' && existsSync(`${path}-wal`)
}

/**
 * Removes the empty log that a connection for reading has left beside the database. Such a
 * connection creates one and may not remove it (https://sqlite.org/wal.html#read_only_databases), so
 * one for writing does: the last of these to close removes the log, and SQLite's locks decide which
 * is the last. It writes nothing into the database. A user who may only read leaves it there.
 */
export function removeOwnLog(path: string): void {
  if (path === ':memory:' || !existsSync(path)) return
  try {
    const database = new DatabaseSync(path, { timeout: 0 })
    try {
      database.prepare('PRAGMA schema_version').get()
    } finally {
      database.close()
    }
  } catch {
    // It is not ours to tidy: another process has it, or the file is no database.
  }
}
