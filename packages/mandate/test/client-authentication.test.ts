/** Who a client says it is, and how it proves it (RFC 6749 §2.3), at the three endpoints that ask. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { secretAuthentication } from '../src/clients/authentication/client-secret.ts'
import { newSecret } from '../src/clients/registration.ts'
import { ACT, actAt } from './act.ts'
import {
  type Answer,
  assertError,
  basic,
  type Credentials,
  exchange,
  obtainTokens,
  ownCredentials,
  post,
  refresh,
  tokensOf,
} from './integrator.ts'
import { FORM, rawRequest } from './raw-request.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { obtainCode } from './visitor.ts'

const ENDPOINTS = ['token', 'introspect', 'revoke'] as const

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

type Form = Readonly<Record<string, string>>

/** A request that is fine at every endpoint as soon as the client is authenticated. */
function ask(endpoint: string, form: Form, options: Parameters<typeof post>[2] = {}) {
  const filled = { token: 'x', grant_type: 'refresh_token', refresh_token: 'x', ...form }
  return post(`${server.issuer}/oauth2/${endpoint}`, filled, options)
}

/** What the endpoints say to a client that they have let in. */
function assertLetIn({ status, body }: Answer, message?: string): void {
  const passed = status === 200 || body['error'] === 'invalid_grant'
  assert.ok(passed, `${message ?? ''} ${status} ${JSON.stringify(body)}`)
}

/** A client whose id and secret nobody here would have generated. */
async function registerWith({ id, secret }: Credentials): Promise<void> {
  const authentication = secretAuthentication(secret)
  await server.store.clients.insert({ ...server.client, id, authentication }, ACT)
}

test('a secret may come by Basic or in the form, for any client that has one', async () => {
  const { id, secret } = ownCredentials(server)
  for (const endpoint of ENDPOINTS) {
    assertLetIn(await ask(endpoint, {}, { as: { id, secret } }), endpoint)
    assertLetIn(await ask(endpoint, { client_id: id, client_secret: secret }), endpoint)
  }
})

test('the scheme Basic may be written in any case (RFC 9110 §11.1)', async () => {
  const credentials = basic(ownCredentials(server)).slice('Basic '.length)
  for (const scheme of ['basic', 'BASIC', 'bAsIc']) {
    const headers = { authorization: `${scheme} ${credentials}` }
    assertLetIn(await ask('token', {}, { headers }), scheme)
  }
})

