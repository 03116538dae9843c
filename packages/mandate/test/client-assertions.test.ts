/** Clients that prove themselves with a signed assertion (RFC 7523), over HTTP, on two nodes. */

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import * as oauth from 'oauth4webapi'
import type { ClientDescription } from '../src/clients/registration.ts'
import { endpointsOf } from '../src/oauth/metadata.ts'
import { rotateClientSecret } from '../src/operations/clients.ts'
import { assertionOf, type ClientKey, newClientKey } from './client-proofs.ts'
import { temporaryDirectory } from './command-line/mandate-process.ts'
import { type Answer, assertError, post } from './integrator.ts'
import { REDIRECT_URI, type RunningServer, startServer } from './running-server.ts'
import { obtainCode, simplestRequest } from './visitor.ts'

let server: RunningServer
let node: string
/** The client's own server; `published` is what it says. */
const published: { keys: object[]; asked: number } = { keys: [], asked: 0 }
const clientsServer = createServer((_, response) => {
  published.asked += 1
  response.setHeader('cache-control', 'max-age=3600')
  response.end(JSON.stringify({ keys: published.keys }))
})
before(async () => {
  await new Promise<void>((resolve) => clientsServer.listen(0, '127.0.0.1', resolve))
  const fetchAllowedHosts = [`127.0.0.1:${(clientsServer.address() as AddressInfo).port}`]
  const database = join(temporaryDirectory(), 'mandate.db')
  server = await startServer({ database, settings: { fetchAllowedHosts } })
  node = await server.addNode()
})
after(async () => {
  await server.close()
  clientsServer.close()
})

interface Signer extends ClientKey {
  readonly id: string
}

async function newSigner(
  metadata: Partial<ClientDescription['metadata']> = {},
  key = newClientKey(),
): Promise<Signer> {
  const byValue = metadata?.jwks_uri === undefined ? { jwks: { keys: [key.jwk] } } : {}
  const { client } = await server.register({
    metadata: { token_endpoint_auth_method: 'private_key_jwt', ...byValue, ...metadata },
  })
  return { ...key, id: client.id }
}

type Asked = Partial<Parameters<typeof assertionOf>[2]>

function signed({ id, ...key }: Signer, asked: Asked = {}) {
  return assertionOf(id, key, { audience: server.issuer, now: server.clock.now(), ...asked })
}

/** A request that fails only for its token, if the client is let in. */
function ask(form: Readonly<Record<string, string>>, at = server.issuer): Promise<Answer> {
  return post(`${at}/oauth2/token`, { grant_type: 'refresh_token', refresh_token: 'x', ...form })
}

function assertLetIn({ status, body }: Answer): void {
  assert.equal(body['error'], 'invalid_grant', `${status} ${JSON.stringify(body)}`)
}

test('a library exchanges and refreshes with private_key_jwt, and introspects and revokes', async () => {
  const key = newClientKey()
  const signer = await newSigner({}, key)
  const as = {
    issuer: server.issuer,
    token_endpoint: `${server.issuer}/oauth2/token`,
    introspection_endpoint: `${server.issuer}/oauth2/introspect`,
    revocation_endpoint: `${server.issuer}/oauth2/revoke`,
  }
  const pkcs8 = key.privateKey.export({ format: 'der', type: 'pkcs8' })
  const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' }
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, ecdsa, false, ['sign'])
  const authentication = oauth.PrivateKeyJwt({ key: privateKey, kid: key.jwk.kid })
  const who = { client_id: signer.id }
  const options = { [oauth.allowInsecureRequests]: true }
  const code = await obtainCode(server, { ...simplestRequest(server), client_id: signer.id })
  const parameters = new URLSearchParams({ code, redirect_uri: REDIRECT_URI })
  const exchanged = await oauth.genericTokenEndpointRequest(
    ...([as, who, authentication, 'authorization_code', parameters, options] as const),
  )
  const tokens = await oauth.processGenericTokenEndpointResponse(as, who, exchanged)
  const refreshed = await oauth.refreshTokenGrantRequest(
    ...([as, who, authentication, tokens.refresh_token ?? '', options] as const),
  )
  const { access_token } = await oauth.processRefreshTokenResponse(as, who, refreshed)
  const introspect = async () => {
    const asked = [as, who, authentication, access_token, options] as const
    const answer = await oauth.introspectionRequest(...asked)
    return (await oauth.processIntrospectionResponse(as, who, answer)).active
  }
  assert.equal(await introspect(), true)
  const revoked = await oauth.revocationRequest(as, who, authentication, access_token, options)
  assert.equal(await oauth.processRevocationResponse(revoked), undefined)
  assert.equal(await introspect(), false)
})

