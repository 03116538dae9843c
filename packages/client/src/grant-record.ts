/**
 * A stored grant. Plain JSON, so any database can hold it.
 *
 *     redeeming (a code) ──► live ──► redeeming (a refresh token) ──► live ──► …
 *            └───────────────────────────────┴──► ended
 *
 * Exchanging the code and refreshing are the same operation, as at the server: a single-use token
 * is presented and its successor comes back. The `Idempotency-Key` is stored before the request is
 * sent, so any process that finds a `redeeming` record after a crash can ask for the same answer
 * again. If the tokens are bound to a key, that is stored before the request too: it is part of the
 * request.
 */

import type { DpopKey } from './dpop.ts'
import type { ExpectedIdToken, HeldIdToken } from './id-token.ts'

/** Which key the tokens are bound to, and are to be bound to. */
interface MaybeBound {
  /** Absent if to none. */
  readonly dpopKey?: DpopKey | undefined
}

/** The tokens of a live grant. Times are milliseconds since 1970 by this machine's clock. */
export interface Tokens extends MaybeBound {
  readonly accessToken: string
  /** Null if the server issued none; then the grant lasts as long as its access token. */
  readonly refreshToken: string | null
  /** Null if the server did not say and none was requested. */
  readonly scope: string | null
  /** Scope tokens that the user was asked for, in this login and those that it replaced. */
  readonly asked?: string | undefined
  /** Scope tokens that the grant had and has lost; absent if it never lost any. */
  readonly takenBack?: string | undefined
  /** Counted from the start of the request, so never later than the server's. Null if unknown. */
  readonly expiresAt: number | null
  /** The latest one; absent without the scope `openid`. */
  readonly idToken?: HeldIdToken
  /** The server's name for the grant, which security events have too; absent if it sent none. */
  readonly grantId?: string | undefined
  /** Do not refresh earlier: until then a delayed copy of the request may still arrive. */
  readonly settledAt: number
}

/** What the client presents at the token endpoint. */
export type Presented =
  | ({
      readonly kind: 'code'
      readonly code: string
      readonly codeVerifier: string
      readonly redirectUri: string
      readonly scope: string | null
      readonly asked?: string | undefined
      readonly idToken?: ExpectedIdToken
    } & MaybeBound)
  | { readonly kind: 'tokens'; readonly tokens: Tokens }

/** One redemption, from its first request until its answer is stored. */
export interface Redemption {
  /** Random, at least 128 bits; the same in each request of this redemption. */
  readonly idempotencyKey: string
  /** How many requests may have been sent, counted before each. */
  readonly attempts: number
  /** Null if no process is working on it. */
  readonly lease: Lease | null
}

/** Which process is working on it, and until when the others leave it alone. */
export interface Lease {
  readonly owner: string
  readonly until: number
}

export interface RedeemingGrant {
  readonly stage: 'redeeming'
  readonly presented: Presented
  readonly redemption: Redemption
}

export interface LiveGrant {
  readonly stage: 'live'
  readonly tokens: Tokens
}

/** Final; contains no token. */
export interface EndedGrant {
  readonly stage: 'ended'
  readonly because: string
  readonly endedAt: number
}

/** Leads from the server's name for a grant to its key. Not a grant itself. */
export interface NamedGrant {
  readonly stage: 'named'
  readonly grantKey: string
}

/** The latest security events that were taken, so that a copy changes nothing. Not a grant. */
export interface HeardEvents {
  readonly stage: 'heard'
  readonly ids: readonly string[]
}

export type GrantRecord = RedeemingGrant | LiveGrant | EndedGrant | NamedGrant | HeardEvents
