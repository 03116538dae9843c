/**
 * Opens the server keys and the store. Only `serve` and commands with `--init` create missing ones:
 * a mistyped `--data` must not start a new server. A key file is created only if there is no
 * database yet, and every problem is reported before anything is changed.
 */

import { basename, dirname } from 'node:path'
import type { JobsFor } from '../facts/fact.ts'
import { logoutsFor } from '../facts/logouts.ts'
import type { KeyRing } from '../grants/derivation.ts'
import { createKeyFile, missingKeyFile, readKeyFile } from '../keys/key-file.ts'
import { keyPlaceOf } from '../keys/place.ts'
import type { SealingKeys } from '../keys/sealing.ts'
import { noticesFor } from '../mail/notices.ts'
import { makePrivateFolder } from '../new-file.ts'
import type { Settings } from '../settings.ts'
import type { SigningKeys } from '../signing/signing-keys.ts'
import type { Store } from '../store/port.ts'
import { type AuditTrail, createAuditTrail } from './audit-trail.ts'
import type { RuntimeContext } from './context.ts'
import { type Database, databaseNamed } from './database.ts'
import { newNodeId } from './node-id.ts'
import { type KeyRole, type OpenKeys, openKeys } from './open-keys.ts'
import { RuntimeRefused } from './refused.ts'

export interface OpenData {
  readonly settings: Settings
  readonly keys: KeyRing
  readonly signing: SigningKeys
  readonly seals: SealingKeys
  readonly opened: OpenKeys
  /** Its closing seals what this process has recorded. */
  readonly store: Store
  readonly trail: AuditTrail
}

/**
 * Opens keys and store. If there is no database yet, creates one if `create` is set, and otherwise
 * throws `RuntimeRefused`. Also throws `KeyFileRefused` and `DatabaseRefused`.
 */
export async function openData(
  context: RuntimeContext,
  settings: Settings,
  options: { readonly create: boolean; readonly role?: KeyRole; readonly orElse?: string },
): Promise<OpenData> {
  const place = keyPlaceOf(settings)
  const { path } = place
  // In this order: another process starting up creates the keys before the database.
  const database = databaseNamed(settings.database)
  const databaseThere = await database.isThere()
  const there = readKeyFile(place)
  if (there === undefined && databaseThere) throw missingKeyFile(path, database.title)
  if (!databaseThere && !options.create) {
    throw noDatabase(database, options.orElse ?? 'begin with: mandate serve')
  }
  if (database.file !== undefined) makeDirectory(dirname(database.file))
  const file = there ?? createKeyFile(place, context)
  // Servers on PostgreSQL may find the file read-only, so whoever makes it makes all keys.
  const isForServers = there === undefined && database.file === undefined
  const { role = isForServers ? 'workers' : 'command' } = options
  const trail = createAuditTrail(file.keys, newNodeId(context.random))
  const store = await database.open({ jobsFor: jobsFor(settings), audit: trail.hooks })
  try {
    const opened = await openKeys(context, store, { place, file, role, title: database.title })
    const { ring: keys, signing, seals } = opened.live
    trail.keys.use(keys)
    if (opened.node !== null) trail.rename(opened.node)
    const sealed = { ...store, close: () => closeSealed(store, trail) }
    return { settings, keys, signing, seals, opened, store: sealed, trail }
  } catch (error) {
    await store.close()
    throw error
  }
}

async function closeSealed(store: Store, trail: AuditTrail): Promise<void> {
  // If the storage fails, a server seals the rest.
  await trail.sealNoted(store.audit).catch(() => {})
  await store.close()
}

/** What follows from changes, whoever makes them: the server or a command. */
export function jobsFor({
  mailUrl,
  openid,
}: Pick<Settings, 'mailUrl' | 'openid'>): JobsFor | undefined {
  const sources = [...(mailUrl === null ? [] : [noticesFor]), ...(openid ? [logoutsFor] : [])]
  if (sources.length === 0) return undefined
  return (fact, act, unit) => sources.flatMap((source) => source(fact, act, unit))
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
