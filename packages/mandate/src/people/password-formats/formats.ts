/** The password hash formats: one file each, one line here. */

import { argon2Format } from './argon2.ts'
import { bcryptFormat } from './bcrypt.ts'
import { firebaseScryptFormat, fromFirebase } from './firebase-scrypt.ts'
import type { HashProblem, PasswordFormat, StoredHash } from './format.ts'
import { fromKeycloak, jsonObject } from './keycloak.ts'
import { pbkdf2Format } from './pbkdf2.ts'
import { refusedFormat } from './refused.ts'
import { fromHexSha, NAMED_SHA, saltedShaFormat } from './salted-sha.ts'
import { scryptFormat } from './scrypt.ts'
import { shaCryptFormat } from './sha-crypt.ts'

const FORMATS: readonly PasswordFormat[] = [
  argon2Format,
  bcryptFormat,
  scryptFormat,
  firebaseScryptFormat,
  pbkdf2Format,
  shaCryptFormat,
  saltedShaFormat,
  refusedFormat,
]

/** Formats without their own notation, by their name in an import. */
const NAMED: ReadonlyMap<string, (text: string) => string | undefined> = new Map([
  ['keycloak', (text: string) => fromKeycloak(jsonObject(text))],
  ['firebase_scrypt', (text: string) => fromFirebase(jsonObject(text))],
  ...NAMED_SHA.map((named) => [named, (text: string) => fromHexSha(named, text)] as const),
])

/** The values of `password_format` in an import. */
export const PASSWORD_FORMATS: readonly string[] = [...NAMED.keys()]

/** Longer than any hash; longer text is not parsed. */
const MOST_CHARACTERS = 1024

/** The parsed hash, or why it is refused. Does not compute any hash. */
export function readHash(text: string): StoredHash | HashProblem {
  if (text.length > MOST_CHARACTERS) return 'malformed'
  for (const format of FORMATS) {
    const read = format.read(text)
    if (read !== undefined) return read
  }
  return 'unknown_format'
}

/** Whether an account with this hash can sign in by password. */
export function isKnown(stored: string): boolean {
  return typeof readHash(stored) === 'object'
}

export type AcceptedHash =
  | { readonly is: 'accepted'; readonly stored: string }
  | { readonly is: 'refused'; readonly because: HashProblem }

/**
 * What to store for a hash from another system. Without `format`, the notation shows the format;
 * with one of `PASSWORD_FORMATS`, the hash is rewritten. A leading `{CRYPT}` from LDAP is dropped,
 * and LDAP schemes may be in lower case.
 */
export function acceptHash(text: string, format?: string): AcceptedHash {
  const rewrite = format === undefined ? fromLdap : NAMED.get(format)
  if (rewrite === undefined) return { is: 'refused', because: 'unknown_format' }
  const stored = text.length > MOST_CHARACTERS ? undefined : rewrite(text)
  if (stored === undefined) return { is: 'refused', because: 'malformed' }
  const read = readHash(stored)
  return typeof read === 'string' ? { is: 'refused', because: read } : { is: 'accepted', stored }
}

function fromLdap(text: string): string {
  return text
    .replace(/^\{crypt\}/i, '')
    .replace(/^\{ssha(256|512)?\}/i, (scheme) => scheme.toUpperCase())
}
