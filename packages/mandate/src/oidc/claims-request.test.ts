import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '../explanations/refusal.ts'
import { claimsWanted, readClaimsRequest } from './claims-request.ts'

const read = (request: unknown) => readClaimsRequest(JSON.stringify(request))

test('OpenID Connect Core §5.5: named claims are read, and what is unknown is ignored', () => {
  const { asked, scope, signIn } = read({
    userinfo: {
      ...{ given_name: { essential: true }, email: null, picture: null },
      'http://example.info/claims/groups': null,
    },
    id_token: { auth_time: { essential: true }, acr: { values: ['2fa', 7] }, email: {} },
    other: 7,
  })
  assert.deepEqual(asked, { userinfo: ['given_name', 'picture', 'email'], id_token: ['email'] })
  assert.deepEqual(scope, ['profile', 'email'])
  assert.deepEqual(signIn, { acr: { values: ['2fa'], isEssential: false }, wantsAuthTime: true })
  assert.deepEqual(read({ id_token: { sub: { value: 'ada' } } }).signIn, { sub: 'ada' })
  assert.deepEqual(read({ userinfo: { sub: { value: 'bob' } } }).signIn, { sub: 'bob' })
  const essential = { acr: { essential: true, value: 'high', values: null }, auth_time: null }
  const { acr } = read({ id_token: essential }).signIn
  assert.deepEqual(acr, { values: ['high'], isEssential: true })
  assert.deepEqual(read({}), { asked: {}, scope: [], signIn: {} })
})

test('what is not a JSON object of objects is refused', () => {
  for (const text of ['', '[]', '7', '{', '{"userinfo":7}', '{"id_token":[]}', 'null']) {
    assert.throws(
      () => readClaimsRequest(text),
      (error) => error instanceof Refusal && error.details['parameter'] === 'claims',
      text,
    )
  }
})

test('no claim is told without the scope that it belongs to, whatever was asked for', () => {
  const everything = ['name', 'email', 'phone_number', 'address', '__proto__']
  const asked = { userinfo: everything, id_token: everything }
  assert.deepEqual(claimsWanted('openid', asked, 'userinfo'), [])
  assert.deepEqual(claimsWanted('openid email', asked, 'id_token'), ['email'])
  assert.deepEqual(claimsWanted('openid email', undefined, 'id_token'), [])
  assert.deepEqual(claimsWanted('openid email', undefined, 'userinfo'), ['email', 'email_verified'])
})

test('of a scope that only the claims parameter asks for, only the named claims are told', () => {
  const asked = { userinfo: ['name'], only_named: ['profile'] }
  assert.deepEqual(claimsWanted('openid profile', asked, 'userinfo'), ['name'])
  const both = claimsWanted('openid profile email', asked, 'userinfo')
  assert.deepEqual(both, ['name', 'email', 'email_verified'])
  const mixed = { userinfo: ['name'], only_named: ['profile', 'email'] }
  assert.deepEqual(claimsWanted('openid profile email', mixed, 'userinfo'), ['name'])
  // Named for the ID token, it is not told elsewhere.
  const inToken = { id_token: ['name'], only_named: ['profile'] }
  assert.deepEqual(claimsWanted('openid profile', inToken, 'userinfo'), [])
})
