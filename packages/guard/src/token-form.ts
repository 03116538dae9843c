/**
 * Which texts can be no access token of the server, told without asking it. The server's metadata
 * names the forms that its access tokens have; a text that fits none of them was never issued. Where
 * the metadata names a form that is not known here, or none, every text may be a token.
 */

import { crc32 } from 'node:zlib'

type Form = (text: string) => boolean

/** By the names in `access_token_formats_supported`. */
const FORMS: ReadonlyMap<string, Form> = new Map([
  // `mdt_at_`, base64url, and the CRC-32 of all that in six digits of base 62.
  ['mdt_at', (text) => /^mdt_at_[A-Za-z0-9_-]+$/.test(text) && hasChecksum(text)],
])

const CHECKSUM_DIGITS = 6
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** True only where no form that the server has fits. `formats` is undefined where it names none. */
export function fitsNone(text: string, formats: readonly string[] | undefined): boolean {
  if (formats === undefined || formats.length === 0) return false
  return formats.every((name) => FORMS.get(name)?.(text) === false)
}

function hasChecksum(text: string): boolean {
  let value = crc32(text.slice(0, -CHECKSUM_DIGITS))
  let digits = ''
  for (let i = 0; i < CHECKSUM_DIGITS; i++) {
    digits = BASE62.charAt(value % 62) + digits
    value = Math.floor(value / 62)
  }
  return text.endsWith(digits)
}
