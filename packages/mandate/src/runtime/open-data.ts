/**
 * Opens what a data directory holds: the server keys and the store. Only `serve` and a command with
 * `--init` make them where there are none: a mistyped `--data` must not begin a server of its own. A
 * key file is made only where there is no database yet, and every reason against opening is reported
 * before anything is changed.
 */

import { basename, dirname } from 'node:path'
import type { KeyRing } from '../grants/derivation.ts'
import { createKeyFile, foreignKeys, keyFilePath, missingKeyFile, readKeyFile } from '../keys.ts'
import { makePrivateFolder } from '../new-file.ts'
import type { Settings } from '../settings.ts'
import type { Store } from '../store/port.ts'
import type { RuntimeContext } from './context.ts'
import { type Database, databaseNamed } from './database.ts'
import { RuntimeRefused } from './refused.ts'

export interface OpenData {
  readonly settings: Settings
  readonly keys: KeyRing
  readonly store: Store
}

/**
 * Opens keys and store. Where there is no database yet it makes one if `create` says so; otherwise
 * throws `RuntimeRefused`. Also throws `KeyFileRefused` and `DatabaseRefused`.
 */
export async function openData(
  context: RuntimeContext,
  settings: Settings,
  options: { readonly create: boolean; readonly orElse?: string },
): Promise<OpenData> {
  const path = keyFilePath(settings.data)
  // In this order: a process that starts at the same time makes the keys before the database.
  const database = databaseNamed(settings.database)
  const databaseThere = await database.isThere()
  const there = readKeyFile(path)
  if (there === undefined && databaseThere) throw missingKeyFile(path, database.title)
  if (!databaseThere && !options.create) {
    throw noDatabase(database, options.orElse ?? 'begin with: mandate serve')
  }
  if (database.file !== undefined) makeDirectory(dirname(database.file))
  const keyFile = there ?? createKeyFile(path, context)
  const store = await database.open()
  try {
    const now = context.clock.now()
    await useKeys(store, keyFile.keys, { now, path, title: database.title })
    return { settings, keys: keyFile.keys, store }
  } catch (error) {
    await store.close()
    throw error
  }
}

/**
 * Servers with different keys would take each other's tokens for forged, so the database knows which
 * ones its tokens are made with. A file may hold more than those: keys that will be used, or were.
 */
async function useKeys(
  store: Store,
  { current, secrets }: KeyRing,
  { now, path, title }: { readonly now: number; readonly path: string; readonly title: string },
): Promise<void> {
  const inUse = await store.keys.use(current, [...secrets.keys()], now)
  const foreign = inUse.filter((id) => !secrets.has(id))
  if (foreign.length > 0) throw foreignKeys(path, title, foreign)
}

/** That there is nothing where a command looked. */
export function noDatabase(database: Database, orElse: string): RuntimeRefused {
  const { title, file } = database
  return new RuntimeRefused(
    file === undefined
      ? `There is no database in ${title} yet: name the one you meant, or ${orElse}`
      : `There is no database in ${dirname(file)} yet (${basename(file)}): give --data the directory you meant, or ${orElse}`,
  )
}

/** Makes it for this user alone, unless it is there. Throws `RuntimeRefused`. */
export function makeDirectory(directory: string): void {
  try {
    makePrivateFolder(directory)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new RuntimeRefused(
      `The directory ${directory} cannot be made (${code}): give --data a directory that this user may write to.`,
    )
  }
}
