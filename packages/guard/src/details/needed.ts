/** What a route requires of authorization details, and which of a token's fit a request. */

import type { CheckedRequest } from '../authorization.ts'
import type { Principal } from '../principal.ts'
import { GuardProblem } from '../problem.ts'
import type { RefusalReason } from '../refusal.ts'
import type { CallCounter } from './calls.ts'
import type { AllowedDetail, DetailsNeeded } from './detail.ts'
import { callsOf } from './limits.ts'

export type Choice =
  | { readonly is: 'allowed'; readonly allowed: AllowedDetail }
  | { readonly is: 'refused'; readonly reason: RefusalReason }
  | { readonly is: 'problem'; readonly problem: GuardProblem }

/** Throws a `TypeError` if it could never be met. */
export function parseDetailsNeeded(
  details: string | DetailsNeeded | undefined,
): DetailsNeeded | undefined {
  if (details === undefined) return undefined
  const needed = typeof details === 'string' ? { type: details } : details
  if (typeof needed.type !== 'string' || needed.type === '') {
    throw new TypeError('details needs the type of authorization details that the route requires')
  }
  return needed
}

/**
 * The first detail that fits and has a call left, which is thereby counted. `count` is undefined if
 * nobody counts: then a limit on calls cannot be kept, and nothing is allowed under it.
 */
export async function chooseDetail(
  { authorizationDetails: details = [], authorizationDetailsLimits: limits = [] }: Principal,
  { type, fits = () => true }: DetailsNeeded,
  { request, count }: { readonly request: CheckedRequest; readonly count: CallCounter | undefined },
): Promise<Choice> {
  let reason: RefusalReason = 'details_missing'
  for (const [place, detail] of details.entries()) {
    if (detail.type !== type || !fits(detail, request)) continue
    const allowed = { detail, limits: limits[place] ?? null }
    const limit = callsOf(detail, allowed.limits)
    if (limit === undefined) return { is: 'allowed', allowed }
    if (count === undefined) return { is: 'problem', problem: notCounted(NOBODY_COUNTS) }
    try {
      const counted = await count({ id: allowed.limits?.id ?? '', limit })
      if (counted === true) return { is: 'allowed', allowed }
    } catch (error) {
      const why = error instanceof Error ? error.message : 'it failed'
      return { is: 'problem', problem: notCounted(`countCalls failed: ${why}`) }
    }
    reason = 'calls_used_up'
  }
  return { is: 'refused', reason }
}

const NOBODY_COUNTS =
  'a user limited how many calls a client may make, and nobody counts them: give createGuard the option countCalls'

function notCounted(message: string): GuardProblem {
  return new GuardProblem('calls_not_counted', message)
}
