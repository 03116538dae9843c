/**
 * Lets a server prove that it shares keys and database with the server asking, without revealing
 * either: an HMAC over a challenge that the asking side has just generated. The key is derived for
 * this purpose alone, so no challenge can make a proof double as part of a token.
 */

import { createHmac, hkdfSync } from 'node:crypto'
import type { KeyRing } from './derivation.ts'

const CHALLENGE = /^[A-Za-z0-9_-]{43}$/

/** Whether a text is a challenge: 32 bytes in base64url. */
export function isChallenge(text: unknown): text is string {
  return typeof text === 'string' && CHALLENGE.test(text)
}

/** The proof for a challenge. Only someone who can read the database knows `database`. */
export function serverProof(
  { current, secrets }: KeyRing,
  about: { readonly issuer: string; readonly challenge: string; readonly database: string },
): string {
  const secret = secrets.get(current) ?? new Uint8Array()
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'mandate: which server this is', 32))
  const { issuer, challenge, database } = about
  return createHmac('sha256', key)
    .update(JSON.stringify([issuer, challenge, database]))
    .digest('base64url')
}
