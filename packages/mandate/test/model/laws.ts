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
  I5: 'a used generation outside that rule and the bounds of sharing ends the grant, at once and everywhere',
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
  /** Which generations were replaced, and when by the clock of the node. */
  readonly superseded: readonly {
    readonly generation: number
    readonly at: number
  }[]
  readonly ended: boolean
}

type Shares = { readonly seconds: number; readonly generations: number } | null

/**
 * What is remembered of replaced generations once `presented` is used, which may be newer than what
 * was live. It begins anew with a node that knows of no sharing, and ends with the first that was too
 * long ago by the clock of the node.
 */
export function supersededAfter(
  history: History,
  used: {
    readonly presented: number
    readonly now: number
    readonly shares: Shares
  },
): History['superseded'] {
  const { presented, now: at, shares } = used
  if (shares === null) return []
  const until = Math.min(presented, history.generation)
  const replaced = Array.from({ length: presented - until + 1 }, (_, more) => {
    return { generation: until + more, at }
  })
  const all = [...history.superseded, ...replaced]
  return all.slice(all.findLastIndex((each) => apartFrom(each.at, at) >= shares.seconds) + 1)
}

/** The result that a token request deserved when its node read the row. */
export type Verdict =
  | 'live'
  | 'repeat'
  /** Another process of the client has used it: it gets the live one. */
  | 'shared'
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
  /** The bounds within which processes of the client may share tokens, or null. */
  readonly shares: Shares
  readonly isBound: boolean
}

export function judge(history: History, asked: Presented): Verdict {
  const { presented, key, now, retrySeconds } = asked
  const { generation, goodUntil, redeemed, ended } = history
  if (ended) return 'ended'
  if (presented > generation) return 'newer'
  if (presented === generation) return now < goodUntil ? 'live' : 'expired'
  const shared = !isShared(history, asked) ? 'stale' : now < goodUntil ? 'shared' : 'expired'
  if (presented < generation - 1 || redeemed === null) return shared
  const apart = apartFrom(redeemed.at, now)
  const byKey = key !== null && key === redeemed.key && apart < RETRY_KEY_SECONDS
  const byWindow = presented !== 0 && apart < retrySeconds
  if (!byKey && !byWindow) return shared
  return now < goodUntil ? 'repeat' : 'expired'
}

function isShared(
  { generation, superseded }: History,
  { presented, now, shares, isBound }: Presented,
): boolean {
  if (shares === null || presented === 0) return false
  if (isBound) return true
  const end = superseded.findLast((each) => each.generation === presented)
  const isRecent = end !== undefined && apartFrom(end.at, now) < shares.seconds
  return isRecent && generation - presented <= shares.generations
}

function apartFrom(at: number, now: number): number {
  return now < at ? at - now : now - at
}
