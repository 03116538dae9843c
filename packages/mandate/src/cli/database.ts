/**
 * The choice of engine: a `postgres://` URL is PostgreSQL, anything else the path of an SQLite file.
 * Commands see the same store either way. The engine's code is loaded when it is chosen.
 */

import { existsSync, statSync } from 'node:fs'
import { isPostgresUrl } from '../settings/postgres-url.ts'
import type { PlannedMigration } from '../store/migrations/plan.ts'
import type { Store } from '../store/port.ts'
import { titleOf } from '../store/postgres/address.ts'

export interface Database {
  /** As sentences name it: without a password. */
  readonly title: string
  /** The file, where it is one. */
  readonly file: string | undefined
  /** Whether there is a database of ours already. Changes nothing. Throws `DatabaseRefused`. */
  isThere(): Promise<boolean>
  /** Opens it, migrated to this version; `readOnly` neither makes nor migrates. Throws `DatabaseRefused`. */
  open(options?: { readonly readOnly: boolean }): Promise<Store>
  /** What is still to be applied, and whom that would hold up. Changes nothing. Throws `DatabaseRefused`. */
  plan(): Promise<readonly PlannedMigration[]>
  /** What a check of the whole file finds wrong. Servers check theirs themselves. */
  findDamage(): Promise<readonly string[]>
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
    plan: async () => (await engine()).planPostgresMigrations({ url }),
    findDamage: async () => [],
  }
}

function sqlite(path: string): Database {
  const engine = () => import('../store/sqlite/open.ts')
  return {
    title: path,
    file: path,
    // An empty file is no database yet.
    isThere: async () => existsSync(path) && statSync(path).isFile() && statSync(path).size > 0,
    open: async (options) => (await engine()).openSqliteStore({ path, ...options }),
    plan: async () => (await engine()).planSqliteMigrations(path),
    findDamage: async () => (await engine()).findDamage(path),
  }
}
