/**
 * Recognizes, without asking the server, text that cannot be one of its access tokens. The server's
 * metadata names its token formats; text that matches none of them was never issued. If the
 * metadata names no format, or one unknown here, any text may be a token.
 */

import { crc32 } from 'node:zlib'

type Form = (text: string) => boolean

/** Keyed by the names in `access_token_formats_supported`. */
const FORMS: ReadonlyMap<string, Form> = new Map([
  // `mdt_at_`, base64url, and the CRC-32 of both in six base-62 digits.
  ['mdt_at', (text) => /^mdt_at_[A-Za-z0-9_-]+$/.test(text) && hasChecksum(text)],
  // A JWS in compact form (RFC 7515 §7.1, RFC 9068).
  ['at+jwt', (text) => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)],
])

const CHECKSUM_DIGITS = 6
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/**
 * True only if the text matches none of the server's formats; `formats` is undefined if it names
 * none.
 */
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
