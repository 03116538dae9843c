/** The `Idempotency-Key` header: a structured-field string, or bare. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readRetryKey } from '../../packages/mandate/src/oauth/token/retry-key.ts'
import { refusalOf } from '../../packages/mandate/test/refusal-of.ts'
import { growsInProportion } from '../growth.ts'
import { headerOf } from '../hostile-text.ts'
import { forEvery } from '../runs.ts'

const header = headerOf('"', '\\', '\\"', '\\\\', 'key', '8e03978e', ' ', ';', ',', '?1', ':YQ==:')

test('any headers are a key of 1 to 255 characters, no key, or refused', () => {
  forEvery(fc.array(header, { maxLength: 2 }), (values) => {
    const reason = refusalOf(() => {
      const key = readRetryKey(values)
      if (values.length === 0) assert.equal(key, null)
      else assert.match(key ?? '', /^[ -~]{1,255}$/)
    })
    assert.ok([undefined, 'malformed_retry_key'].includes(reason), `it ended with ${reason}`)
  })
})

test('a key is parsed unchanged, quoted or bare', () => {
  const printable = fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code))
  forEvery(fc.string({ unit: printable, minLength: 1, maxLength: 255 }), (key) => {
    const quoted = `"${key.replaceAll(/["\\]/g, '\\$&')}"`
    assert.equal(readRetryKey([quoted]), key)
    if (!/["\\]/.test(key)) assert.equal(readRetryKey([key]), key)
  })
})

test('a key takes time in proportion to its length', () => {
  growsInProportion(['"', '\\', '\\"', 'a', ' ', '\x7f'], (text) => readRetryKey([text]))
  growsInProportion(['\\', '\\"', '\\\\', 'a', ' '], (text) => readRetryKey([`"${text}`]))
})
