/**
 * The nonces of RFC 9449 §8. They are derived from a server key and the time, so every node knows
 * those of the others and nothing is stored. A nonce is good for two to four minutes.
 */

import { hkdfSync } from 'node:crypto'
import type { KeyRing } from '../../grants/derivation.ts'
import type { KeyId } from '../../grants/grant.ts'
import { type HmacKey, hmac, hmacKey } from '../../grants/hmac.ts'

const PERIOD_SECONDS = 120
const MAC_BYTES = 16

/** The nonce to be used now. `now` in seconds. */
export function currentNonce(keys: KeyRing, now: number): string {
  return nonceOf(keys, keys.current, periodOf(now)) ?? ''
}

/**
 * When a nonce of this server stops being accepted, in seconds since 1970; undefined if it is not
 * accepted now. One of the next period comes from a node whose clock is ahead.
 */
export function endOfNonce(keys: KeyRing, nonce: string, now: number): number | undefined {
  const bytes = Buffer.from(nonce, 'base64url')
  if (bytes.length !== 8 + MAC_BYTES) return undefined
  const period = bytes.readUInt32BE(4)
  if (Math.abs(period - periodOf(now)) > 1) return undefined
  const isOurs = nonce === nonceOf(keys, bytes.toString('hex', 0, 4) as KeyId, period)
  return isOurs ? (period + 2) * PERIOD_SECONDS : undefined
}

function periodOf(now: number): number {
  return Math.floor(now / PERIOD_SECONDS)
}

/** Undefined if the key is gone. */
function nonceOf(keys: KeyRing, keyId: KeyId, period: number): string | undefined {
  const secret = keys.secrets.get(keyId)
  if (secret === undefined) return undefined
  const head = Buffer.alloc(8)
  head.write(keyId, 0, 'hex')
  head.writeUInt32BE(period, 4)
  const mac = hmac(keyFrom(secret), [head]).subarray(0, MAC_BYTES)
  return Buffer.concat([head, mac]).toString('base64url')
}

const derived = new WeakMap<Uint8Array, HmacKey>()

/** A key for this purpose alone, so that a nonce can never be part of a token. */
function keyFrom(secret: Uint8Array): HmacKey {
  const known = derived.get(secret)
  if (known !== undefined) return known
  const key = hmacKey(new Uint8Array(hkdfSync('sha256', secret, '', 'mandate: DPoP nonces', 32)))
  derived.set(secret, key)
  return key
}
