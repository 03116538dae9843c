/** Introspection (RFC 7662): what an API and a client learn about a token, and what they do not. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { makeResource, newSecret } from '../src/clients/registration.ts'
import { ACT } from './act.ts'
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
  tokensOf,
} from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { obtainCode } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

/** Another API; its URI must be unused. */
async function registerApi(uri: string): Promise<Credentials> {
  const source = { clock: server.clock, random: (bytes: number) => Buffer.alloc(bytes, uri) }
  const { resource, secret } = makeResource({ name: uri, uri }, source)
  await server.store.resources.insert(resource, ACT)
  return { id: resource.id, secret }
}

const INACTIVE = { active: false }

test('during a rotation both secrets of an API are good until the old one expires', async () => {
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

test('a deleted API is unknown, and no other one honours the tokens meant for it', async () => {
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

test('asking about a code does not use it up', async () => {
  const code = await obtainCode(server)
  assert.deepEqual((await introspect(server, code, ownCredentials(server))).body, INACTIVE)
  assert.equal((await exchange(server, code)).status, 200)
})

test('a missing or repeated token, or one in the URL, is invalid_request', async () => {
  const url = `${server.issuer}/oauth2/introspect`
  const as = apiCredentials(server)
  assertError(await post(url, {}, { as }), 'invalid_request')
  assertError(await post(url, { token: '' }, { as }), 'invalid_request')
  assertError(await post(url, 'token=a&token=b', { as }), 'invalid_request')
  assertError(await post(`${url}?token=a`, {}, { as }), 'invalid_request')
  assertError(await post(`${url}?token=a`, { token: 'a' }, { as }), 'invalid_request')
  assertError(await post(`${url}?client_assertion=a`, { token: 'a' }, { as }), 'invalid_request')
  assertError(await post(`${url}?token_type_hint=a`, { token: 'a' }, { as }), 'invalid_request')
})
