/**
 * Refresh tokens that several processes of one public client share, such as a command-line tool in
 * many terminals. A process that comes late presents a generation that another one has used. Within
 * bounds it gets the live generation, so that there is never a second branch:
 *
 * - at most `generations` behind, superseded less than `seconds` ago; or
 * - bound to a key whose possession the request proves: then without these bounds.
 *
 * The row keeps when its last generations were superseded, for clients that share tokens and only
 * while they count. Each window begins when its generation is superseded; using it writes nothing.
 */

import { NEWLY_BOUND } from './derivation.ts'
import type { Grant } from './grant.ts'

/** How far behind a process may be. It bounds the text in the row to a few hundred bytes. */
export const SHARED_GENERATIONS = 100
/** The most seconds that the operator may choose. */
export const MOST_SHARED_SECONDS = 3600

/** How a client shares refresh tokens. */
export interface Sharing {
  /** How long after it was superseded a generation still leads to the live one; more than 0. */
  readonly seconds: number
  /** How many generations behind the live one. */
  readonly generations: number
}

/** What `redemption.ts` knows about the request. */
interface Presented {
  readonly presented: number
  readonly now: number
  readonly retryKeyHash: string | null
  readonly sharing: Sharing | null
  /** Whether the presented token is bound to a key; the request has proven it then. */
  readonly isBound: boolean
}

/**
 * Whether a stale generation leads to the live one, which is bound as the presented token is. Codes
 * never do.
 */
export function leadsToLive(grant: Grant, request: Presented): boolean {
  const { presented, now, sharing, isBound } = request
  if (sharing === null || presented < 1) return false
  const times = readTimes(grant)
  // A bound token has bound successors only, unless a restored row went on with an unbound one.
  if (isBound) return times.length === 0
  const since = times.slice(0, sharing.generations)[grant.generation - 1 - presented]
  return since !== undefined && isNear(since, now, sharing)
}

/**
 * The times to keep with the generation `to`, which supersedes the row's at `now`; null for none. With
 * a bound one there are none: it needs none, and an unbound token must not lead to it. Generations skipped after a restore are superseded now: until now they
 * could still have been accepted.
 */
export function timesAfter(grant: Grant, { to, ...request }: Presented & { readonly to: number }) {
  const { sharing, now, isBound, retryKeyHash } = request
  const isNewlyBound = retryKeyHash?.startsWith(NEWLY_BOUND) === true
  if (sharing === null || isBound || isNewlyBound) return null
  // Not the code's: nothing leads from it to a refresh token.
  const most = Math.min(sharing.generations, to - 1)
  const superseded = Array.from({ length: Math.min(to - grant.generation, most) }, () => now)
  const times = [...superseded, ...readTimes(grant)].slice(0, most)
  const end = times.findIndex((time) => !isNear(time, now, sharing))
  const [first, ...others] = end === -1 ? times : times.slice(0, end)
  if (first === undefined) return null
  const steps = others.map((time, place) => (times[place] ?? time) - time)
  return [to, first, ...steps].join(' ')
}

/** A generation, when the one before it was superseded, and for each older one, how long before. */
const TIMES = /^\d{1,15} \d{1,15}(?: -?\d{1,15}){0,999}$/

/**
 * When each generation before the live one was superseded, newest first. Empty if the text belongs to
 * another generation: an older version of this program, which does not know it, has moved the row.
 */
function readTimes({ generation, recentRedemptions }: Grant): readonly number[] {
  if (recentRedemptions === null || !TIMES.test(recentRedemptions)) return []
  const [of, first = 0, ...steps] = recentRedemptions.split(' ').map(Number)
  if (of !== generation) return []
  let time = first
  return [first, ...steps.map((step) => (time -= step))]
}

/** The distance counts, so that a clock set back does not hold a window open. */
function isNear(since: number, now: number, { seconds }: Sharing): boolean {
  return Math.abs(now - since) < seconds
}
