/**
 * The choice of engine: a `postgres://` URL means PostgreSQL, anything else is the path of an
 * SQLite file. Everything else sees the same store either way. An engine's code is loaded on use.
 */

import { existsSync, statSync } from 'node:fs'
import { fillPrivateFile } from '../new-file.ts'
import { isPostgresUrl } from '../settings/postgres-url.ts'
import type { NewDatabase, Snapshot } from '../store/backup/content.ts'
import { DatabaseRefused } from '../store/engine.ts'
import type { Store } from '../store/port.ts'
import { titleOf } from '../store/postgres/address.ts'
import type { StoreOptions } from '../store/store.ts'
import type { Random } from '../time-and-chance.ts'

export interface Database {
  /** The name in messages, without a password. */
  readonly title: string
  /** The file, if it is one. */
  readonly file: string | undefined
  /** Whether a Mandate database exists. Changes nothing. Throws `DatabaseRefused`. */
  isThere(): Promise<boolean>
  /**
   * Opens it, migrated to this version; `readOnly` neither creates nor migrates. Writes the jobs
   * that follow from facts (`jobsFor`). Throws `DatabaseRefused`.
   */
  open(options?: { readonly readOnly?: boolean } & StoreOptions): Promise<Store>
  /** Problems found by checking the whole file. PostgreSQL servers check their own. */
  findDamage(): Promise<readonly string[]>
  /** Lets `act` read a snapshot while servers run. Throws `DatabaseRefused`. */
  read<Result>(act: (snapshot: Snapshot) => Promise<Result>): Promise<Result>
  /**
   * Creates it if there is none, with the tables of `version`, and lets `act` fill it: completely
   * or not at all. Throws `DatabaseRefused`.
   */
  make<Result>(
    beginning: { readonly version: number; readonly now: number; readonly random: Random },
    act: (made: NewDatabase) => Promise<Result>,
  ): Promise<Result>
}

/** The database that the setting names. */
export function databaseNamed(setting: string): Database {
  return isPostgresUrl(setting) ? postgres(setting) : sqlite(setting)
}

function postgres(url: string): Database {
  const engine = () => import('../store/postgres/open.ts')
  return {
    title: titleOf(url),
    file: undefined,
    isThere: async () => (await engine()).isPostgresDatabaseThere({ url }),
    open: async (options) => (await engine()).openPostgresStore({ url, ...options }),
    findDamage: async () => [],
    read: async (act) =>
      (await import('../store/postgres/snapshot.ts')).withPostgresSnapshot({ url }, act),
    make: async (beginning, act) => {
      const { fillPostgresDatabase } = await import('../store/postgres/new-database.ts')
      return fillPostgresDatabase({ url }, beginning, act)
    },
  }
}

function sqlite(path: string): Database {
  const engine = () => import('../store/sqlite/open.ts')
  return {
    title: path,
    file: path,
    // An empty file is not a database yet.
    isThere: async () => existsSync(path) && statSync(path).isFile() && statSync(path).size > 0,
    open: async (options) => (await engine()).openSqliteStore({ path, ...options }),
    findDamage: async () => (await engine()).findDamage(path),
    read: async (act) =>
      (await import('../store/sqlite/snapshot.ts')).withSqliteSnapshot(path, act),
    make: async ({ random, ...beginning }, act) => {
      const { fillSqliteDatabase } = await import('../store/sqlite/new-database.ts')
      refuseLeftovers(path)
      try {
        return await fillPrivateFile(path, random, {
          fill: (draft) => fillSqliteDatabase(draft, { name: path, ...beginning }, act),
          taken: () => inUse(path),
        })
      } catch (error) {
        // File system errors about the draft; `act` reports its own.
        if (!(error instanceof Error && 'syscall' in error)) throw error
        throw (await import('../store/sqlite/refusal.ts')).refusal(path, error)
      }
    },
  }
}

/** SQLite would apply a lost database's log to the new one and corrupt it. */
function refuseLeftovers(path: string): void {
  if (existsSync(path)) throw inUse(path)
  const beside = [`${path}-wal`, `${path}-journal`].find((file) => existsSync(file))
  if (beside === undefined) return
  throw new DatabaseRefused(
    `The file ${beside} of an earlier database is still there.`,
    'Move it to another directory; it may hold what the backup does not.',
  )
}

/** A restore never replaces a database. */
export function inUse(title: string): DatabaseRefused {
  return new DatabaseRefused(
    `There is a database ${title} already, and a restore replaces nothing.`,
    'Name another place, or stop the server and move the old one away; it may hold what the backup does not.',
  )
}
