/**
 * A grant records what an account lets a client do, or what a client may do on its own behalf. It
 * is one row and one counter.
 *
 * Generation 0 is the authorization code; generation n ≥ 1 is the n-th refresh token. Exactly one
 * generation is live, the one in the row. Everything a client ever holds is derived from the row's
 * `seed` and a server key (`derivation.ts`), so nothing else is stored.
 *
 * Neighbours: `token.ts` parses and formats tokens, `redemption.ts` decides what happens when a
 * generation is presented, and `gate.ts` says whether a grant may still be honoured.
 */

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** 32 lower-case hexadecimal digits: 16 bytes, of which the first six are the time of issue. */
export type GrantId = Branded<'GrantId'>
/** 8 lower-case hexadecimal digits naming one server key. */
export type KeyId = Branded<'KeyId'>
/** How the user signed in, as JSON. The token path does not need it and does not parse it. */
export type SignInText = Branded<'SignInText'>
/** What few grants have, as JSON (`extras.ts`). */
export type ExtrasText = Branded<'ExtrasText'>

/** Names authorization details by their content (RFC 9396): SHA-256 in base64url. */
export type DetailsId = Branded<'DetailsId'>

/**
 * Why a grant ended. `reuse` means that an old generation was presented again (RFC 9700 §4.14.2);
 * `logged_out` that its session ended, and it was only for as long as that; `ended_by_issuer` that the
 * trusted issuer it came of has signed the person out, and `issuer_not_trusted` that the operator
 * trusts that issuer less, or no longer.
 */
export type RevocationCause =
  | 'reuse'
  | 'revoked_by_client'
  | 'revoked_by_user'
  | 'revoked_by_operator'
  | 'revoked_by_platform'
  | 'logged_out'
  | 'ended_by_issuer'
  | 'issuer_not_trusted'

/** The end of a grant that has none of its own; every time that a token can name is before it. */
export const NO_END = 9_999_999_999

/** Who the client acts for: a user, or itself (RFC 6749 §4.4). */
export type Subject =
  | { readonly kind: 'account'; readonly id: string }
  | { readonly kind: 'client' }

/** The id of the account the grant belongs to, or null if the client acts for itself. */
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
  /** The granted scope tokens, separated by single spaces (RFC 6749 §3.3). */
  readonly scope: string
  /** The APIs the user agreed to (RFC 8707 §2); empty means every API. */
  readonly resource: readonly string[]
  /**
   * 32 random bytes. Tokens are derived from them together with a server key, never from them
   * alone.
   */
  readonly seed: Uint8Array
  /** The redirect URI exactly as the client sent it, or null if it sent none (RFC 6749 §4.1.3). */
  readonly redirectUri: string | null
  /** The S256 challenge (RFC 7636 §4.2), or null. */
  readonly codeChallenge: string | null
  /** When the user last proved who they are; null for a grant that the client has in its own name. */
  readonly authTime: number | null
  /** How the user signed in then (`sign-in-text.ts`); null for such a grant. */
  readonly signIn: SignInText | null
  /** What the authorization request asked for beyond plain OAuth; null for nothing. */
  readonly extras: ExtrasText | null
  /** The public id of the browser's session, for grants with `openid`; null for all others. */
  readonly sid: string | null
  /** What was agreed to beyond the scope (RFC 9396 §2), kept once by content; null for nothing. */
  readonly details: DetailsId | null
  /** The grant that this one was delegated from (RFC 8693 §1.1); null if it comes from nobody's. */
  readonly parent: GrantId | null
  readonly createdAt: number

  /** The live generation. */
  readonly generation: number
  /** The key that the live generation was derived with, so that a retry gets the same answer. */
  readonly keyId: KeyId
  /** The end of the live generation: a code's 60 s, a refresh token's year. */
  readonly expiresAt: number
  /** When the last redemption created the live generation; null while it is still the code. */
  readonly redeemedAt: number | null
  /** `redemptionHash` of the last redemption, or null. */
  readonly retryKeyHash: string | null
  /** When recent generations were superseded (`sharing.ts`); null for most clients. Not parsed here. */
  readonly recentRedemptions: string | null

  readonly revokedAt: number | null
  readonly revokedBecause: RevocationCause | null
}
