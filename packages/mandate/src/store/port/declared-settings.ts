/** The verbs on the settings that are kept in the database. */

import type { Act } from '../../facts/actor.ts'
import type { DeclaredVersion, SettingsFault } from '../records.ts'

export interface DeclaredSettingsStore {
  /** The number of the current version; 0 if nothing was ever declared. */
  version(): Promise<number>
  /** The current version; undefined if nothing was ever declared. */
  current(): Promise<DeclaredVersion | undefined>
  /**
   * Makes this the current version, whose number is one more than the one that it was made from.
   * False, and nothing is changed, if another one has that number by now. `changed`: the names of
   * the settings that differ.
   */
  declare(next: DeclaredVersion, changed: readonly string[], act: Act): Promise<boolean>
  /** Whether anybody has, or had, a grant. */
  hasGrants(): Promise<boolean>
  /** A server says that it cannot use a version. */
  noteFault(fault: SettingsFault): Promise<void>
  /** It uses the current version again. */
  clearFault(node: string): Promise<void>
  /** Those of servers that run. */
  listFaults(): Promise<readonly SettingsFault[]>
}
