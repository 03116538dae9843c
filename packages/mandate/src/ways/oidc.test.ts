/** The way alone, with a provider that answers correctly. The pages have their own tests. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  assertFailed,
  createBrowser,
  go,
  ISSUER,
  onward,
  startWay,
  visit,
} from '../../test/oidc-way.ts'
import type { Visit } from './way.ts'

test('the browser leaves with PKCE, nonce and state and returns with a proof', async (context) => {
  const { upstream, way, browser, signIn } = await startWay(context)
  const finished = await signIn()
  assert.equal(finished.is, 'proven')
  assert.deepEqual(finished.onward, onward)
  const { authTime, ...proof } = finished.proof
  assert.deepEqual(proof, {
    provider: upstream.issuer,
    subject: '248289761001',
    email: 'vic@example.com',
    emailVerified: true,
    name: 'Vic Torres',
    profile: { given_name: 'Vic' },
    amr: [],
    acr: null,
  })
  assert.ok(Math.abs((authTime ?? 0) - Date.now() / 1_000) < 5)
  const { asked, redeemed } = upstream
  assert.equal(asked.get('redirect_uri'), `${ISSUER}/sign-in/with/acme/callback`)
  assert.equal(asked.get('response_type'), 'code')
  assert.equal(asked.get('scope'), 'openid email profile')
  assert.equal(asked.get('code_challenge_method'), 'S256')
  assert.equal(asked.get('nonce')?.length, 43)
  assert.equal(redeemed?.form.get('code_verifier')?.length, 43)
  assert.equal(redeemed?.form.get('client_secret'), 's3cret')
  assert.equal(asked.get('max_age'), '31536000')
  const other = upstream.asked.get('nonce')
  await go(way, visit(browser), upstream)
  assert.notEqual(upstream.asked.get('nonce'), other)
})

test('the provider gets what the client asked for: prompt, max_age, login_hint, ui_locales', async (context) => {
  const { upstream, way, browser, clock } = await startWay(context)
  const asked = { loginHint: 'vic@example.com' }
  const request = { asked } as unknown as Visit['request']
  await go(
    way,
    {
      ...{ ...visit(browser), request, authTimeAfter: clock.now() - 60, locales: 'sv en' },
      prompt: ['login', 'consent'],
    },
    upstream,
  )
  assert.equal(upstream.asked.get('prompt'), 'login')
  assert.equal(upstream.asked.get('max_age'), '60')
  assert.equal(upstream.asked.get('login_hint'), 'vic@example.com')
  assert.equal(upstream.asked.get('ui_locales'), 'sv en')
  await go(way, { ...visit(browser), interactive: false }, upstream)
  assert.equal(upstream.asked.get('prompt'), 'none')
})

test('a sign-in that is older than the client allows, or of unknown age, is refused', async (context) => {
  const { upstream, signIn, clock } = await startWay(context)
  const after = { authTimeAfter: clock.now() - 60 }
  for (const authTime of [clock.now() - 3_600, undefined]) {
    upstream.faults = { authTime }
    assertFailed(await signIn(after), 'not_recent')
  }
  // The time of the token is not the time of the sign-in.
  const finished = await signIn()
  assert.ok(finished.is === 'proven' && finished.proof.authTime === null, JSON.stringify(finished))
  upstream.behave()
  assert.equal((await signIn(after)).is, 'proven')
})

test('auth_time, amr and acr are taken only from the ID token', async (context) => {
  const { upstream, signIn, clock } = await startWay(context)
  upstream.faults = {
    claims: ({ email, name, ...right }) => ({ ...right, amr: ['pwd', 'otp', 7], acr: 'silver' }),
    authTime: clock.now() - 100,
  }
  upstream.person = { ...upstream.person, auth_time: 1, amr: ['none'], acr: 'gold' }
  const finished = await signIn()
  assert.ok(finished.is === 'proven', JSON.stringify(finished))
  const { amr, acr, authTime, email, name } = finished.proof
  assert.deepEqual([amr, acr, authTime], [['pwd', 'otp'], 'silver', clock.now() - 100])
  // Claims that the ID token lacks come from userinfo (OpenID Connect Core §5.4).
  assert.deepEqual([email, name], ['vic@example.com', 'Vic Torres'])
})

test('userinfo about another person is refused', async (context) => {
  const { upstream, signIn } = await startWay(context)
  upstream.faults = {
    claims: ({ email, ...right }) => right,
    instead: {
      '/userinfo': (response) =>
        response
          .setHeader('content-type', 'application/json')
          .end('{"sub":"another","email":"mallory@example.com"}'),
    },
  }
  assertFailed(await signIn(), 'not_trusted')
})

test('an address counts as verified only if the same document says so', async (context) => {
  const { upstream, signIn } = await startWay(context)
  for (const [email_verified, expected] of [
    ...[[true, true] as const, ['true', true] as const],
    ...[[false, false] as const, ['false', false] as const, [undefined, false] as const],
    ...[[1, false] as const, ['yes', false] as const],
  ]) {
    upstream.person = { ...upstream.person, email_verified }
    const finished = await signIn()
    assert.ok(finished.is === 'proven')
    assert.equal(finished.proof.emailVerified, expected, String(email_verified))
  }
})

test('the error code of the provider is passed on', async (context) => {
  const { upstream, signIn } = await startWay(context)
  for (const [error, expected] of [
    ['access_denied', 'access_denied'],
    ['login_required', 'login_required'],
    ['interaction_required', 'interaction_required'],
    ['consent_required', 'interaction_required'],
    ['account_selection_required', 'interaction_required'],
  ]) {
    upstream.faults = { answer: { error, code: undefined } }
    const finished = await signIn()
    assert.deepEqual(
      [finished.is, finished.is === 'refused' && finished.error],
      ['refused', expected],
    )
    assert.deepEqual(finished.onward, onward)
  }
  upstream.faults = {
    answer: { error: 'server_error', code: undefined, error_description: 'a\nb' },
  }
  assertFailed(await signIn(), 'unreachable')
  // Without the provider's iss, the refusal could come from anyone.
  upstream.faults = { answer: { error: 'access_denied', code: undefined, iss: undefined } }
  assertFailed(await signIn(), 'not_trusted')
})

test('a refusal at the token endpoint is a failed sign-in', async (context) => {
  const { upstream, signIn } = await startWay(context)
  upstream.faults = { token: { status: 401, body: { error: 'invalid_client' } } }
  assertFailed(await signIn(), 'unreachable', { detail: /invalid_client/ })
  upstream.faults = { token: { status: 200, body: { access_token: 'a', token_type: 'Bearer' } } }
  assertFailed(await signIn(), 'not_trusted')
})

test('the callback works once, in time, and only in the browser that started the sign-in', async (context) => {
  const { upstream, way, browser, clock } = await startWay(context)
  const parameters = await go(way, visit(browser), upstream)
  const elsewhere = await way.finish?.({ parameters, browser: createBrowser() })
  assertFailed(elsewhere, 'not_begun_here')
  assert.equal(upstream.redeemed, undefined)
  assert.equal((await way.finish?.({ parameters, browser }))?.is, 'proven')
  assertFailed(await way.finish?.({ parameters, browser }), 'not_begun_here')
  const late = await go(way, visit(browser), upstream)
  clock.advance(31 * 60)
  assertFailed(await way.finish?.({ parameters: late, browser }), 'expired')
  assertFailed(await way.finish?.({ parameters: new URLSearchParams(), browser }), 'not_begun_here')
})

test('a code from another sign-in is refused, even in the same browser (code injection)', async (context) => {
  const { upstream, way, browser } = await startWay(context)
  const mine = await go(way, visit(browser), upstream)
  const theirs = await go(way, visit(createBrowser()), upstream)
  const mixed = new URLSearchParams(mine)
  mixed.set('code', theirs.get('code') ?? '')
  assertFailed(await way.finish?.({ parameters: mixed, browser }), 'not_trusted')
})

test('the secret is sent by a method that the provider supports, or as the setting says', async (context) => {
  const { upstream, signIn } = await startWay(context)
  upstream.faults = { document: { token_endpoint_auth_methods_supported: undefined } }
  await signIn()
  const basic = `Basic ${Buffer.from('mandate:s3cret').toString('base64')}`
  assert.equal(upstream.redeemed?.authorization, basic)
  const other = await startWay(context, {
    members: { token_endpoint_auth_method: 'client_secret_basic' },
  })
  await other.signIn()
  assert.equal(other.upstream.redeemed?.authorization, basic)
  const none = await startWay(context, { members: { client_secret: undefined } })
  assert.equal((await none.signIn()).is, 'proven')
  assert.equal(none.upstream.redeemed?.form.get('client_id'), 'mandate')
  assert.equal(none.upstream.redeemed?.form.get('client_secret'), null)
})

test('sign-out goes through the provider if it has an end_session_endpoint', async (context) => {
  const { upstream, way } = await startWay(context)
  const to = new URL((await way.endSession?.('https://login.example/sign-in')) ?? '')
  assert.equal(to.origin + to.pathname, `${upstream.issuer}/logout`)
  assert.deepEqual(Object.fromEntries(to.searchParams), {
    client_id: 'mandate',
    post_logout_redirect_uri: 'https://login.example/sign-in',
  })
  const without = await startWay(context)
  without.upstream.faults = { document: { end_session_endpoint: undefined } }
  assert.equal(await without.way.endSession?.('https://login.example/sign-in'), null)
})

test('the claims to read can be set', async (context) => {
  const claims = { subject: 'oid', email: 'upn', email_verified: 'owned', name: 'nick' }
  const { upstream, signIn } = await startWay(context, { members: { claims } })
  upstream.person = { sub: 'pairwise', oid: '7', upn: 'a@b.example', owned: true, nick: 'Al' }
  const finished = await signIn()
  assert.ok(finished.is === 'proven')
  const { subject, email, emailVerified, name } = finished.proof
  assert.deepEqual([subject, email, emailVerified, name], ['7', 'a@b.example', true, 'Al'])
})

test('users of any Microsoft tenant are stored under the issuer of their tenant', async (context) => {
  const microsoft = 'https://login.microsoftonline.com'
  const issuer = `${microsoft}/organizations/v2.0`
  const { upstream, way, browser, signIn } = await startWay(context, {
    members: { preset: 'microsoft', issuer },
    standsFor: `${microsoft}/organizations/v2.0`,
  })
  const tenant = '11111111-2222-3333-4444-555555555555'
  const theirs = `${microsoft}/${tenant}/v2.0`
  upstream.faults = {
    document: {
      issuer: `${microsoft}/{tenantid}/v2.0`,
      authorization_response_iss_parameter_supported: undefined,
      authorization_endpoint: `https://${upstream.host}/authorize`,
      end_session_endpoint: undefined,
    },
    answer: { iss: undefined },
    claims: (right) => ({ ...right, iss: theirs, tid: tenant, oid: 'the-object-id' }),
  }
  const finished = await signIn()
  assert.ok(finished.is === 'proven', JSON.stringify(finished))
  const { provider, subject, emailVerified } = finished.proof
  assert.deepEqual([provider, subject, emailVerified], [theirs, 'the-object-id', false])
  assert.equal(way.vouchesFor?.(theirs), true)
  assert.equal(way.vouchesFor?.('https://login.microsoftonline.com.evil.example/x/v2.0'), false)
  const { faults } = upstream
  upstream.faults = {
    ...faults,
    claims: (right) => ({ ...right, iss: theirs, tid: 'another-tenant', oid: 'the-object-id' }),
  }
  const parameters = await go(way, visit(browser), upstream)
  assertFailed(await way.finish?.({ parameters, browser }), 'not_trusted')
})
