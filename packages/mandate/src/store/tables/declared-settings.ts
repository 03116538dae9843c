import { count, document, id, table, text, time } from './table.ts'

/** One setting as the operator declared it. */
export interface DeclaredSetting {
  /** As in `mandate.yaml`; secrets only by reference. */
  readonly value: unknown
  /** When, in seconds since 1970. */
  readonly at: number
  /** Who did it, as the fact names them, such as `operator`. */
  readonly by: string
}

/** By the name of the setting. */
export type DeclaredSettings = Readonly<Record<string, DeclaredSetting>>

/**
 * The settings that the operator keeps in the database, a row for each version, of which the last
 * one counts. A version is never changed, so what was declared at any time can be read.
 */
export const declaredSettings = table('declared_settings', {
  id,
  /** 1, 2, 3, … without gaps. */
  version: count,
  settings: document<DeclaredSettings>(),
  declaredAt: time,
})

/** A server that cannot use a version, and goes on with the one before. */
export const settingsFaults = table('settings_faults', {
  /** The node. */
  id,
  version: count,
  /** What is wrong, in sentences. */
  problem: text,
  at: time,
})
