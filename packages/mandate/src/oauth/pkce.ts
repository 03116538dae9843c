/** Proof Key for Code Exchange, S256 only (RFC 7636, RFC 9700 §2.1.1). */

import { hash, timingSafeEqual } from 'node:crypto'

// RFC 7636 §4.1: 43*128unreserved; §4.2: an S256 challenge has 43 characters of base64url.
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/
const CHALLENGE = /^[A-Za-z0-9_-]{43}$/

export function isChallenge(text: string): boolean {
  return CHALLENGE.test(text)
}

export function isVerifier(text: string): boolean {
  return VERIFIER.test(text)
}

/** Whether the verifier is well formed and yields the challenge (RFC 7636 §4.6). */
export function verifies(verifier: string, challenge: string): boolean {
  if (!isVerifier(verifier)) return false
  return timingSafeEqual(Buffer.from(hash('sha256', verifier, 'base64url')), Buffer.from(challenge))
}
