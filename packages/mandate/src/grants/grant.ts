/**
 * A grant is what one account lets one client do, or what a client may do in its own name: one row and
 * one counter.
 *
 * Generation 0 is the authorization code; generation n ≥ 1 is the n-th refresh token. Exactly one
 * generation is live, the one in the row. Everything a client ever holds is derived from the row's
 * `seed` and a server key (`derivation.ts`), so nothing else has to be kept.
 *
 * Neighbours: `token.ts` reads and writes the text of a token, `redemption.ts` decides what a
 * presented generation earns, `gate.ts` says whether a grant may still be honoured at all.
 */

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** 32 lower-case hexadecimal digits: 16 bytes, the first six of them the time of issue. */
export type GrantId = Branded<'GrantId'>
/** 8 lower-case hexadecimal digits naming one server key. */
export type KeyId = Branded<'KeyId'>

/** Why a grant ended. `reuse` is the alarm: an old generation came back (RFC 9700 §4.14.2). */
export type RevocationCause =
  | 'reuse'
  | 'revoked_by_client'
  | 'revoked_by_user'
  | 'revoked_by_operator'

/** In whose name the client acts: a user's, or its own (RFC 6749 §4.4). */
export type Subject =
  | { readonly kind: 'account'; readonly id: string }
  | { readonly kind: 'client' }

/** The id of the account that the grant is about; null where the client acts in its own name. */
export function accountOf({ subject }: Pick<Grant, 'subject'>): string | null {
  return subject.kind === 'account' ? subject.id : null
}

/** The identifier of the subject: the `sub` of RFC 7662 §2.2, which for a client is its id (RFC 9068 §2.2). */
export function subjectId(grant: Pick<Grant, 'subject' | 'clientId'>): string {
  return accountOf(grant) ?? grant.clientId
}

/** One row. Times are whole seconds since 1970. */
export interface Grant {
  readonly id: GrantId
  readonly clientId: string
  readonly subject: Subject
  /** Scope tokens as granted, one space between (RFC 6749 §3.3). */
  readonly scope: string
  /** The APIs the user agreed to (RFC 8707 §2); empty means every API. */
  readonly resource: readonly string[]
  /** 32 random bytes. With a server key they make tokens; alone they make none. */
  readonly seed: Uint8Array
  /** The redirect URI exactly as the client sent it, or null where it sent none (RFC 6749 §4.1.3). */
  readonly redirectUri: string | null
  /** The S256 challenge (RFC 7636 §4.2), or null. */
  readonly codeChallenge: string | null
  /** When the user last proved who they are. */
  readonly authTime: number
  readonly createdAt: number

  /** The live generation. */
  readonly generation: number
  /** The key the live generation was derived with: a repeated answer must be the same answer. */
  readonly keyId: KeyId
  /** The end of the live generation: a code's 60 s, a refresh token's year. */
  readonly expiresAt: number
  /** When the live generation came to be by redemption; null while it is the code. */
  readonly redeemedAt: number | null
  /** What `hashRetryKey` made of the `Idempotency-Key` of the last redemption, or null. */
  readonly retryKeyHash: string | null

  readonly revokedAt: number | null
  readonly revokedBecause: RevocationCause | null
}
