/**
 * Decides what happens when a generation is presented. A code exchange and a refresh are the same
 * operation: the counter goes from n to n + 1, once.
 *
 * `decideRedemption` is called only after the client is authenticated, the MAC and the bindings
 * (client, redirect URI, PKCE) are verified and the gate is passed. So an old generation seen here
 * is a stolen copy or a client bug, never a guess.
 *
 * Deciding changes nothing. An `advance` has happened only once the store's compare-and-set
 * succeeds (`GrantStore.advance`, specified by `applyAdvance`); the loser reads and decides again.
 */

import { NEWLY_BOUND } from './derivation.ts'
import type { DetailsId, Grant, GrantId, KeyId } from './grant.ts'
import { leadsToLive, type Sharing, timesAfter } from './sharing.ts'

/** How long a client may repeat a request with its `Idempotency-Key`. */
export const RETRY_KEY_SECONDS = 24 * 60 * 60

/**
 * The compare-and-set: `to` replaces `from`, if `from` is still live, the grant is not revoked, and
 * its scope and its details are still those that the answer was made for.
 */
export interface Advance {
  readonly id: GrantId
  readonly from: number
  readonly scope: string
  readonly details: DetailsId | null
  readonly to: number
  readonly keyId: KeyId
  readonly expiresAt: number
  readonly redeemedAt: number
  readonly retryKeyHash: string | null
  readonly recentRedemptions: string | null
}

export interface RedemptionRequest {
  /** The generation that the client presented. */
  readonly presented: number
  /** Whole seconds since 1970. */
  readonly now: number
  /** `redemptionHash` of this request. */
  readonly retryKeyHash: string | null
  /** The client's `refresh_retry_seconds`; for refresh tokens only, never for codes. */
  readonly retrySeconds: number
  /** How the client shares refresh tokens among its processes; null if it does not. */
  readonly sharing: Sharing | null
  /** Whether the presented token is bound to a key, which the request has proven then. */
  readonly isBound: boolean
  /** Whether a generation newer than the row's may move it forward (after a restore). */
  readonly acceptNewer: boolean
  /** The key that will derive the successor, and when the successor expires. */
  readonly successor: { readonly keyId: KeyId; readonly expiresAt: number }
}

export type RedemptionDecision =
  /** The presented generation is live. Try the compare-and-set. */
  | { readonly act: 'advance'; readonly step: Advance }
  /**
   * A retry of the same request: answer with the same successor, while it is good. Nothing is
   * written.
   */
  | { readonly act: 'repeat'; readonly generation: number; readonly keyId: KeyId }
  /** A process that shares the token comes late: answer with the live one. Nothing is written. */
  | { readonly act: 'converge'; readonly generation: number; readonly keyId: KeyId }
  /** Any other old generation ends the grant (RFC 9700 §4.14.2, RFC 6749 §4.1.2). */
  | { readonly act: 'revoke' }
  | { readonly act: 'refuse'; readonly because: 'expired' | 'newer_than_the_row' }

export function decideRedemption(grant: Grant, request: RedemptionRequest): RedemptionDecision {
  const { presented, now } = request
  const stale = presented < grant.generation
  const newer = presented > grant.generation
  const act = !stale
    ? 'advance'
    : isRepeat(grant, request)
      ? 'repeat'
      : leadsToLive(grant, request)
        ? 'converge'
        : 'revoke'
  if (act === 'revoke') return { act }
  if (newer && !request.acceptNewer) return { act: 'refuse', because: 'newer_than_the_row' }
  // A restored row has the expiry of an older generation, which says nothing about this one.
  if (!newer && grant.expiresAt <= now) return { act: 'refuse', because: 'expired' }
  if (act !== 'advance') return { act, generation: grant.generation, keyId: grant.keyId }
  return {
    act,
    step: {
      id: grant.id,
      from: grant.generation,
      scope: grant.scope,
      details: grant.details,
      to: presented + 1,
      redeemedAt: now,
      retryKeyHash: request.retryKeyHash,
      recentRedemptions: timesAfter(grant, { ...request, to: presented + 1 }),
      ...request.successor,
    },
  }
}

/**
 * The row after the compare-and-set, or undefined if it did not match. The specification of the
 * store's SQL statement.
 */
export function applyAdvance(grant: Grant, step: Advance): Grant | undefined {
  if (grant.id !== step.id || grant.generation !== step.from || grant.revokedAt !== null) {
    return undefined
  }
  // Otherwise the answer would still name what the person has just taken back or lowered.
  if (grant.scope !== step.scope || grant.details !== step.details) return undefined
  return {
    ...grant,
    generation: step.to,
    keyId: step.keyId,
    expiresAt: step.expiresAt,
    redeemedAt: step.redeemedAt,
    retryKeyHash: step.retryKeyHash,
    recentRedemptions: step.recentRedemptions,
  }
}

/**
 * Only the direct predecessor of a live (so unused) successor can be retried. A retry writes
 * nothing, so it never extends the window.
 */
function isRepeat(grant: Grant, request: RedemptionRequest): boolean {
  if (request.presented !== grant.generation - 1 || grant.redeemedAt === null) return false
  // Absolute difference: setting a clock back must not keep the window open.
  const distance = Math.abs(request.now - grant.redeemedAt)
  const sameRequest =
    request.retryKeyHash !== null &&
    request.retryKeyHash === grant.retryKeyHash &&
    distance < RETRY_KEY_SECONDS
  const insideWindow =
    request.presented > 0 && distance < request.retrySeconds && !bindsAnother(grant, request)
  return sameRequest || insideWindow
}

/**
 * Whether the repetition would yield the successor bound to another key than before, or to none. A
 * generation has one form; a copy of its unbound predecessor must not yield a second.
 */
function bindsAnother(grant: Grant, { retryKeyHash }: RedemptionRequest): boolean {
  const isMarked = [grant.retryKeyHash, retryKeyHash].some((hash) => hash?.startsWith(NEWLY_BOUND))
  return isMarked && retryKeyHash !== grant.retryKeyHash
}
