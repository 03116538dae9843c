/**
 * What a store keeps of one grant. Plain JSON data, so that any database can hold it.
 *
 *     redeeming (a code) ──► live ──► redeeming (a refresh token) ──► live ──► …
 *            └───────────────────────────────┴──► ended
 *
 * Exchanging the code and refreshing are one act here, as they are at the server: something that
 * works once is presented, and its successor comes back. The `Idempotency-Key` is in the record
 * before the request leaves, so whoever finds a `redeeming` record, after whatever crash, knows how
 * to ask for the same answer again.
 */

/** What the client holds of a live grant. Times are milliseconds since 1970 by the own clock. */
export interface Tokens {
  readonly accessToken: string
  /** Null where the server gave none: then the grant lasts as long as its access token. */
  readonly refreshToken: string | null
  /** Null where the server did not say and no scope was asked for. */
  readonly scope: string | null
  /** Counted from the start of the request, so never later than the server's. Null: not told. */
  readonly expiresAt: number | null
  /** Until then an earlier copy of the request may still be under way: do not refresh before. */
  readonly settledAt: number
}

/** What is presented at the token endpoint. */
export type Presented =
  | {
      readonly kind: 'code'
      readonly code: string
      readonly codeVerifier: string
      readonly redirectUri: string
      readonly scope: string | null
    }
  | { readonly kind: 'tokens'; readonly tokens: Tokens }

/** One redemption, from its first request until its answer is stored. */
export interface Redemption {
  /** Random, at least 128 bits; the same in each request of this redemption. */
  readonly idempotencyKey: string
  /** How many requests may have left, counted before each is sent. */
  readonly attempts: number
  /** Null: nobody is at it. */
  readonly lease: Lease | null
}

/** Which client is at it, and until when the others leave it alone. */
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

/** Over for good; holds no token any more. */
export interface EndedGrant {
  readonly stage: 'ended'
  readonly because: string
  readonly endedAt: number
}

export type GrantRecord = RedeemingGrant | LiveGrant | EndedGrant
