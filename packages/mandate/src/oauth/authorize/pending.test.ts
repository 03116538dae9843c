import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyCharacter } from '../../../test/any-character.ts'
import { bytesNamed } from '../../../test/sample-grant.ts'
import { damage, damaged } from '../../../test/token-arbitraries.ts'
import { beginAnewIfOld, sealPending, unsealPending } from './pending.ts'

const key = bytesNamed('key')
const pending = { query: 'client_id=c&state=%C3%A9+%26&scope=a+b', startedAt: 1_700_000_000 }
const sealed = sealPending(key, 'browser', pending)
const elsewhere = { is: 'from_elsewhere' }

test('the browser that a request was sealed for gets it back as it came', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.nat(),
      fc.string(),
      (query, startedAt, secret) => {
        const text = sealPending(key, secret, { query, startedAt })
        assert.match(text, /^[A-Za-z0-9_.-]+$/)
        assert.deepEqual(unsealPending(key, secret, text), {
          is: 'intact',
          pending: { query, startedAt },
        })
      },
    ),
  )
})

test('in another browser, in none, or at a server with another key it says nothing', () => {
  assert.deepEqual(unsealPending(key, 'other browser', sealed), elsewhere)
  assert.deepEqual(unsealPending(key, '', sealed), elsewhere)
  assert.deepEqual(unsealPending(key, undefined, sealed), elsewhere)
  assert.deepEqual(unsealPending(bytesNamed('other key'), 'browser', sealed), elsewhere)
})

test('altered anywhere by one character, it says nothing', () => {
  fc.assert(
    fc.property(damage, (accident) => {
      const copy = damaged(sealed, accident)
      fc.pre(copy !== sealed)
      assert.deepEqual(unsealPending(key, 'browser', copy), elsewhere, copy)
    }),
    { numRuns: 2_000 },
  )
})

test('cut short or carried on, it says nothing', () => {
  for (let length = 0; length < sealed.length; length++) {
    assert.deepEqual(unsealPending(key, 'browser', sealed.slice(0, length)), elsewhere)
  }
  const [payload, seal] = sealed.split('.')
  for (const text of [`${sealed}.`, `${sealed}=`, `.${sealed}`, `${payload}.${seal}.${seal}`]) {
    assert.deepEqual(unsealPending(key, 'browser', text), elsewhere, text)
  }
})

test('the seal has no second spelling', () => {
  // The last of 43 digits stands for four bits and two that a lenient decoder ignores.
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const accepted = [...digits].filter(
    (digit) => unsealPending(key, 'browser', sealed.slice(0, -1) + digit).is === 'intact',
  )
  assert.deepEqual(accepted, [sealed.slice(-1)])
})

test('two requests put together from one seal and another payload say nothing', () => {
  const other = sealPending(key, 'browser', { ...pending, query: 'client_id=evil' })
  const [payload] = other.split('.')
  const [, seal] = sealed.split('.')
  assert.deepEqual(unsealPending(key, 'browser', `${payload}.${seal}`), elsewhere)
})

test('no text from outside makes the reader throw', () => {
  const texts = fc.oneof(
    fc.string({ unit: anyCharacter }),
    fc.tuple(fc.base64String(), fc.base64String()).map((parts) => parts.join('.')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      assert.deepEqual(unsealPending(key, 'browser', text), elsewhere)
    }),
  )
})

test('a request begins anew when a person has had time enough, and after the clock was set back', () => {
  const { startedAt } = pending
  for (const age of [0, 1, 900]) assert.equal(beginAnewIfOld(pending, startedAt + age), pending)
  for (const age of [-1, 901, 31_536_000]) {
    const now = startedAt + age
    assert.deepEqual(beginAnewIfOld(pending, now), { ...pending, startedAt: now })
  }
})

test('a browser without a secret is not the browser whose secret is the word undefined', () => {
  const forWord = sealPending(key, 'undefined', pending)
  assert.deepEqual(unsealPending(key, undefined, forWord), elsewhere)
})
