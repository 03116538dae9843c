/** The checks of `mandate doctor`, one file each, joined in `../doctor.ts`. */

import type { Check } from '../checks.ts'
import type { FoundSettings } from '../settings-in-force.ts'

/** What every check receives. */
export interface Examined extends FoundSettings {
  /** Whole seconds since 1970, by this machine's clock. */
  readonly now: number
  /** Returns this many random bytes. */
  readonly random: (bytes: number) => Uint8Array
}

/** Changes nothing. Undefined if it does not apply. */
export type Examine = (examined: Examined) => Found | Promise<Found>

type Found = Check | readonly Check[] | undefined
