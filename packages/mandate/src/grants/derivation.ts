/**
 * Tokens are derived, not stored: the secret part is HMAC-SHA-256, under a server key, of the
 * grant's seed, the token's kind and its claims. The database alone, or the key alone, is not
 * enough to forge one (invariant I7).
 */

import { hash, timingSafeEqual } from 'node:crypto'
import { type Confirmation, confirmationText } from './confirmation.ts'
import type { Grant, KeyId } from './grant.ts'
import { type HmacKey, hmac, hmacKey } from './hmac.ts'
import {
  type AccessTokenClaims,
  formatToken,
  type ParsedToken,
  packClaims,
  type TokenClaims,
  type TokenKind,
} from './token.ts'
import type { Narrowing } from './token-claims.ts'

/** The server's keys. Removing a key invalidates every token derived with it. */
export interface KeyRing {
  /** The key used for new generations. */
  readonly current: KeyId
  /** 32 bytes each. */
  readonly secrets: ReadonlyMap<KeyId, Uint8Array>
}

/** The grant's key was retired, so its tokens cannot be derived. */
class KeyRetired extends Error {
  override readonly name = 'KeyRetired'
  constructor(keyId: KeyId) {
    super(`the server key ${keyId} is not in the key file`)
  }
}

/**
 * The authorization code (generation 0) or the n-th refresh token of a grant. Without a
 * `confirmation` it is bound to no key.
 */
export function deriveRedeemable(
  keys: KeyRing,
  grant: Pick<Grant, 'id' | 'seed'>,
  live: {
    readonly generation: number
    readonly keyId: KeyId
    readonly confirmation?: Confirmation | null
  },
): string {
  const { generation, keyId, confirmation = null } = live
  const kind = generation === 0 ? 'ac' : 'rt'
  return derive(keys, grant.seed, { kind, keyId, grantId: grant.id, generation, confirmation })
}

/**
 * An access token of a grant. Times are whole seconds since 1970. Without a `confirmation` it is a
 * plain bearer token.
 */
export function deriveAccessToken(
  keys: KeyRing,
  grant: Pick<Grant, 'id' | 'seed'>,
  claims: {
    readonly generation: number
    readonly keyId: KeyId
    readonly issuedAt: number
    readonly expiresAt: number
    readonly narrowing: Narrowing | null
    readonly confirmation?: Confirmation | null
  },
): string {
  const { confirmation = null } = claims
  const all: AccessTokenClaims = { kind: 'at', grantId: grant.id, ...claims, confirmation }
  return derive(keys, grant.seed, all)
}

/**
 * An access token in a form that its API can read (RFC 9068). Its signature was verified, and its
 * claims are those of the opaque token with this id.
 */
export type ReadableToken = AccessTokenClaims & { readonly twinId: string }

/**
 * Whether this server issued the token for the grant with this seed. Compares the MAC in constant
 * time.
 */
export function isAuthentic(keys: KeyRing, seed: Uint8Array, token: PresentedToken): boolean {
  const secret = keys.secrets.get(token.keyId)
  if (secret === undefined) return false
  if ('twinId' in token) return twinId(keys, seed, token) === token.twinId
  return timingSafeEqual(mac(secret, seed, token), token.mac)
}

/** The id of an access token, for `jti` and the denylist. Does not reveal the secret part. */
export function accessTokenId(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 27)
}

/** A token from outside: in its usual form, or an access token that its API can read. */
export type PresentedToken = ParsedToken | ReadableToken

/** The id of a presented access token, whichever form it has. */
export function idOfToken(token: PresentedToken, text: string): string {
  return 'twinId' in token ? token.twinId : accessTokenId(text)
}

/** The id of the opaque access token with these claims. Throws if the key is gone. */
export function twinId(keys: KeyRing, seed: Uint8Array, claims: AccessTokenClaims): string {
  return accessTokenId(derive(keys, seed, claims))
}

/**
 * The stored hash of an `Idempotency-Key`. Salted with the seed, so the database does not show that
 * a client used the same key for several grants.
 */
export function hashRetryKey(seed: Uint8Array, retryKey: string): string {
  return hmac(hmacKey(seed), [Buffer.from(retryKey)]).toString('base64url')
}

/**
 * What the row keeps of a redemption, to tell a repetition from another request; null if nothing.
 * `newlyBound` is the key that its refresh token is bound to, if the token presented was not: the
 * request is repeated only with the same key. Then the hash is marked, so that `redemption.ts` can
 * demand equality where it needs none otherwise.
 */
export function redemptionHash(
  seed: Uint8Array,
  {
    retryKey,
    newlyBound,
  }: { readonly retryKey: string | null; readonly newlyBound: Confirmation | null },
): string | null {
  if (newlyBound === null) return retryKey === null ? null : hashRetryKey(seed, retryKey)
  // A line break occurs in no `Idempotency-Key`, so the text is unambiguous.
  const text = `${confirmationText(newlyBound)}\n${retryKey ?? ''}`
  return NEWLY_BOUND + hashRetryKey(seed, text)
}

/** Marks the hash of a redemption that bound its refresh token to a key for the first time. */
export const NEWLY_BOUND = 'bound.'

function derive(keys: KeyRing, seed: Uint8Array, claims: TokenClaims): string {
  const secret = keys.secrets.get(claims.keyId)
  if (secret === undefined) throw new KeyRetired(claims.keyId)
  const unsigned = { kind: claims.kind, signedPart: packClaims(claims) }
  return formatToken(unsigned.kind, unsigned.signedPart, mac(secret, seed, unsigned))
}

const KINDS: Readonly<Record<TokenKind, Uint8Array>> = {
  ac: Buffer.from('ac'),
  rt: Buffer.from('rt'),
  at: Buffer.from('at'),
}
/** By secret, for as long as its key ring is in use. */
const preparedKeys = new WeakMap<Uint8Array, HmacKey>()

/** Seed and kind have fixed lengths, so the concatenation is unambiguous. */
function mac(
  secret: Uint8Array,
  seed: Uint8Array,
  { kind, signedPart }: { readonly kind: TokenKind; readonly signedPart: Uint8Array },
): Buffer {
  let key = preparedKeys.get(secret)
  if (key === undefined) {
    key = hmacKey(secret)
    preparedKeys.set(secret, key)
  }
  return hmac(key, [seed, KINDS[kind], signedPart])
}
