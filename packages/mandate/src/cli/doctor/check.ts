/** What `mandate doctor` looks at: one file for each check, joined in `../doctor.ts`. */

import type { SettingsInForce } from '../../settings/read.ts'

export interface Check {
  readonly name: string
  readonly ok: boolean
  /** What was found. */
  readonly message: string
  /** What to do about it, where something is to be done. */
  readonly remedy?: string
  /** In order, and yet worth knowing: shown with another sign, and no reason to fail. */
  readonly notice?: true
}

/** What every check is handed. */
export interface Examined extends SettingsInForce {
  /** Whole seconds since 1970, by the clock of this machine. */
  readonly now: number
  /** That many random bytes. */
  readonly random: (bytes: number) => Uint8Array
}

/** Looks at one thing, and changes nothing. Undefined where there is nothing of the kind. */
export type Examine = (examined: Examined) => Check | undefined | Promise<Check | undefined>