test('unknown client and wrong secret get one and the same 401', async () => {
  const { id, secret } = ownCredentials(server)
  for (const endpoint of ENDPOINTS) {
    const answers = [
      await ask(endpoint, {}, { as: { id, secret: `${secret}x` } }),
      await ask(endpoint, {}, { as: { id: 'client_unknown', secret } }),
      await ask(endpoint, { client_id: id, client_secret: 'wrong' }),
      await ask(endpoint, { client_id: 'client_unknown', client_secret: 'wrong' }),
    ]
    const seen = answers.map((answer) => {
      assertError(answer, 'invalid_client', endpoint)
      assert.match(answer.headers.get('www-authenticate') ?? '', /^Basic realm="/)
      assert.equal(answer.headers.get('cache-control'), 'no-store')
      return answer.body['error_description']
    })
    assert.equal(new Set(seen).size, 1)
  }
})

test('a client without its secret is told the same, whether its id is known or not', async () => {
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

test('a client that is turned off is refused, and told so only with its own secret', async () => {
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

test('SCENARIO 28: a confidential client that says only its name is refused', async () => {
  const { id } = ownCredentials(server)
  for (const endpoint of ENDPOINTS) {
    assertError(await ask(endpoint, { client_id: id }), 'invalid_client', endpoint)
    assertError(await ask(endpoint, {}), 'invalid_client', endpoint)
  }
  const { refreshToken } = await obtainTokens(server)
  const url = `${server.issuer}/oauth2/token`
  const form = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: id }
  assertError(await post(url, form), 'invalid_client')
  assert.equal((await refresh(server, refreshToken)).status, 200)
})

test('SCENARIO 29: a blank secret is no secret', async () => {
  const { id } = ownCredentials(server)
  for (const endpoint of ENDPOINTS) {
    assertError(await ask(endpoint, {}, { as: { id, secret: '' } }), 'invalid_client')
    assertError(await ask(endpoint, { client_id: id, client_secret: '' }), 'invalid_client')
    assertError(await ask(endpoint, {}, { as: { id: '', secret: '' } }), 'invalid_client')
  }
})

test('a public client with a blank secret is a client without one, in Basic and in the form', async () => {
  const { client } = await server.register({ isPublic: true, trusted: false })
  for (const endpoint of ['token', 'revoke']) {
    assertLetIn(await ask(endpoint, {}, { as: { id: client.id, secret: '' } }), endpoint)
    const both = { client_id: client.id, client_secret: '' }
    assertLetIn(await ask(endpoint, both, { as: { id: client.id, secret: '' } }), endpoint)
    assertLetIn(await ask(endpoint, both), endpoint)
  }
  // RFC 7662 §2.1: introspection is for those who prove who they are.
  const asked = await ask('introspect', {}, { as: { id: client.id, secret: '' } })
  assertError(asked, 'invalid_client')
})

test('a public client that sends a secret is told that it has none', async () => {
  const { client } = await server.register({ isPublic: true, trusted: false })
  for (const answer of [
    await ask('token', {}, { as: { id: client.id, secret: 'guess' } }),
    await ask('token', {}, { as: { id: client.id, secret: '0'.repeat(64) } }),
    await ask('revoke', { client_id: client.id, client_secret: 'guess' }),
  ]) {
    assertError(answer, 'invalid_client')
    assert.match(String(answer.body['error_description']), /public client, which has no secret/)
  }
})

test('SCENARIO 30: each half of Basic is form-decoded after the split at the first colon', async () => {
  await registerWith({ id: 'odd:id %+', secret: 'p:a%s+s w&=rd' })
  const encoded = 'odd%3Aid+%25%2B:p:a%25s%2Bs+w%26%3Drd'
  const headers = (text: string) => ({
    headers: { authorization: `Basic ${Buffer.from(text).toString('base64')}` },
  })
  assertLetIn(await ask('token', {}, headers(encoded)))
  // Not encoded, the id would end at its colon.
  assertError(await ask('token', {}, headers('odd:id %+:p:a%s+s w&=rd')), 'invalid_client')
})

test('SCENARIO 30: credentials that cannot be decoded are refused with 401', async () => {
  const { id, secret } = ownCredentials(server)
  const good = basic({ id, secret }).slice('Basic '.length)
  for (const authorization of [
    'Basic',
    'Basic ',
    'Basic !!!!',
    `Basic ${good.slice(0, -1)}`,
    `Basic ${good}=`,
    `Basic ${good} x`,
    `Basic ${Buffer.from(`${id}:${secret}`).toString('base64url').replace(/$/, '-_')}`,
    `Basic ${Buffer.from(id).toString('base64')}`,
    `Basic ${Buffer.from(`${id}:%zz`).toString('base64')}`,
    `Basic ${Buffer.from(`${id}:%ff`).toString('base64')}`,
    `Basic ${Buffer.from(`${id}:%00`).toString('base64')}`,
    `Basic ${Buffer.from(`${id}:schlüssel`).toString('base64')}`,
    `Basic ${Buffer.from(`${id}:schl%C3%BCssel`).toString('base64')}`,
    `Basic ${Buffer.from([0xff, 0x3a, 0xff]).toString('base64')}`,
    `Bearer ${good}`,
    'Digest username="x"',
  ]) {
    assertError(await ask('token', {}, { headers: { authorization } }), 'invalid_client')
  }
})

test('SCENARIO 31: Basic for one client and the client_id of another is refused', async () => {
  const { id, secret } = ownCredentials(server)
  const other = await server.register({ name: 'Other' })
  for (const endpoint of ENDPOINTS) {
    const form = { client_id: other.client.id }
    assertError(await ask(endpoint, form, { as: { id, secret } }), 'invalid_client')
    assertLetIn(await ask(endpoint, { client_id: id }, { as: { id, secret } }))
  }
})

test('two ways of authentication in one request are invalid_request (RFC 6749 §2.3)', async () => {
  const { id, secret } = ownCredentials(server)
  for (const endpoint of ENDPOINTS) {
    for (const form of [{ client_secret: secret }, { client_id: id, client_secret: secret }]) {
      assertError(await ask(endpoint, form, { as: { id, secret } }), 'invalid_request')
    }
  }
})

test('an assertion is refused, for this server does not offer it', async () => {
  const form = {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: 'eyJ.e30.x',
  }
  for (const endpoint of ENDPOINTS) assertError(await ask(endpoint, form), 'invalid_client')
})

test('two Authorization headers are invalid_request', async () => {
  const authorization = ['Authorization', basic(ownCredentials(server))] as const
  for (const endpoint of ENDPOINTS) {
    const { status, text } = await rawRequest(server.issuer, {
      method: 'POST',
      path: `/oauth2/${endpoint}`,
      headers: [FORM, authorization, authorization],
      body: 'grant_type=refresh_token&refresh_token=x&token=x',
    })
    assert.deepEqual([status, JSON.parse(text).error], [400, 'invalid_request'], endpoint)
  }
})

test('credentials in the query are refused (RFC 6749 §2.3.1)', async () => {
  const { id, secret } = ownCredentials(server)
  for (const endpoint of ENDPOINTS) {
    for (const query of [`client_id=${id}&client_secret=${secret}`, `client_secret=${secret}`]) {
      const answer = await ask(`${endpoint}?${query}`, {}, { as: { id, secret } })
      assertError(answer, 'invalid_request', endpoint)
    }
  }
  assert.ok(!server.log.some((line) => line.includes(secret)))
})

test('while a secret is being replaced both are good, until the old one has had its time', async () => {
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

test('a public client says its client_id, and proves itself with PKCE', async () => {
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

test('the client is authenticated before its code is looked at', async () => {
  const code = await obtainCode(server)
  const as = { ...ownCredentials(server), secret: 'wrong' }
  assertError(await exchange(server, code, { as }), 'invalid_client')
  assert.equal((await exchange(server, code)).status, 200)
  assertError(await exchange(server, 'nonsense', { as }), 'invalid_client')
})
