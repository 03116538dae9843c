/**
 * Opens what a data directory holds: the server keys and the store. Only `serve`, `demo` and a command
 * with `--init` make them where there are none: a mistyped `--data` must not begin a server of its own.
 * A key file is made only where there is no database yet, and everything that speaks against opening is
 * told before anything is changed.
 */

import { basename, dirname } from 'node:path'
import type { KeyRing } from '../grants/derivation.ts'
import { createKeyFile, foreignKeys, keyFilePath, missingKeyFile, readKeyFile } from '../keys.ts'
import { makePrivateFolder } from '../new-file.ts'
import type { Settings } from '../settings.ts'
import type { Store } from '../store/port.ts'
import {
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  nextCommand,
  settingsFor,
} from './command.ts'
import { type Database, databaseNamed } from './database.ts'

export interface OpenData {
  readonly settings: Settings
  readonly keys: KeyRing
  readonly store: Store
}

/** The option of commands that may make the first database. */
export const INIT_FLAG = [
  '--init',
  'make the data directory, its keys and its database where there are none yet',
] as const

export interface InitOptions extends CommandOptions {
  readonly init?: true
}

/**
 * Opens keys and store. Where there is no database yet it makes one if `create` says so; otherwise
 * throws `CommandRefused`. Also throws `KeyFileRefused` and `DatabaseRefused`.
 */
export async function openData(
  context: CommandContext,
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

/** Opens the data for one command and closes it again, whatever happens. */
export async function withData(
  context: CommandContext,
  options: InitOptions & { readonly mayInit?: boolean },
  act: (data: OpenData) => Promise<void>,
): Promise<void> {
  const serve = nextCommand(options, 'serve')
  const data = await openData(context, settingsFor(context, options), {
    create: options.init ?? false,
    orElse: options.mayInit
      ? `add --init to make one there, or begin with: ${serve}`
      : `begin with: ${serve}`,
  })
  try {
    await act(data)
  } finally {
    await data.store.close()
  }
}

/** That there is nothing where a command looked. */
export function noDatabase(database: Database, orElse: string): CommandRefused {
  const { title, file } = database
  return new CommandRefused(
    file === undefined
      ? `There is no database in ${title} yet: name the one you meant, or ${orElse}`
      : `There is no database in ${dirname(file)} yet (${basename(file)}): give --data the directory you meant, or ${orElse}`,
  )
}

/** Makes it for this user alone, unless it is there. Throws `CommandRefused`. */
export function makeDirectory(directory: string): void {
  try {
    makePrivateFolder(directory)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new CommandRefused(
      `The directory ${directory} cannot be made (${code}): give --data a directory that this user may write to.`,
    )
  }
}
