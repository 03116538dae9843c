/** The three outcomes of a check. */

import type { CheckedRequest } from './authorization.ts'
import type { Principal } from './principal.ts'
import type { GuardProblem } from './problem.ts'
import type { Refused } from './refusal.ts'

export interface Granted {
  readonly outcome: 'granted'
  readonly principal: Principal
}

/** The token could not be checked. Not a verdict: the caller keeps the token. */
export interface Unavailable {
  readonly outcome: 'unavailable'
  readonly status: 503
  /** Whole seconds, for `Retry-After`. */
  readonly retryAfterSeconds: number
  readonly problem: GuardProblem
}

export type NotGranted = Refused | Unavailable
export type Outcome = Granted | NotGranted

/** A check with its requirement built in, for the adapters. */
export type Check = (request: CheckedRequest) => Promise<Outcome>
