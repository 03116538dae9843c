/**
 * One round of SHA-1, SHA-256 or SHA-512 over password and salt. Accepted: LDAP's `{SSHA}`,
 * `{SSHA256}` and `{SSHA512}` with the Base64 of digest and salt, hashed with the salt after the
 * password; `{SHA-SALT-FIRST}`, `{SHA256-SALT-FIRST}` and `{SHA512-SALT-FIRST}` for the salt before
 * the password. The import also takes `salt:digest` in hexadecimal, if `password_format` names the
 * order. A salt has 4 to 128 bytes. Without a salt it is refused.
 *
 * These hashes are fast to compute, so passwords are fast to guess: a leak is much worse than a
 * leak of ours. They are supported so that people can keep their passwords, and are replaced at the
 * first sign-in.
 */

import { createHash, timingSafeEqual } from 'node:crypto'
import { decodeBase64 } from './base64.ts'
import type { PasswordFormat } from './format.ts'

const SCHEMES = [
  { scheme: '{SSHA}', named: 'sha1_salt_last', digest: 'sha1', bytes: 20, first: false },
  { scheme: '{SSHA256}', named: 'sha256_salt_last', digest: 'sha256', bytes: 32, first: false },
  { scheme: '{SSHA512}', named: 'sha512_salt_last', digest: 'sha512', bytes: 64, first: false },
  { scheme: '{SHA-SALT-FIRST}', named: 'sha1_salt_first', digest: 'sha1', bytes: 20, first: true },
  {
    ...{ scheme: '{SHA256-SALT-FIRST}', named: 'sha256_salt_first' },
    ...{ digest: 'sha256', bytes: 32, first: true },
  },
  {
    ...{ scheme: '{SHA512-SALT-FIRST}', named: 'sha512_salt_first' },
    ...{ digest: 'sha512', bytes: 64, first: true },
  },
] as const

type NamedSha = (typeof SCHEMES)[number]['named']

export const saltedShaFormat: PasswordFormat = {
  read(text) {
    const scheme = SCHEMES.find((known) => text.startsWith(known.scheme))
    if (scheme === undefined) return undefined
    const bytes = decodeBase64(text.slice(scheme.scheme.length), 'padded')
    if (bytes === undefined || bytes.length < scheme.bytes + 4) return 'malformed'
    if (bytes.length > scheme.bytes + 128) return 'malformed'
    const expected = bytes.subarray(0, scheme.bytes)
    const salt = bytes.subarray(scheme.bytes)
    return {
      work: 'sha',
      async matches(password) {
        const parts = scheme.first ? [salt, Buffer.from(password)] : [Buffer.from(password), salt]
        const digest = createHash(scheme.digest)
        for (const part of parts) digest.update(part)
        return timingSafeEqual(digest.digest(), expected)
      },
    }
  },
}

/** From `salt:digest`, both hexadecimal; undefined if it is not that. */
export function fromHexSha(named: NamedSha, text: string): string | undefined {
  const [, salt, digest] = /^((?:[\da-f]{2})+):((?:[\da-f]{2})+)$/i.exec(text) ?? []
  const scheme = SCHEMES.find((known) => known.named === named)
  if (scheme === undefined || salt === undefined || digest?.length !== scheme.bytes * 2) {
    return undefined
  }
  return scheme.scheme + Buffer.from(digest + salt, 'hex').toString('base64')
}

export const NAMED_SHA: readonly NamedSha[] = SCHEMES.map(({ named }) => named)
