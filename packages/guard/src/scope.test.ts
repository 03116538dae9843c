import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isMet, isSignInMet, parseRequirement, parseSignIn } from './scope.ts'

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

test('a sign-in is enough if it is one of those accepted, or more, and recent enough', () => {
  const now = 1_800_000_000_000
  const met = (need: Parameters<typeof parseSignIn>[0], acr?: string, authTime?: number) =>
    isSignInMet(parseSignIn(need), { acr, authTime }, now)
  assert.ok(met({}) && met({ acr: '2fa' }, '2fa') && met({ acr: '2fa' }, 'phr'))
  assert.ok(!met({ acr: '2fa' }) && !met({ acr: 'phr' }, '2fa') && !met({ acr: '2fa' }, '1fa'))
  assert.ok(met({ acr: ['urn:gold', 'phr'] }, 'urn:gold') && !met({ acr: 'urn:gold' }, 'phr'))
  const at = now / 1000
  assert.ok(met({ maxAge: 60 }, undefined, at - 60) && !met({ maxAge: 60 }, undefined, at - 61))
  assert.ok(!met({ maxAge: 60 }, '2fa'), 'a token that does not say when')
  assert.ok(!met({ acr: '2fa', maxAge: 60 }, '2fa', at - 61))
})

test('a requirement that could never be met is a mistake', () => {
  for (const wrong of [{ acr: [] }, { acr: '' }, { acr: '2fa phr' }, { acr: 'a"b' }]) {
    assert.throws(() => parseSignIn(wrong), TypeError)
  }
  for (const maxAge of [-1, 0.5, Number.NaN])
    assert.throws(() => parseSignIn({ maxAge }), TypeError)
})
