/**
 * Opens the server keys and the store. Only `serve` and commands with `--init` create missing ones:
 * a mistyped `--data` must not start a new server. A key file is created only if there is no
 * database yet, and every problem is reported before anything is changed.
 */

import { basename, dirname } from 'node:path'
import type { JobsFor } from '../facts/fact.ts'
import type { KeyRing } from '../grants/derivation.ts'
import type { KeyFile } from '../keys/content.ts'
import {
  addFirstSigningKeys,
  createKeyFile,
  foreignKeys,
  KeyFileRefused,
  keyFilePath,
  missingKeyFile,
  readKeyFile,
} from '../keys/key-file.ts'
import { noticesFor } from '../mail/notices.ts'
import { makePrivateFolder } from '../new-file.ts'
import type { Settings } from '../settings.ts'
import { createSigningKeys, type SigningKeys } from '../signing/signing-keys.ts'
import type { Store } from '../store/port.ts'
import type { RuntimeContext } from './context.ts'
import { type Database, databaseNamed } from './database.ts'
import { RuntimeRefused } from './refused.ts'

export interface OpenData {
  readonly settings: Settings
  readonly keys: KeyRing
  readonly signing: SigningKeys
  readonly store: Store
}

/**
 * Opens keys and store. If there is no database yet, creates one if `create` is set, and otherwise
 * throws `RuntimeRefused`. A server `signs`, so the file gets the keys for that. Also throws `KeyFileRefused` and `DatabaseRefused`.
 */
export async function openData(
  context: RuntimeContext,
  settings: Settings,
  options: { readonly create: boolean; readonly signs?: boolean; readonly orElse?: string },
): Promise<OpenData> {
  const path = keyFilePath(settings.data)
  // In this order: another process starting up creates the keys before the database.
  const database = databaseNamed(settings.database)
  const databaseThere = await database.isThere()
  const there = readKeyFile(path)
  if (there === undefined && databaseThere) throw missingKeyFile(path, database.title)
  if (!databaseThere && !options.create) {
    throw noDatabase(database, options.orElse ?? 'begin with: mandate serve')
  }
  if (database.file !== undefined) makeDirectory(dirname(database.file))
  const keyFile = there ?? createKeyFile(path, context)
  const store = await database.open({ jobsFor: jobsFor(settings) })
  try {
    const now = context.clock.now()
    await useKeys(store, keyFile.keys, { now, path, title: database.title })
    const signing = options.signs ? withSigningKeys(path, keyFile, context) : keyFile
    return { settings, keys: keyFile.keys, signing: signingKeysOf(signing), store }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** The file with signing keys, or as it is if this user may not write it. */
function withSigningKeys(path: string, keyFile: KeyFile, context: RuntimeContext): KeyFile {
  if (keyFile.signingKeys.length > 0) return keyFile
  try {
    addFirstSigningKeys(path, context)
    return readKeyFile(path) ?? keyFile
  } catch (error) {
    // A platform mounts it read-only; the server warns that it cannot sign.
    if (error instanceof KeyFileRefused) return keyFile
    throw error
  }
}

function signingKeysOf({ signingKeys }: KeyFile): SigningKeys {
  const newestFirst = signingKeys.toReversed()
  const active = newestFirst.filter(
    ({ type }, index) => newestFirst.findIndex((one) => one.type === type) === index,
  )
  const set = { active, published: newestFirst }
  return createSigningKeys(() => set)
}

/** What follows from changes, whoever makes them: the server or a command. */
export function jobsFor({ mailUrl }: Pick<Settings, 'mailUrl'>): JobsFor | undefined {
  return mailUrl === null ? undefined : noticesFor
}

/**
 * Servers with different keys would reject each other's tokens as forged, so the database records
 * which keys its tokens use. A file may contain further ones, for past or future use.
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

/** The error for a command that finds no data. */
export function noDatabase(database: Database, orElse: string): RuntimeRefused {
  const { title, file } = database
  return new RuntimeRefused(
    file === undefined
      ? `There is no database in ${title} yet: name the one you meant, or ${orElse}`
      : `There is no database in ${dirname(file)} yet (${basename(file)}): give --data the directory you meant, or ${orElse}`,
  )
}

/** Creates it for this user only, unless it exists. Throws `RuntimeRefused`. */
export function makeDirectory(directory: string): void {
  try {
    makePrivateFolder(directory)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new RuntimeRefused(
      `The directory ${directory} cannot be made (${code}): give --data a directory that this user can write to.`,
    )
  }
}
