/** What somebody without the server's key can make of a token: its locator right, its MAC invented. */

import { withChecksum } from '../src/grants/token.ts'

const CHECKSUM_DIGITS = 6
const MAC_CHARACTERS = 20

/** The checksum is right, so that only the MAC can tell. */
export function forge(token: string): string {
  const text = token.slice(0, -CHECKSUM_DIGITS)
  // The last character may have bits that mean nothing; those before it are all of the MAC.
  const kept = text.slice(0, -1 - MAC_CHARACTERS)
  const invented = text.slice(-1 - MAC_CHARACTERS, -1).replace(/./g, (c) => (c === 'A' ? 'B' : 'A'))
  return withChecksum(kept + invented + text.slice(-1))
}
