import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyCharacter } from '../../../test/any-character.ts'
import { refusalOf } from '../../../test/refusal-of.ts'
import { readRetryKey } from './retry-key.ts'

test('without the header there is no key', () => {
  assert.equal(readRetryKey([]), null)
})

test('a key is the same quoted and bare', () => {
  const printable = fc.string({
    unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    minLength: 1,
    maxLength: 255,
  })
  fc.assert(
    fc.property(printable, (key) => {
      const quoted = `"${key.replaceAll(/["\\]/g, '\\$&')}"`
      assert.equal(readRetryKey([quoted]), key)
      if (!/["\\]/.test(key)) assert.equal(readRetryKey([key]), key)
    }),
  )
})

test('a key has 1 to 255 characters, not counting quotation marks', () => {
  assert.equal(readRetryKey(['k']), 'k')
  assert.equal(readRetryKey(['"k"']), 'k')
  assert.equal(readRetryKey(['k'.repeat(255)]), 'k'.repeat(255))
  assert.equal(readRetryKey([`"${'k'.repeat(255)}"`]), 'k'.repeat(255))
  assert.equal(readRetryKey([`"${'\\\\'.repeat(255)}"`]), '\\'.repeat(255))
  for (const value of ['', '""', 'k'.repeat(256), `"${'k'.repeat(256)}"`]) {
    assert.equal(
      refusalOf(() => readRetryKey([value])),
      'malformed_retry_key',
      value,
    )
  }
})

test('a value that is neither a string nor bare is refused', () => {
  const values = [
    ...['"', '"k', 'k"', 'a"b', '"a"b"', '"a" "b"', '"k";p=1', '"a\\b"', '"a\\"', 'a\\b'],
    ...['é', '"é"', 'a\tb', 'a\nb', 'a\x7f', '\0', '"a\0"'],
  ]
  for (const value of values) {
    assert.equal(
      refusalOf(() => readRetryKey([value])),
      'malformed_retry_key',
      JSON.stringify(value),
    )
  }
})

test('two headers are refused, even with the same key', () => {
  assert.equal(
    refusalOf(() => readRetryKey(['k', 'k'])),
    'malformed_retry_key',
  )
  assert.equal(
    refusalOf(() => readRetryKey(['k', ''])),
    'malformed_retry_key',
  )
})

test('any header is either a key or refused', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: anyCharacter }), { maxLength: 2 }), (values) => {
      const reason = refusalOf(() => readRetryKey(values))
      assert.ok(reason === undefined || reason === 'malformed_retry_key')
    }),
  )
})
