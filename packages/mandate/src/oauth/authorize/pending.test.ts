import assert from 'node:assert/strict'
import { test } from 'node:test'
import { beginAnewIfOld, claimedLocales, claimedQuery, queryOf } from './pending.ts'

const consent = { is: 'given', by: 'jo' } as const

test('a request restarts when it is too old, and after the clock was set back', () => {
  const pending = { asked: 'client_id=c', startedAt: 1_700_000_000, consent } as const
  const { asked, startedAt } = pending
  for (const age of [0, 1, 900]) assert.equal(beginAnewIfOld(pending, startedAt + age), pending)
  for (const age of [-1, 901, 31_536_000]) {
    const now = startedAt + age
    assert.deepEqual(beginAnewIfOld(pending, now), { asked, startedAt: now })
  }
})

test('a rebuilt request is no longer than the original', () => {
  const usual = {
    clientId: 'c',
    redirectUri: null,
    responseMode: 'query',
    scope: ['a', 'b'],
  } as const
  const rest = { resource: [], prompt: [], codeChallenge: null, maxAge: null, uiLocales: null }
  const asked = { ...usual, ...rest, state: 'a b+c%d&e=f', loginHint: null }
  assert.equal(queryOf(asked), 'response_type=code&client_id=c&scope=a+b&state=a+b%2Bc%25d%26e=f')
})

test('a forged pending authorization yields at most a query', () => {
  const asked = { clientId: 'c', redirectUri: null, scope: ['all'], resource: ['x', 'y'] }
  const rest = { responseMode: 'query', prompt: [], codeChallenge: null, maxAge: null }
  assert.equal(
    claimedQuery({ asked: { ...asked, ...rest, loginHint: 'é' } }),
    'response_type=code&client_id=c&scope=all&resource=x&resource=y&login_hint=%C3%A9',
  )
  assert.equal(claimedQuery({ asked: 'client_id=c' }), 'client_id=c')
  assert.equal(claimedLocales({ asked: { uiLocales: 'sv en' } }), 'sv en')
  assert.equal(claimedLocales({ asked: 'ui_locales=sv+en' }), 'sv en')
  for (const asked of ['', 'a b', 'a\nb', 7, null, [], {}, { clientId: 7 }, { scope: 'all' }]) {
    assert.deepEqual([claimedQuery({ asked }), claimedLocales({ asked })], [undefined, undefined])
  }
  for (const pending of [undefined, null, 7, 'text', []]) {
    assert.deepEqual([claimedQuery(pending), claimedLocales(pending)], [undefined, undefined])
  }
})
