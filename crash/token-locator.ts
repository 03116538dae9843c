/**
 * What the laboratory knows about a token: its grant and its generation, as its text says, and a
 * fingerprint. A journal holds these and never the token.
 */

import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

export interface Locator {
  readonly kind: 'ac' | 'rt' | 'at'
  /** 32 hexadecimal digits. */
  readonly grant: string
  readonly generation: number
  /** The first 16 hexadecimal digits of the token's SHA-256. */
  readonly fingerprint: string
}

const SHAPE = /^mdt_(ac|rt|at)_([A-Za-z0-9_-]+)[A-Za-z0-9]{6}$/
const MAC_BYTES = 32
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Throws if the text is not one of Mandate's tokens. */
export function locate(token: string): Locator {
  const [, kind, payload] = SHAPE.exec(token) ?? []
  if (kind === undefined || payload === undefined) throw new Error('this is no token')
  const bytes = Buffer.from(payload, 'base64url')
  return {
    kind: kind as Locator['kind'],
    grant: bytes.toString('hex', 4, 20),
    generation: bytes.readUInt32BE(20),
    fingerprint: fingerprintOf(token),
  }
}

/** Identifies a secret without revealing it. */
export function fingerprintOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 16)
}

/** The part of a token that only the server could have made, as it would be stored in a database. */
export function macOf(token: string): Buffer {
  return payloadOf(token).subarray(-MAC_BYTES)
}

/** The same token with one bit of that part flipped: well formed, but not genuine. */
export function forge(token: string): string {
  const payload = payloadOf(token)
  payload.writeUInt8(payload.readUInt8(payload.length - 1) ^ 1, payload.length - 1)
  const text = token.slice(0, 'mdt_rt_'.length) + payload.toString('base64url')
  let rest = crc32(text)
  let checksum = ''
  for (let digit = 0; digit < 6; digit++) {
    checksum = DIGITS.charAt(rest % 62) + checksum
    rest = Math.floor(rest / 62)
  }
  return text + checksum
}

function payloadOf(token: string): Buffer {
  return Buffer.from(token.slice('mdt_rt_'.length, -6), 'base64url')
}
