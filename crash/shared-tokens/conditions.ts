/** How hard a run with shared tokens is. */

import { type Conditions, longRun, shortRun } from '../conditions.ts'

export interface SharedConditions extends Conditions {
  /** Processes for each grant. */
  readonly members: number
  /** `shared_refresh_seconds` of the client. */
  readonly sharedSeconds: number
}

type Chosen = Pick<Conditions, 'engine' | 'seed'>

/**
 * No clock jumps: a window of seconds says nothing to a clock that is hours wrong, and the server then
 * asks to come again later, or ends the grant.
 */
const atRightTime = (every: Conditions['every']) => ({ ...every, 'clock jumped': 0 })
const nobodyElse = { revoked: 0, raced: 0, shared: 0 }

/**
 * A run of minutes. The window is longer than any outage: a fleet whose last answer was lost has nothing
 * but the token before it. The thief waits until it is over.
 */
export function longSharedRun(chosen: Chosen & { readonly seconds: number }): SharedConditions {
  const usual = longRun(chosen)
  return {
    ...{ ...usual, ...nobodyElse, kept: 3, robbed: 1, members: 5, longestPauseMs: 3_000 },
    sharedSeconds: Math.min(600, Math.ceil((chosen.seconds * 2) / 3)),
    every: atRightTime(usual.every),
  }
}

/** A run of seconds; a machine that is busy makes it longer. */
export function shortSharedRun(chosen: Chosen): SharedConditions {
  const usual = shortRun(chosen)
  return {
    ...{ ...usual, ...nobodyElse, kept: 2, robbed: 0, members: 4, longestPauseMs: 800 },
    ...{ seconds: 12, sharedSeconds: 300 },
    every: { ...atRightTime(usual.every), 'node killed': 1_500 },
  }
}

/** Nothing breaks, so that the window can be short and a thief soon outside it. */
export function quietSharedRun(chosen: Chosen, sabotage: string | null): SharedConditions {
  return {
    ...shortSharedRun(chosen),
    ...{ seconds: 9, kept: 1, robbed: 1, members: 3, longestPauseMs: 600, sharedSeconds: 5 },
    ...{ fates: {}, every: {}, sabotage },
  }
}
