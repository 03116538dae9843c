/** Texts as sent by an attacker, a broken program or a cat on the keyboard. */

import fc from 'fast-check'
import { anyCharacter } from '../packages/mandate/test/any-character.ts'

/** Inputs that have broken parsers before, whatever they parse. */
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

/** Any text, then any code units, including lone surrogates. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.nat({ max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
)

/**
 * Texts made of tokens that matter to one parser, with noise between: they get much deeper into it
 * than noise alone.
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

/** A header as Node passes it on: one character per byte, no line ends, no NUL. */
export function headerOf(...fragments: readonly string[]): fc.Arbitrary<string> {
  return textOf(...fragments).map((text) =>
    Buffer.from(text)
      .toString('latin1')
      .replaceAll(/[\0\r\n]/g, '')
      .trim(),
  )
}
