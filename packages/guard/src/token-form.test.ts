import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fitsNone } from './token-form.ts'

/** As the server writes them: 72 bytes and a checksum. */
const TOKEN = `mdt_at_${'Ab3-_x9Z'.repeat(12)}`
const WITH_CHECKSUM = `${TOKEN}4eJhqR`

test('a token with its checksum fits; cut, changed or from elsewhere it does not', () => {
  assert.equal(fitsNone(WITH_CHECKSUM, ['mdt_at']), false)
  const last = WITH_CHECKSUM.at(-1) === 'a' ? 'b' : 'a'
  for (const wrong of [
    WITH_CHECKSUM.slice(0, -1),
    WITH_CHECKSUM.slice(0, -1) + last,
    WITH_CHECKSUM.replace('Ab3', 'aB3'),
    WITH_CHECKSUM.replace('mdt_at', 'mdt_rt'),
    `${WITH_CHECKSUM}=`,
    'garbage',
    'eyJhbGciOiJub25lIn0.e30.',
    'mdt_at_',
    '',
  ]) {
    assert.equal(fitsNone(wrong, ['mdt_at']), true, wrong)
  }
})

test('if the server names no form, or an unknown one, any text may be a token', () => {
  for (const formats of [undefined, [], ['later'], ['mdt_at', 'later']]) {
    assert.equal(fitsNone('garbage', formats), false)
  }
})

test('a signed JWT is three parts of base64url', () => {
  const formats = ['mdt_at', 'at+jwt']
  for (const text of [WITH_CHECKSUM, 'eyJhbGciOiJFUzI1NiJ9.e30.c2ln']) {
    assert.equal(fitsNone(text, formats), false)
  }
  for (const text of ['eyJhbGciOiJub25lIn0.e30.', 'a.b', 'a.b.c.d.e', 'a.b.c=', 'garbage']) {
    assert.equal(fitsNone(text, formats), true, text)
  }
})
