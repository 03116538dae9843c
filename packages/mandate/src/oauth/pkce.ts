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

/** Names the invalid characters of a verifier: at most three, and the number of others. */
export function strangersIn(verifier: string): readonly string[] {
  const strangers = [...new Set(verifier.match(/[^A-Za-z0-9._~-]/gu) ?? [])]
  const shown = strangers.slice(0, 3).map((character) => {
    const code = character.codePointAt(0) ?? 0
    // Some are not allowed in an error_description.
    return /[=+/%]/.test(character)
      ? character
      : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  })
  const more = strangers.length - shown.length
  return more > 0 ? [...shown, `and ${more} more`] : shown
}

/** The S256 challenge of a verifier (RFC 7636 §4.2). */
export function challengeOf(verifier: string): string {
  return hash('sha256', verifier, 'base64url')
}

/** Whether the verifier is well formed and matches the challenge (RFC 7636 §4.6). */
export function verifies(verifier: string, challenge: string): boolean {
  if (!isVerifier(verifier)) return false
  return timingSafeEqual(Buffer.from(challengeOf(verifier)), Buffer.from(challenge))
}
