/** Turns a provider's claims into a proof. */

import { profileTold } from '../../people/profile.ts'
import type { Proof } from '../way.ts'
import type { ClaimNames } from './presets.ts'

export type Claims = Readonly<Record<string, unknown>>

const LONGEST_SUBJECT = 255
const LONGEST_EMAIL = 254
const LONGEST_NAME = 200
const MOST_METHODS = 16

/**
 * Whether the ID token lacks a mapped claim. Many providers return some claims only from the
 * userinfo endpoint (OpenID Connect Core §5.4).
 */
export function lacksProfile(idToken: Claims, names: ClaimNames): boolean {
  return textOf(idToken[names.email]) === null || textOf(idToken[names.name]) === null
}

/**
 * The proof; undefined if the subject is missing or invalid (OpenID Connect Core §2: at most 255
 * ASCII characters). Subject, time and methods come only from the ID token, which is signed;
 * `userinfo` may add the rest. The claims of a profile have their standard names everywhere.
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
  // The address and email_verified must come from the same document. Otherwise a verified flag
  // could be applied to a different address.
  const source = textOf(idToken[names.email]) === null ? userinfo : idToken
  const email = bounded(textOf(source?.[names.email]), LONGEST_EMAIL)
  return {
    provider: iss,
    subject,
    email,
    emailVerified: email !== null && isTrue(source?.[names.email_verified]),
    name: bounded(textOf(idToken[names.name]) ?? textOf(userinfo?.[names.name]), LONGEST_NAME),
    profile: { ...profileTold(userinfo ?? {}), ...profileTold(idToken) },
    // `iat` is when the token was made, which may be long after the person signed in.
    authTime: seconds(auth_time) ?? null,
    amr: Array.isArray(amr) ? amr.filter(isMethod).slice(0, MOST_METHODS) : [],
    acr: bounded(textOf(acr), LONGEST_NAME),
  }
}

/** Apple sends it as a string. */
function isTrue(claim: unknown): boolean {
  return claim === true || claim === 'true'
}

function textOf(claim: unknown): string | null {
  return typeof claim === 'string' && claim.trim() !== '' ? claim : null
}

/** Longer than any real address. It is ignored, because a cut address could be someone else's. */
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
