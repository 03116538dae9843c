/** Reads what is declared in an open database, and settles the settings with it. */

import type { GivenSettings } from '../settings/given.ts'
import { inForce, type SettingsInForce } from '../settings/in-force.ts'
import type { Store } from '../store/port.ts'

export interface Settled extends SettingsInForce {
  /** The version of the settings in the database; 0 if nothing was ever declared. */
  readonly version: number
}

/** Rejects with `SettingsRefused` or `StorageUnavailable`. */
export async function settle(
  given: GivenSettings,
  store: { readonly declaredSettings: Pick<Store['declaredSettings'], 'current'> },
): Promise<Settled> {
  const { version = 0, settings = {} } = (await store.declaredSettings.current()) ?? {}
  return { ...inForce(given, settings), version }
}
