/** The actor for changes that a test needs but is not about. */

import type { Act } from '../src/facts/actor.ts'

/** An operator, at a time in seconds since 1970. */
export function actAt(at: number): Act {
  return { by: { kind: 'operator', via: 'shell' }, at }
}

export const ACT = actAt(1_700_000_000)
