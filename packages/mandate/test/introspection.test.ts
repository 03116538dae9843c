/** Introspection (RFC 7662): what an API and a client learn about a token, and what they do not. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { makeResource, newSecret } from '../src/clients/registration.ts'
import { ACT } from './act.ts'
import { forge } from './forgery.ts'
import {
  apiCredentials,
  assertError,
  type Credentials,
  exchange,
  introspect,
  obtainTokens,
  ownCredentials,
  post,
  refresh,
  revoke,
  tokensOf,
} from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { obtainCode } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

/** Another API; its URI has to be new. */
async function registerApi(uri: string): Promise<Credentials> {
  const source = { clock: server.clock, random: (bytes: number) => Buffer.alloc(bytes, uri) }
  const { resource, secret } = makeResource({ name: uri, uri }, source)
  await server.store.resources.insert(resource, ACT)
  return { id: resource.id, secret }
}

const INACTIVE = { active: false }

test('while the secret of an API is being replaced both are good, until the old one has had its time', async () => {
  const api = await registerApi('https://rotating.example')
  const { accessToken } = await obtainTokens(server)
  const fresh = newSecret((bytes) => Buffer.alloc(bytes, 9))
  const until = server.clock.now() + 60
  await server.store.resources.rotateSecret(
    api.id,
    { secretHash: fresh.secretHash, previousExpiresAt: until },
    ACT,
  )
  const renewed = { id: api.id, secret: fresh.secret }
  server.clock.advance(59)
  for (const as of [api, renewed]) {
    assert.equal((await introspect(server, accessToken, as)).body['active'], true)
  }
  server.clock.advance(1)
  assertError(await introspect(server, accessToken, api), 'invalid_client')
  assert.equal((await introspect(server, accessToken, renewed)).body['active'], true)
})

test('a deleted API is a stranger, and no other one honours the tokens that were meant for it', async () => {
  const uri = 'https://deleted.example'
  const api = await registerApi(uri)
  const parameters = { resource: uri }
  const { accessToken, refreshToken } = await obtainTokens(server, { parameters })
  assert.equal((await introspect(server, accessToken, api)).body['active'], true)
  await server.store.resources.delete(api.id, ACT)
  assertError(await introspect(server, accessToken, api), 'invalid_client')
  assert.deepEqual((await introspect(server, accessToken)).body, INACTIVE)
  const next = tokensOf(await refresh(server, refreshToken))
  assert.deepEqual((await introspect(server, next.accessToken)).body, INACTIVE)
})

test('an API learns exactly what RFC 7662 §2.2 names about an active token', async () => {
  const { accessToken } = await obtainTokens(server)
  const { status, headers, body } = await introspect(server, accessToken)
  const { iat, exp, jti, ...others } = body
  assert.equal(status, 200)
  assert.match(headers.get('content-type') ?? '', /^application\/json/)
  assert.equal(headers.get('cache-control'), 'no-store')
  assert.deepEqual(others, {
    active: true,
    scope: 'all',
    client_id: server.client.id,
    token_type: 'bearer',
    sub: server.account.id,
    iss: server.issuer,
  })
  assert.equal(Number(exp) - Number(iat), 300)
  assert.equal(iat, server.clock.now())
  assert.match(String(jti), /^[A-Za-z0-9_-]{27}$/)
  assert.ok(!accessToken.includes(String(jti)))
})

test('whatever is wrong with a token, the answer is active false and nothing more', async () => {
  const { accessToken, refreshToken } = await obtainTokens(server)
  const revoked = await obtainTokens(server)
  await revoke(server, revoked.refreshToken)
  const tokens = {
    unknown: 'nonsense',
    forged: forge(accessToken),
    revoked: revoked.accessToken,
    'a refresh token': refreshToken,
    'a code': await obtainCode(server),
    long: 'a'.repeat(10_000),
    space: ' ',
  }
  for (const [name, token] of Object.entries(tokens)) {
    const { status, body } = await introspect(server, token)
    assert.deepEqual([status, body], [200, INACTIVE], name)
  }
  server.clock.advance(300)
  assert.deepEqual((await introspect(server, accessToken)).body, INACTIVE)
})

test('an API is told nothing of a token that is meant for another', async () => {
  const other = await registerApi('https://other.example')
  const parameters = { resource: server.resource.uri }
  const { accessToken } = await obtainTokens(server, { parameters })
  assert.deepEqual((await introspect(server, accessToken, other)).body, INACTIVE)
  const { body } = await introspect(server, accessToken)
  assert.deepEqual([body['active'], body['aud']], [true, [server.resource.uri]])
})

