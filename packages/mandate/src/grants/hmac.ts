/**
 * HMAC-SHA-256 (RFC 2104) as two one-shot hashes. `createHmac` allocates an object per call, which
 * more than doubles the cost for inputs as short as ours, and a refresh needs three.
 */

import { hash } from 'node:crypto'

const BLOCK_BYTES = 64
const DIGEST_BYTES = 32

/** A key prepared for HMAC: one block for the inner hash, one for the outer. */
export interface HmacKey {
  readonly inner: Uint8Array
  readonly outer: Uint8Array
}

/** Prepares a key of at most 64 bytes (§2); throws `RangeError` for a longer one. */
export function hmacKey(secret: Uint8Array): HmacKey {
  if (secret.length > BLOCK_BYTES) throw new RangeError('an HMAC key has at most 64 bytes here')
  return { inner: padded(secret, 0x36), outer: padded(secret, 0x5c) }
}

/** The 32 bytes of HMAC-SHA-256 over the concatenated parts. */
export function hmac({ inner, outer }: HmacKey, parts: readonly Uint8Array[]): Buffer {
  const text = Buffer.concat([inner, ...parts])
  const around = Buffer.allocUnsafe(BLOCK_BYTES + DIGEST_BYTES)
  around.set(outer)
  // A digest as a string with one character per byte is cheaper than a buffer.
  around.write(hash('sha256', text, 'latin1'), BLOCK_BYTES, 'latin1')
  return Buffer.from(hash('sha256', around, 'latin1'), 'latin1')
}

function padded(secret: Uint8Array, pad: number): Uint8Array {
  const block = new Uint8Array(BLOCK_BYTES).fill(pad)
  block.set(secret.map((byte) => byte ^ pad))
  return block
}
