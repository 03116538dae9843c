/**
 * Recognized only to be refused with a clear reason: MD5 in any form (`$1$`, `$apr1$`, `{MD5}`,
 * `{SMD5}`, `md5$…`, 32 hexadecimal digits), the `$P$` and `$H$` of phpass, the `crypt(3)` of DES,
 * and SHA without a salt (`{SHA}`, `{SHA256}`, `{SHA512}`, 40, 64 or 128 hexadecimal digits).
 * Import these accounts without a password; the users then set a new one or sign in another way.
 */

import type { PasswordFormat } from './format.ts'

const WEAK = [
  /^\$(1|apr1|P|H)\$/,
  /^\{(MD5|SMD5|SHA|SHA256|SHA512)\}/i,
  /^(md5|unsalted_md5|unsalted_sha1|sha1|crypt)\$/,
  /^([\da-f]{32}|[\da-f]{40}|[\da-f]{64}|[\da-f]{128})$/i,
  /^[./0-9A-Za-z]{13}$/,
]

export const refusedFormat: PasswordFormat = {
  read: (text) => (WEAK.some((pattern) => pattern.test(text)) ? 'too_weak' : undefined),
}
