/** Texts that nobody would write but an attacker, a broken program or a cat on the keyboard. */

import fc from 'fast-check'
import { anyCharacter } from '../packages/mandate/test/any-character.ts'

/** What has broken parsers before, whatever they parse. */
const infamous = [
  '',
  ' ',
  '\t',
  '\r\n',
  '\0',
  '\u00a0',
  '\u2028',
  '\ufeff',
  '\ufffd',
  '\ud800',
  '\udfff',
  'é',
  'e\u0301',
  'İ',
  '𝒳',
  '%',
  '%0',
  '%00',
  '%zz',
  '%C3',
  '%C3%28',
  '%ED%A0%80',
  '%F4%90%80%80',
  '+',
  '"',
  "'",
  '\\',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '-1',
  '1e999',
  'NaN',
  '<script>',
  '{{7*7}}',
  "' OR 1=1 --",
]

/** Any text at all, then any code units: halves of surrogate pairs among them. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.nat({ max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
)

/**
 * Texts made of what means something to one parser, with noise between: they come much further into
 * it than noise alone.
 */
export function textOf(...fragments: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...fragments) },
    { weight: 1, arbitrary: fc.constantFrom(...infamous) },
    { weight: 1, arbitrary: fc.string({ unit: anyCharacter, maxLength: 4 }) },
  )
  const assembled = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''))
  return fc.oneof({ weight: 5, arbitrary: assembled }, { weight: 1, arbitrary: anyText })
}

/** A header as Node hands it on: one character for each byte, no line ends, no NUL. */
export function headerOf(...fragments: readonly string[]): fc.Arbitrary<string> {
  return textOf(...fragments).map((text) =>
    Buffer.from(text)
      .toString('latin1')
      .replaceAll(/[\0\r\n]/g, '')
      .trim(),
  )
}
