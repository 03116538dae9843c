/**
 * Tokens are derived, not stored: the secret part is HMAC-SHA-256 under a server key of the grant's
 * seed, the token's kind and its claims. Somebody who has only the database, or only the key, can make
 * none (invariant I7).
 */

import { hash, timingSafeEqual } from 'node:crypto'
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

/** The server's keys. A key that is gone ends every token it made. */
export interface KeyRing {
  /** The key new generations are made with. */
  readonly current: KeyId
  /** 32 bytes each. */
  readonly secrets: ReadonlyMap<KeyId, Uint8Array>
}

/** The key that the grant names was retired, so its tokens cannot be made. */
class KeyRetired extends Error {
  override readonly name = 'KeyRetired'
  constructor(keyId: KeyId) {
    super(`the server key ${keyId} is not in the key file`)
  }
}

/** The authorization code (generation 0) or the n-th refresh token of a grant. */
export function deriveRedeemable(
  keys: KeyRing,
  grant: Pick<Grant, 'id' | 'seed'>,
  live: { readonly generation: number; readonly keyId: KeyId },
): string {
  const { generation, keyId } = live
  const kind = generation === 0 ? 'ac' : 'rt'
  return derive(keys, grant.seed, { kind, keyId, grantId: grant.id, generation })
}

/** An access token of a grant. Times are whole seconds since 1970. */
export function deriveAccessToken(
  keys: KeyRing,
  grant: Pick<Grant, 'id' | 'seed'>,
  claims: {
    readonly generation: number
    readonly keyId: KeyId
    readonly issuedAt: number
    readonly expiresAt: number
    readonly narrowing: Narrowing | null
  },
): string {
  const all: AccessTokenClaims = { kind: 'at', grantId: grant.id, ...claims }
  return derive(keys, grant.seed, all)
}

/** Whether this server made the token, for the grant with this seed. Compared in constant time. */
export function isAuthentic(keys: KeyRing, seed: Uint8Array, token: ParsedToken): boolean {
  const secret = keys.secrets.get(token.keyId)
  if (secret === undefined) return false
  return timingSafeEqual(mac(secret, seed, token), token.mac)
}

/** The name of one access token, for `jti` and the denylist; it does not reveal the secret part. */
export function accessTokenId(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 27)
}

/**
 * What the row keeps of an `Idempotency-Key`. Salted with the seed, so that the database does not show
 * where a client uses one key for several grants.
 */
export function hashRetryKey(seed: Uint8Array, retryKey: string): string {
  return hmac(hmacKey(seed), [Buffer.from(retryKey)]).toString('base64url')
}

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

/** The seed and the kind have fixed lengths, so no two inputs run together. */
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
