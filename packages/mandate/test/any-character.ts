/** Any character at all, ASCII more often than others: a unit for `fc.string`. */

import fc from 'fast-check'

/**
 * Every code point but the halves of surrogate pairs. The unit `binary` of fast-check means the same,
 * but takes more than a second to set up, in each test file again.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .oneof(
    fc.integer({ min: 0, max: 0x7f }),
    fc.integer({ min: 0, max: 0xd7ff }),
    fc.integer({ min: 0xe000, max: 0x10ffff }),
  )
  .map((code) => String.fromCodePoint(code))
