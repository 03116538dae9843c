/** The settings in force for a command, with those that are kept in the database. */

import { databaseNamed } from '../runtime/database.ts'
import type { GivenSettings } from '../settings/given.ts'
import { inForce, type SettingsInForce, toOpenWith } from '../settings/in-force.ts'
import { SettingsRefused } from '../settings/refused.ts'
import { DatabaseRefused } from '../store/engine.ts'
import { StorageUnavailable } from '../store/port.ts'
import type { ReadStore } from '../store/read-only.ts'
import type { DeclaredSettings } from '../store/tables/declared-settings.ts'
import { type CommandContext, type CommandOptions, givenFor } from './command.ts'

export interface FoundSettings extends SettingsInForce {
  /** The version of those in the database; 0 if nothing was ever declared. */
  readonly version: number
  /** Why those in the database are missing here; undefined if they are not. */
  readonly unread: string | undefined
  /** Secrets that those in the database refer to and that are missing here, in sentences. */
  readonly missing: readonly string[]
}

/**
 * Reads them without changing anything. If the database does not answer, those outside it count.
 * Rejects with `SettingsRefused`.
 */
export async function settingsInForceFor(
  context: CommandContext,
  options: CommandOptions,
): Promise<FoundSettings> {
  const given = givenFor(context, options)
  const database = databaseNamed(toOpenWith(given).database)
  let store: Pick<ReadStore, 'declaredSettings'> & { close(): Promise<void> }
  try {
    if (!(await database.isThere())) {
      return { ...inForce(given, {}), version: 0, unread: undefined, missing: [] }
    }
    store = await database.open({ readOnly: true })
  } catch (error) {
    return withoutDatabase(given, error)
  }
  try {
    const { version = 0, settings = {} } = (await store.declaredSettings.current()) ?? {}
    return { ...settledHere(given, settings), version, unread: undefined }
  } catch (error) {
    return withoutDatabase(given, error)
  } finally {
    await store.close()
  }
}

function withoutDatabase(given: GivenSettings, error: unknown): FoundSettings {
  const isKnown = error instanceof DatabaseRefused || error instanceof StorageUnavailable
  if (!isKnown) throw error
  return { ...inForce(given, {}), version: 0, unread: error.message, missing: [] }
}

/**
 * The settings in force for a command. Secrets that those in the database refer to may be on the
 * servers only, so here they may be missing. Throws `SettingsRefused`.
 */
export function settledHere(
  given: GivenSettings,
  declared: DeclaredSettings,
): SettingsInForce & Pick<FoundSettings, 'missing'> {
  try {
    return { ...inForce(given, declared), missing: [] }
  } catch (error) {
    if (!(error instanceof SettingsRefused)) throw error
    return { ...inForce(given, declared, { referencesFrom: null }), missing: error.problems }
  }
}
