/** HTTP Basic (RFC 7617 §2) with each half form-encoded (RFC 6749 §2.3.1). */

import { Refusal } from '../../explanations/refusal.ts'

/** RFC 6749 App. A.1, A.2: *VSCHAR. */
const VSCHAR = /^[\x20-\x7e]*$/

/** Parses an Authorization header. Throws `Refusal`. */
export function readBasicHeader(header: string): {
  readonly clientId: string
  readonly clientSecret: string
} {
  const [scheme, encoded = '', ...more] = header.split(' ').filter((part) => part !== '')
  if (scheme?.toLowerCase() !== 'basic') throw new Refusal('unsupported_authentication')
  const bytes = Buffer.from(encoded, 'base64')
  // The decoder is lenient, so refuse text that does not re-encode identically (RFC 4648 §3.5).
  if (more.length > 0 || bytes.toString('base64') !== encoded) {
    throw new Refusal('undecodable_credentials')
  }
  const text = bytes.toString('latin1')
  const colon = text.indexOf(':')
  if (colon < 0 || !VSCHAR.test(text)) throw new Refusal('undecodable_credentials')
  return {
    clientId: decodeHalf(text.slice(0, colon)),
    clientSecret: decodeHalf(text.slice(colon + 1)),
  }
}

/** RFC 6749 App. B. */
function decodeHalf(half: string): string {
  let decoded: string
  try {
    decoded = decodeURIComponent(half.replaceAll('+', ' '))
  } catch {
    throw new Refusal('undecodable_credentials')
  }
  if (!VSCHAR.test(decoded)) throw new Refusal('undecodable_credentials')
  return decoded
}