test('an assertion is good once, on whichever node', async () => {
  const signer = await newSigner()
  const one = signed(signer)
  const both = await Promise.all([ask(one), ask(one, node)])
  assert.deepEqual(both.map(({ body }) => body['error']).sort(), [
    'invalid_client',
    'invalid_grant',
  ])
  const again = await ask(one, node)
  assertError(again, 'invalid_client')
  assert.match(String(again.body['error_description']), /used before/)
  // The same jti of another client is another assertion.
  const claims = { jti: 'shared' }
  assertLetIn(await ask(signed(signer, { claims })))
  assertLetIn(await ask(signed(await newSigner(), { claims })))
  assertError(await ask(signed(signer, { claims })), 'invalid_client')
})

test('an assertion that was used is still remembered when its time is nearly over', async () => {
  const signer = await newSigner()
  const one = signed(signer)
  assertLetIn(await ask(one))
  for (const seconds of [60, 29]) {
    server.clock.advance(seconds)
    assertError(await ask(one), 'invalid_client')
  }
})

test('an unknown client, a wrong signature and another method get the same answer', async () => {
  const signer = await newSigner()
  const { client } = await server.register({})
  const described = await Promise.all(
    [
      { ...signer, id: 'client_unknown' },
      { ...signer, ...newClientKey() },
      { ...signer, id: client.id },
      { ...(await newSigner({ token_endpoint_auth_signing_alg: 'PS256' })) },
      await newSigner({ jwks_uri: 'https://192.0.2.1/jwks' }),
    ].map(async (one) => {
      const answer = await ask(signed(one))
      assertError(answer, 'invalid_client')
      return answer.body['error_description']
    }),
  )
  assert.equal(new Set(described).size, 1)
})

test('what an assertion has to say is told only to the client itself', async () => {
  const signer = await newSigner()
  const now = server.clock.now()
  const told: readonly (readonly [asked: Asked, says: RegExp])[] = [
    [{ audience: 'https://other.example' }, /needs http:\/\/127.* as its aud/],
    [{ claims: { jti: undefined } }, /has no jti/],
    [{ claims: { jti: '' } }, /jti of the client_assertion is wrong/],
    [{ claims: { exp: undefined } }, /has no exp/],
    [{ claims: { exp: now - 31 } }, /has expired/],
    [{ claims: { exp: now + 3_700 } }, /more than an hour/],
    [{ claims: { iat: now + 61 } }, /iat of the client_assertion is in the future/],
    [{ claims: { nbf: now + 61 } }, /nbf of the client_assertion is in the future/],
  ]
  for (const [asked, says] of told) {
    const answer = await ask(signed(signer, asked))
    assertError(answer, 'invalid_client')
    assert.match(String(answer.body['error_description']), says)
    const stranger = await ask(signed({ ...signer, ...newClientKey() }, asked))
    assert.doesNotMatch(String(stranger.body['error_description']), says)
  }
  assertLetIn(await ask(signed(signer, { claims: { iat: now + 10, nbf: now + 10 } })))
})

test('the audience is the issuer, or an endpoint at which clients authenticate', async () => {
  const signer = await newSigner()
  const { token, introspection, revocation } = endpointsOf(server.issuer)
  for (const audience of [server.issuer, token, introspection, revocation, ['https://a', token]]) {
    assertLetIn(await ask(signed(signer, { audience })))
  }
  for (const audience of [`${server.issuer}/`, `${token}/x`, 'https://a', [], 7]) {
    assertError(await ask(signed(signer, { audience })), 'invalid_client')
  }
})

