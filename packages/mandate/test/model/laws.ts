/**
 * What must never be observed. Each law is judged by `History`, a plain account of events that the
 * model keeps next to the row and that shares no code with the rules it judges.
 */

import { RETRY_KEY_SECONDS } from '../../src/grants/redemption.ts'

export const LAWS = {
  I1: 'at most one generation of a grant is live',
  I2: 'a compare-and-set has one winner',
  I3: 'what was answered survives a crash',
  I4: 'the same request with the same key gives the same successor, never a second branch',
  I5: 'a used generation outside that rule ends the grant, at once and everywhere',
  kept: 'a client that follows the rules is not logged out',
  ended: 'nothing is honoured after a revocation was answered',
  bystander: 'a token in the hands of another client changes nothing',
} as const

export type Law = keyof typeof LAWS
export const allLaws = Object.keys(LAWS) as Law[]

/** What happened to the grant, in plain terms. Times are whole seconds. */
export interface History {
  /** The newest generation that a compare-and-set produced. */
  readonly generation: number
  readonly goodUntil: number
  /** The redemption that produced it: when, by its node's clock, and with which `Idempotency-Key`. */
  readonly redeemed: { readonly at: number; readonly key: string | null } | null
  readonly ended: boolean
}

/** The result that a token request deserved when its node read the row. */
export type Verdict =
  | 'live'
  | 'repeat'
  | 'stale'
  | 'expired'
  | 'newer'
  | 'ended'
  /** It came from a client that does not own the grant. */
  | 'foreign'

export interface Presented {
  readonly presented: number
  readonly key: string | null
  readonly now: number
  /** The client's `refresh_retry_seconds`. */
  readonly retrySeconds: number
}

export function judge(history: History, { presented, key, now, retrySeconds }: Presented): Verdict {
  const { generation, goodUntil, redeemed, ended } = history
  if (ended) return 'ended'
  if (presented > generation) return 'newer'
  if (presented === generation) return now < goodUntil ? 'live' : 'expired'
  if (presented < generation - 1 || redeemed === null) return 'stale'
  const apart = now < redeemed.at ? redeemed.at - now : now - redeemed.at
  const byKey = key !== null && key === redeemed.key && apart < RETRY_KEY_SECONDS
  const byWindow = presented !== 0 && apart < retrySeconds
  if (!byKey && !byWindow) return 'stale'
  return now < goodUntil ? 'repeat' : 'expired'
}
