/** Any character, with ASCII more likely than the rest: a unit for `fc.string`. */

import fc from 'fast-check'

/**
 * Every code point except surrogates. fast-check's unit `binary` is the same set but takes more than
 * a second to set up in each test file.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .oneof(
    fc.integer({ min: 0, max: 0x7f }),
    fc.integer({ min: 0, max: 0xd7ff }),
    fc.integer({ min: 0xe000, max: 0x10ffff }),
  )
  .map((code) => String.fromCodePoint(code))
