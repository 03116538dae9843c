/** From the claims of a provider to the proof of who came. */

import type { Proof } from '../way.ts'
import type { ClaimNames } from './presets.ts'

export type Claims = Readonly<Record<string, unknown>>

const LONGEST_SUBJECT = 255
const LONGEST_EMAIL = 254
const LONGEST_NAME = 200
const MOST_METHODS = 16

/**
 * Whether what the mapping asks for is missing in an ID token; many providers put it in the answer
 * of their userinfo endpoint only (OpenID Connect Core §5.4).
 */
export function lacksProfile(idToken: Claims, names: ClaimNames): boolean {
  return textOf(idToken[names.email]) === null || textOf(idToken[names.name]) === null
}

/**
 * The proof; undefined if the subject is missing or no subject (OpenID Connect Core §2: at most 255
 * characters of ASCII). Who it is, when and how come from the ID token alone, which is signed;
 * `userinfo` may add address and name.
 */
export function proofOf(
  idToken: Claims,
  userinfo: Claims | undefined,
  names: ClaimNames,
): Proof | undefined {
  const subject = idToken[names.subject]
  const { iss, auth_time, amr, acr } = idToken
  if (typeof subject !== 'string' || !/^[\x20-\x7e]+$/.test(subject)) return undefined
  if (subject.length > LONGEST_SUBJECT || typeof iss !== 'string') return undefined
  // Address and its verification from the same place, or one could vouch for the other.
  const source = textOf(idToken[names.email]) === null ? userinfo : idToken
  const email = bounded(textOf(source?.[names.email]), LONGEST_EMAIL)
  return {
    provider: iss,
    subject,
    email,
    emailVerified: email !== null && isTrue(source?.[names.email_verified]),
    name: bounded(textOf(idToken[names.name]) ?? textOf(userinfo?.[names.name]), LONGEST_NAME),
    // `iat` is when the token was made, which may be long after the person signed in.
    authTime: seconds(auth_time) ?? null,
    amr: Array.isArray(amr) ? amr.filter(isMethod).slice(0, MOST_METHODS) : [],
    acr: bounded(textOf(acr), LONGEST_NAME),
  }
}

/** Apple sends it as a text. */
function isTrue(claim: unknown): boolean {
  return claim === true || claim === 'true'
}

function textOf(claim: unknown): string | null {
  return typeof claim === 'string' && claim.trim() !== '' ? claim : null
}

/** Longer than any real one: not taken at all, rather than cut into somebody else's. */
function bounded(text: string | null, most: number): string | null {
  return text === null || text.length > most || /\p{Cc}/u.test(text) ? null : text
}

function seconds(claim: unknown): number | undefined {
  const whole = typeof claim === 'number' ? Math.floor(claim) : 0
  return whole > 0 && Number.isSafeInteger(whole) ? whole : undefined
}

function isMethod(claim: unknown): claim is string {
  return typeof claim === 'string' && /^[\x21-\x7e]{1,64}$/.test(claim)
}