test('no header makes a forged assertion good', async () => {
  const signer = await newSigner()
  const forger = { ...signer, ...newClientKey() }
  const pem = signer.publicKey.export({ format: 'pem', type: 'spki' }).toString()
  const asked = { audience: server.issuer, now: server.clock.now() }
  const { client_assertion, ...type } = signed(signer)
  const [header = '', claims = ''] = client_assertion.split('.')
  const none = Buffer.from('{"alg":"none"}').toString('base64url')
  for (const [name, forged] of Object.entries({
    none: { ...type, client_assertion: `${none}.${claims}.` },
    stripped: { ...type, client_assertion: `${header}.${claims}.` },
    hs256: assertionOf(signer.id, { secret: pem }, asked),
    jwk: signed(forger, { header: { jwk: forger.jwk } }),
    jku: signed(forger, { header: { jku: 'https://evil.test/jwks' } }),
    x5u: signed(forger, { header: { x5u: 'https://evil.test/pem' } }),
    x5c: signed(forger, { header: { x5c: ['AAAA'] } }),
    crit: signed(signer, { header: { crit: ['exp'] } }),
    b64: signed(signer, { header: { b64: false } }),
    nested: signed(signer, { header: { cty: 'JWT' } }),
    iss: signed(signer, { claims: { iss: 'client_other' } }),
    sub: signed(signer, { claims: { sub: ['client'] } }),
  })) {
    assertError(await ask(forged), 'invalid_client', name)
  }
})

test('an assertion does not combine with a secret or another client_id', async () => {
  const signer = await newSigner()
  assertError(await ask({ ...signed(signer), client_secret: 'x' }), 'invalid_request')
  assertError(await ask({ ...signed(signer), client_id: 'client_other' }), 'invalid_client')
  assertLetIn(await ask({ ...signed(signer), client_id: signer.id }))
  assertError(await ask({ client_id: signer.id }), 'invalid_client')
  assertError(await ask({ client_id: signer.id, client_secret: 'x' }), 'invalid_client')
  const { client_assertion } = signed(signer)
  assertError(await ask({ client_assertion }), 'invalid_client')
})

test('client_secret_jwt: the secret signs, the old one too until the overlap is over', async () => {
  const metadata = { token_endpoint_auth_method: 'client_secret_jwt' } as const
  const { client, secret } = await server.register({ metadata })
  const asked = () => ({ audience: server.issuer, now: server.clock.now() })
  const bySecret = (key: string) => ask(assertionOf(client.id, { secret: key }, asked()))
  assertLetIn(await bySecret(secret))
  assertError(await bySecret(`${secret}x`), 'invalid_client')
  assertError(await ask(signed({ ...newClientKey(), id: client.id })), 'invalid_client')
  assertError(await ask({ client_id: client.id, client_secret: secret }), 'invalid_client')
  const context = { ...server, random: (bytes: number) => Buffer.alloc(bytes, 5) }
  const settings = { clientSecretOverlapSeconds: 60 }
  const rotation = { id: client.id }
  const operator = { kind: 'operator', via: 'shell' } as const
  const rotated = await rotateClientSecret({ ...context, settings }, operator, rotation)
  assert.ok(rotated.is === 'rotated')
  assertLetIn(await bySecret(secret))
  assertLetIn(await bySecret(rotated.secret))
  server.clock.advance(60)
  assertError(await bySecret(secret), 'invalid_client')
  assertLetIn(await bySecret(rotated.secret))
})

test('a client rotates its keys at its own address, and the new ones work at once', async () => {
  const { port } = clientsServer.address() as AddressInfo
  const old = newClientKey('old')
  const fresh = newClientKey('new')
  published.keys = [old.jwk]
  const signer = await newSigner({ jwks_uri: `http://127.0.0.1:${port}/jwks` as const }, old)
  assertLetIn(await ask(signed(signer)))
  published.keys = [old.jwk, fresh.jwk]
  assertLetIn(await ask(signed({ ...signer, ...fresh })))
  assertLetIn(await ask(signed(signer)))
  const asked = published.asked
  await Promise.all(Array.from({ length: 20 }, () => ask(signed(signer))))
  assert.equal(published.asked, asked)
})
