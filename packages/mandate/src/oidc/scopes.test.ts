import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hasOpenId, offeredScopes } from './scopes.ts'

test('the scopes of OpenID Connect follow those of the operator, whose words win', () => {
  const scopes = { all: 'Everything', email: 'Write to you' }
  assert.equal(offeredScopes({ openid: false, scopes }), scopes)
  const offered = offeredScopes({ openid: true, scopes })
  assert.deepEqual(Object.entries(offered), [
    ['all', 'Everything'],
    ['email', 'Write to you'],
    ['openid', null],
    ['profile', null],
    ['phone', null],
    ['address', null],
    ['offline_access', null],
  ])
})

test('a scope has openid as a token, wherever it stands', () => {
  for (const scope of ['openid', 'openid all', 'all openid', 'all openid read']) {
    assert.ok(hasOpenId(scope), scope)
  }
  for (const scope of ['', 'all', 'openid2', 'x-openid', 'OpenID', 'open id']) {
    assert.ok(!hasOpenId(scope), scope)
  }
})
