/**
 * Seals what travels in a browser: JSON, followed by an HMAC of it, of its purpose, and of a secret of
 * that browser. What was sealed for one browser or purpose is useless for another, so a seal also serves
 * as a CSRF token. URL-safe.
 */

import { createHmac, timingSafeEqual } from 'node:crypto'

export interface SealedFor {
  readonly purpose: 'pending' | 'act' | 'known' | 'client'
  /** Undefined for a browser that has none yet, so nothing was sealed for it. */
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

/** What was sealed, for the same purpose and with the same secret; undefined for any other text. */
export function unseal<Value>(
  key: Uint8Array,
  { purpose, secret }: SealedFor,
  sealed: string | undefined,
): Value | undefined {
  const [payload, mac, ...rest] = sealed?.split('.') ?? []
  if (secret === undefined || payload === undefined || mac === undefined) return undefined
  // Compared as text: decoding would forgive a second spelling.
  const expected = Buffer.from(macOf(key, `${purpose}\n${secret}\n${payload}`))
  const actual = Buffer.from(mac)
  if (rest.length > 0 || actual.length !== expected.length) return undefined
  return timingSafeEqual(actual, expected) ? parse(payload) : undefined
}

/** What a sealed text says, without checking who wrote it; undefined if it is not JSON. */
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
