import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyCharacter } from '../../test/any-character.ts'
import { refusalOf } from '../../test/refusal-of.ts'
import { isScope } from '../grants/scope.ts'
import { isWithin, parseScope } from './scope.ts'

test('a scope is tokens separated by single spaces, in any order, without duplicates (RFC 6749 §3.3)', () => {
  assert.deepEqual(parseScope('all'), ['all'])
  assert.deepEqual(parseScope('write read'), ['write', 'read'])
  assert.deepEqual(parseScope('read write read'), ['read', 'write'])
  assert.deepEqual(parseScope('Read read READ'), ['Read', 'read', 'READ'])
  assert.deepEqual(parseScope('https://api.example/read!#[]^_`{|}~'), [
    'https://api.example/read!#[]^_`{|}~',
  ])
})

test('an invalid scope is refused', () => {
  const texts = [
    '',
    ' ',
    ' a',
    'a ',
    'a  b',
    'a\tb',
    'a\nb',
    'a\n',
    'a"b',
    'a\\b',
    'é',
    'a\x7f',
    '\0',
  ]
  for (const text of texts) {
    assert.equal(isScope(text), false, JSON.stringify(text))
    assert.equal(
      refusalOf(() => parseScope(text)),
      'scope_malformed',
      JSON.stringify(text),
    )
  }
})

test('a scope token may contain exactly the characters of App. A.4', () => {
  for (let code = 0; code <= 0x17f; code++) {
    const isNamed =
      code === 0x21 || (code >= 0x23 && code <= 0x5b) || (code >= 0x5d && code <= 0x7e)
    assert.equal(isScope(String.fromCharCode(code)), isNamed, `character ${code}`)
  }
})

test('a scope is within another if all its tokens are, compared exactly', () => {
  assert.equal(isWithin(['read'], 'read write'), true)
  assert.equal(isWithin(['write', 'read'], 'read write'), true)
  assert.equal(isWithin([], 'read'), true)
  for (const token of ['rea', 'reads', 'READ', 'read write', '']) {
    assert.equal(isWithin(['read', token], 'read write'), false, token)
  }
})

test('any text is either a scope or refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), (text) => {
      const reason = refusalOf(() => parseScope(text))
      assert.equal(reason, isScope(text) ? undefined : 'scope_malformed')
    }),
  )
})
