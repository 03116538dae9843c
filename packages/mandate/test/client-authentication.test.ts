/** How a client authenticates (RFC 6749 §2.3), at the three endpoints that ask. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newSecret } from '../src/clients/registration.ts'
import { ACT, actAt } from './act.ts'
import { type Answer, assertError, ownCredentials, post, tokensOf } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { obtainCode } from './visitor.ts'

const ENDPOINTS = ['token', 'introspect', 'revoke'] as const

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

type Form = Readonly<Record<string, string>>

/** A request that every endpoint accepts once the client is authenticated. */
function ask(endpoint: string, form: Form, options: Parameters<typeof post>[2] = {}) {
  const filled = { token: 'x', grant_type: 'refresh_token', refresh_token: 'x', ...form }
  return post(`${server.issuer}/oauth2/${endpoint}`, filled, options)
}

/** How the endpoints respond to an authenticated client. */
function assertLetIn({ status, body }: Answer, message?: string): void {
  const passed = status === 200 || body['error'] === 'invalid_grant'
  assert.ok(passed, `${message ?? ''} ${status} ${JSON.stringify(body)}`)
}

test('a client without its secret gets the same answer whether or not its id is known', async () => {
  const { id } = ownCredentials(server)
  for (const endpoint of ENDPOINTS) {
    const answers = [
      await ask(endpoint, { client_id: id }),
      await ask(endpoint, { client_id: 'client_unknown' }),
      await ask(endpoint, {}, { as: { id, secret: '' } }),
      await ask(endpoint, {}, { as: { id: 'client_unknown', secret: '' } }),
    ]
    const seen = answers.map((answer) => {
      assertError(answer, 'invalid_client', endpoint)
      return answer.body['error_description']
    })
    assert.equal(new Set(seen).size, 1, endpoint)
  }
})

test('a disabled client is refused, and told why only if it presents its own secret', async () => {
  const { client, secret } = await server.register({ name: 'Off' })
  await server.store.clients.disable(client.id, actAt(server.clock.now()))
  for (const endpoint of ENDPOINTS) {
    const off = await ask(endpoint, {}, { as: { id: client.id, secret } })
    assertError(off, 'invalid_client', endpoint)
    assert.match(String(off.body['error_description']), /turned off\. Ask the operator/)
    const guess = await ask(endpoint, {}, { as: { id: client.id, secret: 'x' } })
    const stranger = await ask(endpoint, {}, { as: { id: 'client_unknown', secret: 'x' } })
    assert.equal(guess.body['error_description'], stranger.body['error_description'])
  }
})

test('during a rotation both secrets are good until the old one expires', async () => {
  const { client, secret: old } = await server.register({ name: 'Rotating' })
  const fresh = newSecret((bytes) => Buffer.alloc(bytes, 7))
  const until = server.clock.now() + 3_600
  await server.store.clients.rotateSecret(
    client.id,
    { secretHash: fresh.secretHash, previousExpiresAt: until },
    ACT,
  )
  const asOld = { as: { id: client.id, secret: old } }
  const asNew = { as: { id: client.id, secret: fresh.secret } }
  server.clock.advance(3_599)
  assertLetIn(await ask('token', {}, asOld))
  assertLetIn(await ask('token', {}, asNew))
  server.clock.advance(1)
  assertError(await ask('token', {}, asOld), 'invalid_client')
  assertLetIn(await ask('token', {}, asNew))
})

test('a public client sends its client_id and proves itself with PKCE', async () => {
  const { client } = await server.register({ isPublic: true, trusted: false })
  const account = await server.createAccount('public.client@example.com')
  const code_challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
  const code = await obtainCode(
    server,
    {
      response_type: 'code',
      client_id: client.id,
      code_challenge,
      code_challenge_method: 'S256',
    },
    { email: account.email },
  )
  const form = {
    grant_type: 'authorization_code',
    code,
    client_id: client.id,
    code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  }
  const url = `${server.issuer}/oauth2/token`
  const first = tokensOf(await post(url, form))
  const again = { grant_type: 'refresh_token', refresh_token: first.refreshToken }
  assertError(await post(url, again), 'invalid_client')
  const second = tokensOf(await post(url, { ...again, client_id: client.id }))
  const revocation = { token: second.refreshToken, client_id: client.id }
  assert.equal((await post(`${server.issuer}/oauth2/revoke`, revocation)).status, 200)
})

test('a public client may not introspect', async () => {
  const { client } = await server.register({ isPublic: true, trusted: false })
  assertError(await ask('introspect', { client_id: client.id }), 'invalid_client')
})
