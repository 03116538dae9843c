/** A token forged without the server's key: the right locator with an invented MAC. */

import { withChecksum } from '../src/grants/token.ts'

const CHECKSUM_DIGITS = 6
const MAC_CHARACTERS = 20

/** The checksum is right, so that only the MAC gives it away. */
export function forge(token: string): string {
  const text = token.slice(0, -CHECKSUM_DIGITS)
  // The last character may have unused bits; those before it are all part of the MAC.
  const kept = text.slice(0, -1 - MAC_CHARACTERS)
  const invented = text.slice(-1 - MAC_CHARACTERS, -1).replace(/./g, (c) => (c === 'A' ? 'B' : 'A'))
  return withChecksum(kept + invented + text.slice(-1))
}
