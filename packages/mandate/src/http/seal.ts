/**
 * Seals state kept in a browser: JSON with an HMAC over it, its purpose and a secret of that
 * browser. A seal is useless for another browser or purpose, so it also serves as a CSRF token.
 * URL-safe.
 */

import { createHmac, timingSafeEqual } from 'node:crypto'

export interface SealedFor {
  readonly purpose: 'pending' | 'half' | 'totp' | 'act' | 'link' | 'client' | 'way' | 'passkey'
  /** Undefined for a browser without a secret, for which nothing was sealed. */
  readonly secret: string | undefined
}

export function seal(
  key: Uint8Array,
  { purpose, secret }: SealedFor & { readonly secret: string },
  value: unknown,
): string {
  const payload = Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${payload}.${macOf(key, `${purpose}\n${secret}\n${payload}`)}`
}

/** The sealed value, given the same purpose and secret; undefined for any other text. */
export function unseal<Value>(
  key: Uint8Array,
  { purpose, secret }: SealedFor,
  sealed: string | undefined,
): Value | undefined {
  const [payload, mac, ...rest] = sealed?.split('.') ?? []
  if (secret === undefined || payload === undefined || mac === undefined) return undefined
  // Compared as text: decoding would accept non-canonical encodings.
  const expected = Buffer.from(macOf(key, `${purpose}\n${secret}\n${payload}`))
  const actual = Buffer.from(mac)
  if (rest.length > 0 || actual.length !== expected.length) return undefined
  return timingSafeEqual(actual, expected) ? parse(payload) : undefined
}

/** The content of a sealed text, without checking the seal; undefined if it is not JSON. */
export function readUnverified(sealed: string): unknown {
  const [, payload] = /^([\w-]+)\.[\w-]+$/.exec(sealed) ?? []
  return payload === undefined ? undefined : parse(payload)
}

/** Undefined if it is not JSON, as what an older version sealed may not be. */
function parse(payload: string) {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

function macOf(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url')
}
