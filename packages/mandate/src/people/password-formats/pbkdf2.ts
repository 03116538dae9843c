/**
 * PBKDF2 (RFC 8018 §5.2) with SHA-1, SHA-256 or SHA-512. Accepted:
 *
 * - passlib's `$pbkdf2-sha256$iterations$salt$hash` (`$pbkdf2-sha512$`; `$pbkdf2$` for SHA-1) in
 *   its own Base64, with a dot instead of the plus sign;
 * - PHC strings `$pbkdf2-sha256$i=…,l=…$salt$hash` (`$pbkdf2-sha512$`, `$pbkdf2-sha1$`), where `l`
 *   is the length of the hash in bytes and optional;
 * - Django's `pbkdf2_sha256$iterations$salt$hash` (`pbkdf2_sha1$`), whose salt is text.
 *
 * Keycloak stores the same as JSON, which the import rewrites (`keycloak.ts`).
 */

import { pbkdf2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { decodeBase64 } from './base64.ts'
import { NUMBER, type PasswordFormat } from './format.ts'

const DIGEST_BYTES = { sha1: 20, sha256: 32, sha512: 64 } as const
type Digest = keyof typeof DIGEST_BYTES

/** All iterations are repeated for each block of the hash; this many take about a second. */
const MOST_ITERATIONS = 4_000_000

const NOTATIONS = [
  [
    'passlib',
    new RegExp(`^\\$pbkdf2(?:-(sha1|sha256|sha512))?\\$${NUMBER}()\\$([^$]+)\\$([^$]+)$`),
  ],
  [
    'bare',
    new RegExp(
      `^\\$pbkdf2-(sha1|sha256|sha512)\\$i=${NUMBER}(?:,l=${NUMBER})?\\$([^$]+)\\$([^$]+)$`,
    ),
  ],
  ['padded', new RegExp(`^pbkdf2_(sha1|sha256)\\$${NUMBER}()\\$([^$]+)\\$([^$]+)$`)],
] as const

const derive = promisify(pbkdf2)

export const pbkdf2Format: PasswordFormat = {
  read(text) {
    if (!/^(\$pbkdf2(-[a-z0-9]+)?\$|pbkdf2_[a-z0-9]+\$)/.test(text)) return undefined
    for (const [dialect, notation] of NOTATIONS) {
      const [, name = 'sha1', times, length, salt64, hash64] = notation.exec(text) ?? []
      if (salt64 === undefined || hash64 === undefined) continue
      const digest = name as Digest
      const salt = dialect === 'padded' ? Buffer.from(salt64) : decodeBase64(salt64, dialect)
      const hash = decodeBase64(hash64, dialect)
      if (!salt || salt.length < 4 || !hash || hash.length < 16 || hash.length > 128) break
      if (length && Number(length) !== hash.length) break
      const iterations = Number(times)
      const blocks = Math.ceil(hash.length / DIGEST_BYTES[digest])
      if (iterations * blocks > MOST_ITERATIONS) return 'too_costly'
      return {
        work: `pbkdf2 ${digest} ${iterations} ${blocks}`,
        matches: async (password) =>
          timingSafeEqual(await derive(password, salt, iterations, hash.length, digest), hash),
      }
    }
    return 'malformed'
  },
}
