/**
 * Seals state kept in a browser: JSON with an HMAC over it, its purpose and a secret of that
 * browser. A seal is useless for another browser or purpose, so it also serves as a CSRF token.
 * URL-safe.
 */

import { createHmac, timingSafeEqual } from 'node:crypto'

import type { SealingKeys } from '../keys/sealing.ts'

export interface SealedFor {
  readonly purpose:
    | 'operator_link'
    | 'pending'
    | 'half'
    | 'totp'
    | 'act'
    | 'link'
    | 'client'
    | 'way'
    | 'passkey'
    | 'logout'
    | 'device'
    | 'setup'
    | 'told'
    | 'cursor'
  /** Undefined for a browser without a secret, for which nothing was sealed. */
  readonly secret: string | undefined
}

export function seal(
  { current }: Pick<SealingKeys, 'current'>,
  { purpose, secret }: SealedFor & { readonly secret: string },
  value: unknown,
): string {
  const payload = Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${payload}.${macOf(current, `${purpose}\n${secret}\n${payload}`)}`
}

/** The sealed value, given the same purpose and secret; undefined for any other text. */
export function unseal<Value>(
  keys: Pick<SealingKeys, 'all'>,
  whose: SealedFor,
  sealed: string | undefined,
): Value | undefined {
  return openSeal<Value>(keys, whose, sealed)?.value
}

/** The same, with the key that it was sealed with, which what belongs to it was derived from. */
export function openSeal<Value>(
  { all }: Pick<SealingKeys, 'all'>,
  { purpose, secret }: SealedFor,
  sealed: string | undefined,
): { readonly value: Value; readonly key: Uint8Array } | undefined {
  const [payload, mac, ...rest] = sealed?.split('.') ?? []
  if (secret === undefined || payload === undefined || mac === undefined) return undefined
  // Compared as text: decoding would accept non-canonical encodings.
  const actual = Buffer.from(mac)
  const isMadeWith = (key: Uint8Array) => {
    const expected = Buffer.from(macOf(key, `${purpose}\n${secret}\n${payload}`))
    return actual.length === expected.length && timingSafeEqual(actual, expected)
  }
  const key = rest.length === 0 ? all.find(isMadeWith) : undefined
  const value = key && parse(payload)
  return key === undefined || value === undefined ? undefined : { value, key }
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
