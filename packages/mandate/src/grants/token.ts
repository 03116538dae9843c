/**
 * The text of a token: `mdt_<kind>_<payload><checksum>`.
 *
 * The payload is base64url. The checksum is the CRC-32 of everything before it in six base-62
 * digits, so that a secret scanner tells a leaked token from a look-alike without asking anyone,
 * and a truncated or mistyped token is known as such before any storage is read. It protects from
 * accidents only: what makes a token genuine is its MAC (`derivation.ts`).
 */

import { crc32 } from 'node:zlib'
import type { GrantId, KeyId } from './grant.ts'

/** `ac` authorization code, `rt` refresh token, `at` access token. */
export type TokenKind = 'ac' | 'rt' | 'at'

const MAC_BYTES = 32

/** What an access token may give up against its grant (RFC 6749 §6, RFC 8707 §2.2). */
export interface Narrowing {
  readonly scope: string
  readonly resource: readonly string[]
}

interface Located {
  readonly keyId: KeyId
  readonly grantId: GrantId
  readonly generation: number
}

/** What the payload of a code or a refresh token says. */
export interface RedeemableClaims extends Located {
  readonly kind: 'ac' | 'rt'
}

/** What the payload of an access token says. Times are whole seconds since 1970. */
export interface AccessTokenClaims extends Located {
  readonly kind: 'at'
  readonly issuedAt: number
  readonly expiresAt: number
  /** Null where the token may do all that the grant may. */
  readonly narrowing: Narrowing | null
}

export type TokenClaims = RedeemableClaims | AccessTokenClaims

/** A token that is well formed; whether it is genuine only `isAuthentic` can say. */
export type ParsedToken = TokenClaims & {
  /** The claims as they stand in the payload: what the MAC is over. */
  readonly signedPart: Uint8Array
  readonly mac: Uint8Array
}

const LOCATOR_BYTES = 4 + 16 + 4
const TIMES_BYTES = 8
const CHECKSUM_DIGITS = 6
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const SHAPE = /^mdt_(ac|rt|at)_([A-Za-z0-9_-]+)$/

/** Packs the claims that the MAC will be over. */
export function packClaims(claims: TokenClaims): Buffer {
  const head = Buffer.alloc(claims.kind === 'at' ? LOCATOR_BYTES + TIMES_BYTES : LOCATOR_BYTES)
  head.write(claims.keyId, 0, 'hex')
  head.write(claims.grantId, 4, 'hex')
  head.writeUInt32BE(claims.generation, 20)
  if (claims.kind !== 'at') return head
  head.writeUInt32BE(claims.issuedAt, LOCATOR_BYTES)
  head.writeUInt32BE(claims.expiresAt, LOCATOR_BYTES + 4)
  if (claims.narrowing === null) return head
  const { scope, resource } = claims.narrowing
  return Buffer.concat([head, Buffer.from(`${scope}\n${resource.join(' ')}`, 'utf8')])
}

/** Writes the token whose claims and MAC are given. */
export function formatToken(kind: TokenKind, signedPart: Uint8Array, mac: Uint8Array): string {
  return withChecksum(`mdt_${kind}_${Buffer.concat([signedPart, mac]).toString('base64url')}`)
}

/**
 * Reads a token as it came from outside. Undefined where it is not one of ours: wrong prefix, wrong
 * checksum, wrong length, or a second spelling of the same bytes.
 */
export function parseToken(text: string): ParsedToken | undefined {
  const [, kind, rest] = SHAPE.exec(text) ?? []
  if (kind === undefined || rest === undefined || !hasChecksum(text)) return undefined
  const encoded = rest.slice(0, -CHECKSUM_DIGITS)
  const payload = Buffer.from(encoded, 'base64url')
  const fixed = kind === 'at' ? LOCATOR_BYTES + TIMES_BYTES : LOCATOR_BYTES
  const signedLength = payload.length - MAC_BYTES
  if (kind === 'at' ? signedLength < fixed : signedLength !== fixed) return undefined
  if (!isCanonical(encoded)) return undefined

  const located = {
    signedPart: payload.subarray(0, signedLength),
    mac: payload.subarray(signedLength),
    keyId: payload.toString('hex', 0, 4) as KeyId,
    grantId: payload.toString('hex', 4, 20) as GrantId,
    generation: payload.readUInt32BE(20),
  }
  if (kind !== 'at') return { kind: kind as 'ac' | 'rt', ...located }
  const narrowing = payload.toString('utf8', fixed, signedLength)
  return {
    kind,
    ...located,
    issuedAt: payload.readUInt32BE(LOCATOR_BYTES),
    expiresAt: payload.readUInt32BE(LOCATOR_BYTES + 4),
    narrowing: narrowing === '' ? null : parseNarrowing(narrowing),
  }
}

/** Ends a text with its checksum; client secrets (`mdt_cs_…`) use it too. */
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

/** Whether base64url text is the one spelling of its bytes: its spare bits are zero (RFC 4648 §3.5). */
function isCanonical(encoded: string): boolean {
  const beyond = encoded.length % 4
  const spareBits = [0, undefined, 0b1111, 0b11][beyond]
  return spareBits !== undefined && (BASE64URL.indexOf(encoded.slice(-1)) & spareBits) === 0
}

function parseNarrowing(text: string): Narrowing {
  const [scope = '', resource = ''] = text.split('\n')
  return { scope, resource: resource === '' ? [] : resource.split(' ') }
}
