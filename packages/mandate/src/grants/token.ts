/**
 * The text of a token: `mdt_<kind>_<payload><checksum>`.
 *
 * The payload is base64url. The checksum is the CRC-32 of everything before it in six base-62
 * digits, so a secret scanner can tell a leaked token from a look-alike offline, and a truncated or
 * mistyped token is rejected before any storage is read. It guards against accidents only:
 * authenticity comes from the MAC (`derivation.ts`).
 */

import { crc32 } from 'node:zlib'
import type { Confirmation } from './confirmation.ts'
import type { GrantId, KeyId } from './grant.ts'
import {
  ACCESS_TOKEN_VERSION,
  packTokenClaims,
  readTokenClaims,
  type TokenClaimSet,
} from './token-claims.ts'

/** `ac` is an authorization code, `rt` a refresh token, `at` an access token. */
export type TokenKind = 'ac' | 'rt' | 'at'

const MAC_BYTES = 32

interface Located {
  readonly keyId: KeyId
  readonly grantId: GrantId
  readonly generation: number
}

/** The payload of a code or a refresh token. */
export interface RedeemableClaims extends Located {
  readonly kind: 'ac' | 'rt'
  /** The key that its holder must prove (RFC 9449 §5, §10); null if none. */
  readonly confirmation: Confirmation | null
}

/** The payload of an access token. Times are whole seconds since 1970. */
export interface AccessTokenClaims extends Located, TokenClaimSet {
  readonly kind: 'at'
  readonly issuedAt: number
  readonly expiresAt: number
}

export type TokenClaims = RedeemableClaims | AccessTokenClaims

/** A well-formed token. Only `isAuthentic` can say whether it is genuine. */
export type ParsedToken = TokenClaims & {
  /** The encoded claims from the payload, which the MAC covers. */
  readonly signedPart: Uint8Array
  readonly mac: Uint8Array
}

const LOCATOR_BYTES = 4 + 16 + 4
const VERSION_BYTES = 1
const TIMES_BYTES = 8
const FIXED_BYTES = {
  ac: LOCATOR_BYTES,
  rt: LOCATOR_BYTES,
  at: LOCATOR_BYTES + VERSION_BYTES + TIMES_BYTES,
}
const ISSUED_AT = LOCATOR_BYTES + VERSION_BYTES
const EXPIRES_AT = ISSUED_AT + 4
const CHECKSUM_DIGITS = 6
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const SHAPE = /^mdt_(ac|rt|at)_([A-Za-z0-9_-]+)$/

/** Encodes the claims that the MAC will cover. */
export function packClaims(claims: TokenClaims): Buffer {
  const head = Buffer.alloc(FIXED_BYTES[claims.kind])
  head.write(claims.keyId, 0, 'hex')
  head.write(claims.grantId, 4, 'hex')
  head.writeUInt32BE(claims.generation, 20)
  if (claims.kind !== 'at') {
    const { confirmation } = claims
    if (confirmation === null) return head
    return Buffer.concat([head, packTokenClaims({ narrowing: null, confirmation })])
  }
  head.writeUInt8(ACCESS_TOKEN_VERSION, LOCATOR_BYTES)
  head.writeUInt32BE(claims.issuedAt, ISSUED_AT)
  head.writeUInt32BE(claims.expiresAt, EXPIRES_AT)
  if (claims.narrowing === null && claims.confirmation === null) return head
  return Buffer.concat([head, packTokenClaims(claims)])
}

/** Formats a token from its claims and MAC. */
export function formatToken(kind: TokenKind, signedPart: Uint8Array, mac: Uint8Array): string {
  return withChecksum(`mdt_${kind}_${Buffer.concat([signedPart, mac]).toString('base64url')}`)
}

/**
 * Parses a token from outside. Undefined if it is not one of ours: wrong prefix, checksum or
 * length, or a non-canonical encoding.
 */
export function parseToken(text: string): ParsedToken | undefined {
  const [, kind, rest] = (SHAPE.exec(text) ?? []) as [string?, TokenKind?, string?]
  if (kind === undefined || rest === undefined || !hasChecksum(text)) return undefined
  const encoded = rest.slice(0, -CHECKSUM_DIGITS)
  const payload = Buffer.from(encoded, 'base64url')
  const fixed = FIXED_BYTES[kind]
  const signedLength = payload.length - MAC_BYTES
  if (signedLength < fixed) return undefined
  if (!isCanonical(encoded)) return undefined

  const located = {
    signedPart: payload.subarray(0, signedLength),
    mac: payload.subarray(signedLength),
    keyId: payload.toString('hex', 0, 4) as KeyId,
    grantId: payload.toString('hex', 4, 20) as GrantId,
    generation: payload.readUInt32BE(20),
  }
  const claims = readTokenClaims(payload.subarray(fixed, signedLength))
  if (claims === undefined) return undefined
  if (kind !== 'at') {
    const { narrowing, confirmation } = claims
    // A code or a refresh token is never narrower than its grant.
    return narrowing === null ? { kind, ...located, confirmation } : undefined
  }
  if (payload.readUInt8(LOCATOR_BYTES) !== ACCESS_TOKEN_VERSION) return undefined
  return {
    kind,
    ...located,
    issuedAt: payload.readUInt32BE(ISSUED_AT),
    expiresAt: payload.readUInt32BE(EXPIRES_AT),
    ...claims,
  }
}

/** Appends the checksum; client secrets (`mdt_cs_…`) use it too. */
export function withChecksum(text: string): string {
  let value = crc32(text)
  let digits = ''
  for (let i = 0; i < CHECKSUM_DIGITS; i++) {
    digits = BASE62.charAt(value % 62) + digits
    value = Math.floor(value / 62)
  }
  return text + digits
}

/** Whether a text ends with its own checksum. */
export function hasChecksum(text: string): boolean {
  return text.length > CHECKSUM_DIGITS && withChecksum(text.slice(0, -CHECKSUM_DIGITS)) === text
}

/**
 * Whether base64url text is the canonical encoding, with zero in its spare bits (RFC 4648 §3.5).
 */
function isCanonical(encoded: string): boolean {
  const beyond = encoded.length % 4
  const spareBits = [0, undefined, 0b1111, 0b11][beyond]
  return spareBits !== undefined && (BASE64URL.indexOf(encoded.slice(-1)) & spareBits) === 0
}
