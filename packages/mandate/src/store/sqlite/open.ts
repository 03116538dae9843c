/**
 * Opens the embedded database: a file with a write-ahead log, created if it does not exist. If
 * anything is wrong with it, one sentence says so (`refusal.ts`) before anything is changed.
 */

import { closeSync, existsSync, openSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { DatabaseRefused, type Engine } from '../engine.ts'
import { migrations } from '../migrations/all.ts'
import type { Migration } from '../migrations/migration.ts'
import type { Store } from '../port.ts'
import { createStore, type StoreOptions } from '../store.ts'
import { createSqliteEngine, PATIENCE_MS } from './engine.ts'
import { CORRUPT, isBusy, primaryCode } from './errors.ts'
import { hasLog, removeOwnLog } from './log-file.ts'
import { migrate, pendingIn } from './migrate.ts'
import { refusal } from './refusal.ts'

export interface SqlitePlace {
  /** A file, or `:memory:` for a database that lives as long as the store. */
  readonly path: string
  /** Neither creates nor migrates; every verb that writes rejects. */
  readonly readOnly?: boolean
  /** How long to wait for another process's lock, in milliseconds; 5,000 by default. */
  readonly patience?: number
}

/**
 * The store in the file at `path`, migrated to this program's version.
 *
 * @throws {DatabaseRefused}
 */
export async function openSqliteStore(place: SqlitePlace & StoreOptions): Promise<Store> {
  return createStore(await openSqliteEngine(place), place)
}

/** The same without the verbs. Migrates to the last of `known`, which tests vary. */
export async function openSqliteEngine(
  place: SqlitePlace,
  known: readonly Migration[] = migrations,
): Promise<Engine> {
  const isInUse = hasLog(place.path)
  const database = openFile(place)
  const { patience = PATIENCE_MS } = place
  const leave = () => {
    if (place.readOnly === true && !isInUse) removeOwnLog(place.path)
  }
  try {
    await patiently(patience, () => prepare(database, place, known))
    const engine = createSqliteEngine(database, patience)
    return {
      ...engine,
      async close() {
        await engine.close()
        leave()
      },
    }
  } catch (error) {
    database.close()
    leave()
    throw refusal(place.path, error)
  }
}

/**
 * The findings of SQLite's own check (`PRAGMA quick_check`), one per line; none if all is well.
 * Changes nothing.
 *
 * @throws {DatabaseRefused} if there is no database to check.
 */
export async function findDamage(path: string): Promise<readonly string[]> {
  const isInUse = hasLog(path)
  const database = openFile({ path, readOnly: true })
  try {
    const rows = await patiently(PATIENCE_MS, () => database.prepare('PRAGMA quick_check').all())
    return rows.map((row) => String(row['quick_check'])).filter((line) => line !== 'ok')
  } catch (error) {
    // Damage can make the check itself fail.
    if (primaryCode(error) === CORRUPT) return ['database disk image is malformed']
    throw refusal(path, error)
  } finally {
    database.close()
    if (!isInUse) removeOwnLog(path)
  }
}

function openFile({ path, readOnly = false }: SqlitePlace): DatabaseSync {
  if (readOnly && path !== ':memory:' && !existsSync(path)) {
    throw new DatabaseRefused(
      `There is no database at ${path}.`,
      'Name the file of an existing database, or start the server once to make one.',
    )
  }
  try {
    // Created beforehand so that only its owner can read it; SQLite gives the log the same mode.
    if (path !== ':memory:' && !readOnly) closeSync(openSync(path, 'a', 0o600))
    // Waiting inside SQLite would block the event loop, so all waiting happens outside.
    return new DatabaseSync(path, { readOnly, timeout: 0, enableForeignKeyConstraints: false })
  } catch (error) {
    throw refusal(path, error)
  }
}

function prepare(database: DatabaseSync, place: SqlitePlace, known: readonly Migration[]): void {
  const pending = pendingIn(database, place.path, known)
  if (place.readOnly === true) {
    if (pending.length === 0) return
    throw new DatabaseRefused(
      `The database ${place.path} is older than this program and was opened for reading only.`,
      'Start the server once to bring it up to date.',
    )
  }
  refuseOtherwise(database, place.path)
  // An acknowledged rotation must survive a power loss, so the log is synced at every commit.
  database.exec('PRAGMA synchronous = FULL')
  // 16 MB. A full batch of writes changes several megabytes of pages; what does not fit in the
  // cache is written twice.
  database.exec('PRAGMA cache_size = -16000')
  if (pending.length > 0) {
    migrate(database, place.path, { known, now: Math.floor(Date.now() / 1000) })
  }
}

/** Settings stored in the file, and features that its file system lacks. */
function refuseOtherwise(database: DatabaseSync, path: string): void {
  const told = (text: string) => Object.values(database.prepare(text).get() ?? {})[0]
  const encoding = told('PRAGMA encoding')
  if (encoding !== 'UTF-8') {
    throw new DatabaseRefused(
      `The database ${path} is encoded in ${encoding}, which orders ids otherwise than UTF-8.`,
      'Name a file that does not exist yet; it will be created.',
    )
  }
  if (told("SELECT name FROM sqlite_schema WHERE type = 'trigger'") !== undefined) {
    throw new DatabaseRefused(
      `The database ${path} has a trigger, which would change what is written.`,
      'Remove what was added to it, or restore a backup.',
    )
  }
  const mode = told('PRAGMA journal_mode = WAL')
  if (mode !== 'wal' && path !== ':memory:') {
    throw new DatabaseRefused(
      `The database ${path} cannot have a write-ahead log: its journal stays "${mode}".`,
      'Put it on a local disk; file systems of a network often lack the locks and shared memory.',
    )
  }
}

/** Two processes that open a new file at once block each other for some milliseconds. */
async function patiently<Result>(patience: number, act: () => Result): Promise<Result> {
  const started = performance.now()
  for (;;) {
    try {
      return act()
    } catch (error) {
      if (!isBusy(error) || performance.now() - started > patience) throw error
      await pause(5)
    }
  }
}
