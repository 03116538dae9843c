/**
 * Opens the embedded database: a file with write-ahead log, made where there is none. Everything
 * that can be wrong with it is told in one sentence (`DatabaseRefused`) before anything is changed.
 */

import { closeSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { DatabaseRefused, type Engine } from '../engine.ts'
import { migrations } from '../migrations/all.ts'
import type { Migration } from '../migrations/migration.ts'
import type { Store } from '../port.ts'
import { createStore } from '../store.ts'
import { createSqliteEngine } from './engine.ts'
import { isBusy, primaryCode } from './errors.ts'
import { migrate, pendingIn } from './migrate.ts'

export interface SqlitePlace {
  /** A file, or `:memory:` for a database that ends with the store. */
  readonly path: string
  /** Refuses to create or to migrate; every verb that writes rejects. */
  readonly readOnly?: boolean
}

/** How long a statement waits for another process before the event loop gets its turn again. */
const STATEMENT_WAIT_MS = 50
const OPEN_ATTEMPTS = 100
const NOT_A_DATABASE = 26
const CORRUPT = 11

/**
 * The store in the file at `path`, migrated to this program's version.
 *
 * @throws {DatabaseRefused}
 */
export async function openSqliteStore(place: SqlitePlace): Promise<Store> {
  return createStore(await openSqliteEngine(place))
}

/** The same without the verbs. `known` is there for tests of migrations. */
export async function openSqliteEngine(
  place: SqlitePlace,
  known: readonly Migration[] = migrations,
): Promise<Engine> {
  const database = openFile(place)
  try {
    await patiently(() => prepare(database, place, known))
    return createSqliteEngine(database)
  } catch (error) {
    database.close()
    throw refusal(place.path, error)
  }
}

/** What `PRAGMA quick_check` finds wrong with an open-able database; empty where all is well. */
export async function findDamage({ path }: SqlitePlace): Promise<readonly string[]> {
  const database = openFile({ path, readOnly: true })
  try {
    const rows = await patiently(() => database.prepare('PRAGMA quick_check').all())
    return rows.map((row) => String(row['quick_check'])).filter((line) => line !== 'ok')
  } catch (error) {
    throw refusal(path, error)
  } finally {
    database.close()
  }
}

function prepare(database: DatabaseSync, place: SqlitePlace, known: readonly Migration[]): void {
  const pending = pendingIn(database, place.path, known)
  if (place.readOnly === true) {
    if (pending.length === 0) return
    throw new DatabaseRefused(
      `The database ${place.path} is older than this program and was opened for reading only.`,
      'Start the server once, or run `mandate migrate`, to bring it up to date.',
    )
  }
  database.exec('PRAGMA journal_mode = WAL')
  // An acknowledged rotation must survive power loss: the log is synced at every commit.
  database.exec('PRAGMA synchronous = FULL')
  if (pending.length > 0) {
    migrate(database, place.path, { known, now: Math.floor(Date.now() / 1000) })
  }
}

function openFile({ path, readOnly = false }: SqlitePlace): DatabaseSync {
  try {
    // Made beforehand so that nobody else can read it; SQLite gives the log the same mode.
    if (path !== ':memory:' && !readOnly) closeSync(openSync(path, 'a', 0o600))
    return new DatabaseSync(path, {
      readOnly,
      timeout: STATEMENT_WAIT_MS,
      enableForeignKeyConstraints: false,
    })
  } catch (error) {
    throw refusal(path, error)
  }
}

/** Two processes that open a new file at once get in each other's way for some milliseconds. */
async function patiently<Result>(act: () => Result): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return act()
    } catch (error) {
      if (!isBusy(error) || attempt === OPEN_ATTEMPTS) throw error
      await pause(attempt)
    }
  }
}

/** One sentence for what stood in the way; an error that is no database's comes back as it is. */
function refusal(path: string, error: unknown): unknown {
  const cause = { cause: error }
  const code = primaryCode(error)
  if (isBusy(error)) {
    return new DatabaseRefused(
      `The database ${path} is locked by another program.`,
      'Close the program that keeps it open, then try again.',
      cause,
    )
  }
  if (code === NOT_A_DATABASE || code === CORRUPT) {
    return new DatabaseRefused(
      `The file ${path} is not a database, or it is damaged.`,
      'Name another file, or restore a backup.',
      cause,
    )
  }
  if (code !== undefined) {
    return new DatabaseRefused(
      `The database ${path} cannot be opened: ${error instanceof Error ? error.message : ''}.`,
      'Check that the file and its directory exist and may be read and written.',
      cause,
    )
  }
  switch (systemCode(error)) {
    case 'ENOENT':
      return new DatabaseRefused(
        `The directory ${dirname(path)} does not exist.`,
        'Create it, or name another place for the database.',
        cause,
      )
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new DatabaseRefused(
        `The database ${path} may not be written by this user.`,
        'Give the user that runs the program write permission on the file and its directory.',
        cause,
      )
    case 'EISDIR':
      return new DatabaseRefused(
        `The path ${path} is a directory.`,
        'Name a file for the database.',
        cause,
      )
    default:
      return error
  }
}

function systemCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
