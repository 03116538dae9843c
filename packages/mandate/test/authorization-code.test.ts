/** The five steps of an integration, and what a code is worth outside them. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { forge } from './forgery.ts'
import { assertError, exchange, introspect, obtainTokens, refresh, tokensOf } from './integrator.ts'
import { PASSWORD, REDIRECT_URI, type RunningServer, startServer } from './running-server.ts'
import { newVisitor, obtainCode, simplestRequest } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

test('a sign-in ends at the redirect URI with a code, state and iss', async () => {
  const visitor = newVisitor(server)
  const state = 'a b+c/%€'.repeat(150)
  const { address } = await visitor.signIn(
    await visitor.open({ ...simplestRequest(server), state: encodeURIComponent(state) }),
  )
  assert.match(address.href, /^https:\/\/urltoclient:4443\/\?code=mdt_ac_[A-Za-z0-9_-]+&state=/)
  assert.equal(address.searchParams.get('state'), encodeURIComponent(state))
  assert.equal(address.searchParams.get('iss'), server.issuer)
})

test('a code yields exactly the fields that integrators know', async () => {
  const { status, headers, body } = await exchange(server, await obtainCode(server))
  assert.equal(status, 200)
  assert.deepEqual(Object.keys(body), [
    'scope',
    'access_token',
    'token_type',
    'expires_in',
    'refresh_token',
  ])
  assert.deepEqual([body['scope'], body['token_type'], body['expires_in']], ['all', 'bearer', 300])
  assert.match(headers.get('content-type') ?? '', /^application\/json/)
  assert.equal(headers.get('cache-control'), 'no-store')
  assert.equal(headers.get('pragma'), 'no-cache')
})

test('SCENARIO 3: a code used twice by its own client ends everything issued from it', async () => {
  const code = await obtainCode(server)
  const first = tokensOf(await exchange(server, code))
  const again = await exchange(server, code)
  assert.deepEqual([again.status, again.body['error']], [400, 'invalid_grant'])
  assert.deepEqual((await introspect(server, first.accessToken)).body, { active: false })
  assert.equal((await refresh(server, first.refreshToken)).body['error'], 'invalid_grant')
})

test('a replay that is not otherwise valid changes nothing', async () => {
  const other = await server.register({ name: 'Other' })
  const code = await obtainCode(server)
  const { refreshToken } = tokensOf(await exchange(server, code))
  for (const more of [
    { as: { id: other.client.id, secret: other.secret } },
    { as: { id: server.client.id, secret: 'wrong' } },
    { form: { redirect_uri: 'https://evil.example' } },
    { form: { redirect_uri: '' } },
    { form: { code_verifier: 'x'.repeat(43) } },
  ]) {
    assert.notEqual((await exchange(server, code, more)).status, 200)
  }
  assert.equal((await refresh(server, refreshToken)).status, 200)
})

test('the code is appended by string; port and query of the redirect URI stay as they are', async () => {
  const redirectUri = 'https://a.example:443/cb?x=%7e%2F&y=a+b'
  const { client, secret } = await server.register({ redirectUris: [redirectUri] })
  const visitor = newVisitor(server)
  const request = { response_type: 'code', client_id: client.id, redirect_uri: redirectUri }
  const page = await visitor.open(request)
  const form = { email: server.account.email, password: PASSWORD }
  const answered = await visitor.post(page.address.href, form)
  const location = answered.headers.get('location') ?? ''
  assert.ok(location.startsWith(`${redirectUri}&code=mdt_ac_`), location)
  const as = { id: client.id, secret }
  const code = new URL(location).searchParams.get('code') ?? ''
  const exact = { as, form: { redirect_uri: redirectUri } }
  const rebuilt = { as, form: { redirect_uri: new URL(redirectUri).href } }
  assertError(await exchange(server, code, rebuilt), 'invalid_grant')
  assert.equal((await exchange(server, code, exact)).status, 200)
})

test('a code carries the APIs that were asked for; resource may repeat (RFC 8707 §2)', async () => {
  const query = new URLSearchParams(simplestRequest(server))
  query.append('resource', server.resource.uri)
  query.append('resource', server.resource.uri)
  const visitor = newVisitor(server)
  await visitor.post('/sign-in', { email: server.account.email, password: PASSWORD })
  const { headers } = await visitor.get(`/oauth2/authorize?${query}`)
  const code = new URL(headers.get('location') ?? '').searchParams.get('code') ?? ''
  const { accessToken } = tokensOf(await exchange(server, code))
  assert.deepEqual((await introspect(server, accessToken)).body['aud'], [server.resource.uri])
})

test('a client without the default scope gets its own, and is told which', async () => {
  const { client, secret } = await server.register({ scope: 'read write' })
  const code = await obtainCode(server, { ...simplestRequest(server), client_id: client.id })
  const { body } = await exchange(server, code, { as: { id: client.id, secret } })
  assert.equal(body['scope'], 'read write')
})

test('SCENARIO 2: fifty exchanges of one code race, and one wins', async () => {
  const code = await obtainCode(server)
  const answers = await Promise.all(Array.from({ length: 50 }, () => exchange(server, code)))
  assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  assert.equal(answers.filter(({ body }) => body['error'] === 'invalid_grant').length, 49)
})

test('SCENARIO 4: a forged code for a live grant changes nothing', async () => {
  const code = await obtainCode(server)
  assert.equal((await exchange(server, forge(code))).body['error'], 'invalid_grant')
  assert.equal((await exchange(server, code)).status, 200)
})

test('a code is good for sixty seconds', async () => {
  const code = await obtainCode(server)
  const late = await obtainCode(server)
  server.clock.advance(59)
  assert.equal((await exchange(server, code)).status, 200)
  server.clock.advance(1)
  assert.equal((await exchange(server, late)).body['error'], 'invalid_grant')
})

test('SCENARIO 17: another client cannot use a code, and its owner still can', async () => {
  const other = await server.register({ name: 'Other' })
  const code = await obtainCode(server)
  const as = { id: other.client.id, secret: other.secret }
  assert.equal((await exchange(server, code, { as })).body['error'], 'invalid_grant')
  assert.equal((await exchange(server, code)).status, 200)
})

test('SCENARIO 19: a code for one redirect URI is refused with another or with none', async () => {
  const code = await obtainCode(server)
  for (const redirect_uri of ['', `${REDIRECT_URI}/`, 'https://URLTOCLIENT:4443']) {
    const { body } = await exchange(server, code, { form: { redirect_uri } })
    assert.equal(body['error'], 'invalid_grant', redirect_uri)
  }
  assert.equal((await exchange(server, code)).status, 200)
})

test('a redirect URI that was not sent may not be sent later (RFC 6749 §4.1.3)', async () => {
  const { redirect_uri: _, ...request } = simplestRequest(server)
  const code = await obtainCode(server, request)
  assert.equal((await exchange(server, code)).body['error'], 'invalid_grant')
  assert.equal((await exchange(server, code, { form: { redirect_uri: '' } })).status, 200)
})

const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const challenge = {
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  code_challenge_method: 'S256',
}

test('SCENARIO 26: a challenge needs its verifier, and a verifier its challenge', async () => {
  const bound = await obtainCode(server, { ...simplestRequest(server), ...challenge })
  for (const form of [{}, { code_verifier: 'x'.repeat(43) }, { code_verifier: 'short' }]) {
    assert.equal((await exchange(server, bound, { form })).body['error'], 'invalid_grant')
  }
  assert.equal((await exchange(server, bound, { form: { code_verifier: verifier } })).status, 200)

  const free = await obtainCode(server)
  const downgraded = await exchange(server, free, { form: { code_verifier: verifier } })
  assert.equal(downgraded.body['error'], 'invalid_grant')
})

test('an exchange repeated with its Idempotency-Key gets the same refresh token', async () => {
  const code = await obtainCode(server)
  const headers = { 'idempotency-key': '"8e03978e-40d5-43dd-bc93-6894a57f9324"' }
  const first = tokensOf(await exchange(server, code, { headers }))
  const second = tokensOf(await exchange(server, code, { headers }))
  assert.equal(second.refreshToken, first.refreshToken)
  assert.equal((await refresh(server, first.refreshToken)).status, 200)
})

test('an access token is good for its 300 seconds and no longer', async () => {
  const { accessToken } = await obtainTokens(server)
  server.clock.advance(299)
  assert.equal((await introspect(server, accessToken)).body['active'], true)
  server.clock.advance(1)
  assert.deepEqual((await introspect(server, accessToken)).body, { active: false })
})
