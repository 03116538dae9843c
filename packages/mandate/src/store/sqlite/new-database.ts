import { DatabaseSync } from 'node:sqlite'
import type { NewDatabase, Rows, Table } from '../backup/content.ts'
import { DatabaseRefused } from '../engine.ts'
import { migrations } from '../migrations/all.ts'
import { primaryCode } from './errors.ts'
import { migrate } from './migrate.ts'
import { refusal } from './refusal.ts'
import { readTable } from './tables.ts'

export interface NewSqliteDatabase extends NewDatabase {
  readonly database: DatabaseSync
}

/**
 * Lets `act` fill the empty file `draft`, a database that starts with the tables of `version`.
 * Nothing is synced to the disk yet when this returns, so the file must not get its final name
 * before it is. `name` is what errors call it; `now` is whole seconds since 1970, for the record.
 *
 * @throws {DatabaseRefused} if it cannot be written.
 */
export async function fillSqliteDatabase<Result>(
  draft: string,
  { name, version, now }: { readonly name: string; readonly version: number; readonly now: number },
  act: (made: NewSqliteDatabase) => Promise<Result>,
): Promise<Result> {
  const database = new DatabaseSync(draft, { enableForeignKeyConstraints: false })
  try {
    // A failed draft is thrown away, so there is nothing to roll back to.
    database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF')
    migrate(database, name, { known: migrations.slice(0, version), now })
    return await act(openedFor(database, name, now))
  } catch (error) {
    // Errors of the source that `act` reads are reported there.
    throw primaryCode(error) === undefined ? error : whyNotWritten(name, error)
  } finally {
    database.close()
  }
}

function openedFor(database: DatabaseSync, name: string, now: number): NewSqliteDatabase {
  return {
    database,
    read: (table) => readTable(database, table),
    insert: async (table, rows) => insertRows(database, table, rows),
    migrate: async () => migrate(database, name, { known: migrations, now }),
  }
}

function insertRows(database: DatabaseSync, { name, columns }: Table, rows: Rows): void {
  const names = Object.keys(columns)
  const insert = database.prepare(
    `INSERT INTO ${name} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
  )
  database.exec('BEGIN')
  for (const row of rows) insert.run(...row)
  database.exec('COMMIT')
}

/**
 * SQLite says only that the disk is full, or that writing failed (https://sqlite.org/rescode.html).
 */
function whyNotWritten(name: string, error: unknown): DatabaseRefused {
  const said = error instanceof Error && 'errstr' in error ? String(error.errstr) : ''
  if (/full|I\/O/.test(said)) {
    return new DatabaseRefused(
      `The file ${name} cannot be written to its end: ${said}.`,
      'Make room on its disk, or name another place; nothing was changed.',
    )
  }
  return refusal(name, error)
}
