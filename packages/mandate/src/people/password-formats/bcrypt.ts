/**
 * bcrypt. Accepted: `$2a$`, `$2b$` and `$2y$`, which name one algorithm, with a cost from 4 to 14;
 * Django's `bcrypt$$2b$…` and `bcrypt_sha256$$2b$…` as well. Refused: `$2x$`, made by a library
 * with a known flaw, and a salt or hash with stray bits in its last character.
 *
 * As in the original system, only the first 72 bytes of a password count, until our hash replaces
 * this one. A NUL is an ordinary byte, as in current libraries. Old C libraries ended the password
 * there; we do not, because `right\0anything` would then match.
 */

import { hash as digest } from 'node:crypto'
import type { PasswordFormat } from './format.ts'

/** About a second in JavaScript. Each step up doubles it. */
const MOST_COST = 14

/**
 * The last characters of a salt (16 bytes) and of a hash (23 bytes) have four and two unused bits.
 */
const BCRYPT =
  /^(?:bcrypt\$|(bcrypt_sha256)\$)?(\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{21}[.Oeu][./A-Za-z0-9]{30}[./A-Za-z0-9])$/

export const bcryptFormat: PasswordFormat = {
  read(text) {
    if (!/^(bcrypt\$|bcrypt_sha256\$)?\$2[abxy]?\$/.test(text)) return undefined
    if (/\$2x?\$/.test(text.slice(0, 18))) return 'version_unsupported'
    const [, prehashed, stored, cost] = BCRYPT.exec(text) ?? []
    if (stored === undefined || Number(cost) < 4 || Number(cost) > 31) return 'malformed'
    if (Number(cost) > MOST_COST) return 'too_costly'
    return {
      work: `bcrypt ${cost}`,
      matches: (password, slowly) =>
        slowly({
          format: 'bcrypt',
          // Django hashes first, so that all bytes of a long password count.
          password: prehashed === undefined ? password : digest('sha256', password),
          stored,
        }),
    }
  },
}
