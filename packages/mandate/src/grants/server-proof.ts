/**
 * How a server shows that it has the same keys and the same database as the one that asks, without
 * revealing either: an HMAC of a challenge that the other side has just made up. The key is derived for this
 * purpose alone, so a proof is never part of a token, whatever is asked.
 */

import { createHmac, hkdfSync } from 'node:crypto'
import type { KeyRing } from './derivation.ts'

const CHALLENGE = /^[A-Za-z0-9_-]{43}$/

/** Whether a text is a challenge: 32 bytes in base64url. */
export function isChallenge(text: unknown): text is string {
  return typeof text === 'string' && CHALLENGE.test(text)
}

/** The proof for a challenge. `database` is known only to those who can read the database. */
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