test('a token that names no API is active at each, and pretends to no audience', async () => {
  const third = await registerApi('https://third.example')
  const { accessToken } = await obtainTokens(server)
  for (const as of [third, apiCredentials(server), ownCredentials(server)]) {
    const { body } = await introspect(server, accessToken, as)
    assert.deepEqual([body['active'], Object.hasOwn(body, 'aud')], [true, false])
  }
})

test('a client may ask about its own tokens, and not about those of another', async () => {
  const stranger = await server.register({ name: 'Stranger' })
  const as = { id: stranger.client.id, secret: stranger.secret }
  const { accessToken, refreshToken } = await obtainTokens(server)
  const own = ownCredentials(server)
  assert.equal((await introspect(server, accessToken, own)).body['active'], true)
  assert.equal((await introspect(server, refreshToken, own)).body['active'], true)
  assert.deepEqual((await introspect(server, accessToken, as)).body, INACTIVE)
  assert.deepEqual((await introspect(server, refreshToken, as)).body, INACTIVE)
})

test('a client learns when its refresh token ends, and that a used one has ended', async () => {
  const own = ownCredentials(server)
  const first = await obtainTokens(server)
  const second = tokensOf(await refresh(server, first.refreshToken))
  assert.deepEqual((await introspect(server, first.refreshToken, own)).body, INACTIVE)
  const { body } = await introspect(server, second.refreshToken, own)
  assert.equal(Number(body['exp']) - Number(body['iat']), 365 * 24 * 60 * 60)
  assert.equal(body['token_type'], undefined)
})

test('asking about a used refresh token writes nothing: it is no reuse', async () => {
  const first = await obtainTokens(server)
  const second = tokensOf(await refresh(server, first.refreshToken))
  await introspect(server, first.refreshToken, ownCredentials(server))
  await introspect(server, first.refreshToken)
  assert.equal((await refresh(server, second.refreshToken)).status, 200)
})

test('asking about a code does not use it up', async () => {
  const code = await obtainCode(server)
  assert.deepEqual((await introspect(server, code, ownCredentials(server))).body, INACTIVE)
  assert.equal((await exchange(server, code)).status, 200)
})

test('a scope that was withdrawn from the client is gone from its tokens', async () => {
  const { client, secret } = await server.register({ scope: 'read write' })
  const as = { id: client.id, secret }
  const parameters = { scope: 'read write' }
  const { accessToken, refreshToken } = await obtainTokens(server, { as, parameters })
  const form = { scope: 'write' }
  const narrow = tokensOf(await refresh(server, refreshToken, { as, form }))
  await server.store.clients.update(client.id, { scope: 'read' }, ACT)
  assert.equal((await introspect(server, accessToken)).body['scope'], 'read')
  assert.deepEqual((await introspect(server, narrow.accessToken)).body, INACTIVE)
})

test('whoever does not authenticate gets 401, whatever the token', async () => {
  const { accessToken } = await obtainTokens(server)
  const url = `${server.issuer}/oauth2/introspect`
  assertError(await post(url, { token: accessToken }), 'invalid_client')
  const { id } = apiCredentials(server)
  for (const as of [
    { id, secret: 'wrong' },
    { id, secret: '' },
    { id: 'resource_unknown', secret: 'wrong' },
  ]) {
    const answer = await introspect(server, accessToken, as)
    assertError(answer, 'invalid_client')
    assert.match(answer.headers.get('www-authenticate') ?? '', /^Basic realm="/)
  }
  const headers = { authorization: `Bearer ${accessToken}` }
  assertError(await post(url, { token: accessToken }, { headers }), 'invalid_client')
})

test('a token that is missing, repeated or in the URL is invalid_request', async () => {
  const url = `${server.issuer}/oauth2/introspect`
  const as = apiCredentials(server)
  assertError(await post(url, {}, { as }), 'invalid_request')
  assertError(await post(url, { token: '' }, { as }), 'invalid_request')
  assertError(await post(url, 'token=a&token=b', { as }), 'invalid_request')
  assertError(await post(`${url}?token=a`, {}, { as }), 'invalid_request')
  assertError(await post(`${url}?token=a`, { token: 'a' }, { as }), 'invalid_request')
  assertError(await post(`${url}?token_type_hint=a`, { token: 'a' }, { as }), 'invalid_request')
})

test('token_type_hint is only a hint', async () => {
  const { accessToken } = await obtainTokens(server)
  for (const token_type_hint of ['refresh_token', 'access_token', 'nonsense']) {
    const url = `${server.issuer}/oauth2/introspect`
    const form = { token: accessToken, token_type_hint }
    assert.equal((await post(url, form, { as: apiCredentials(server) })).body['active'], true)
  }
})
