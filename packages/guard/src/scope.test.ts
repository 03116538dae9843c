import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isMet, parseRequirement } from './scope.ts'

const granted = new Set(['notes:read', 'notes:write'])

test('a string of scope tokens asks for all of them', () => {
  assert.equal(isMet(parseRequirement({ scope: 'notes:read notes:write' }), granted), true)
  assert.equal(isMet(parseRequirement({ scope: 'notes:read admin' }), granted), false)
})

test('a list asks for one of its members', () => {
  assert.equal(isMet(parseRequirement({ scope: ['all', 'notes:read'] }), granted), true)
  assert.equal(isMet(parseRequirement({ scope: ['all', 'notes:read admin'] }), granted), false)
})

test('no scope asked for is met by a token without any', () => {
  assert.equal(isMet(parseRequirement(), new Set()), true)
  assert.equal(isMet(parseRequirement({}), new Set()), true)
})

test('scope is case-sensitive and nothing is a prefix of anything', () => {
  assert.equal(isMet(parseRequirement({ scope: 'Notes:read' }), granted), false)
  assert.equal(isMet(parseRequirement({ scope: 'notes' }), granted), false)
})

for (const scope of ['', ' ', 'a  b', ' a', 'a ', 'a"b', 'a\\b', 'a\nb', 'ä', [], ['a', '']]) {
  test(`the requirement ${JSON.stringify(scope)} is refused when the API starts`, () => {
    assert.throws(() => parseRequirement({ scope }), { name: 'TypeError', message: /scope/ })
  })
}
