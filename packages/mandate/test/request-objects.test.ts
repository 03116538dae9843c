/** Signed request objects (RFC 9101) and signed responses (JARM), with independent libraries. */

import assert from 'node:assert/strict'
import { type KeyObject, sign } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { after, before, test } from 'node:test'
import * as oauth from 'oauth4webapi'
import { newClientKey } from './client-proofs.ts'
import { type Credentials, exchange, post } from './integrator.ts'
import { REDIRECT_URI, type RunningServer, startServer } from './running-server.ts'
import { type Arrival, hiddenFields, newVisitor, simplestRequest } from './visitor.ts'

const insecure = { [oauth.allowInsecureRequests]: true }
const key = newClientKey()
const other = newClientKey('key-2')
const jwks = { keys: [key.jwk] }

let server: RunningServer
let elsewhere: Server
let objectAddress: string
/** What the client's own address answers. */
let served = ''
let fetched = 0
before(async () => {
  elsewhere = createServer((_, response) => {
    fetched += 1
    response.end(served)
  })
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
  const address = elsewhere.address()
  const port = typeof address === 'object' ? address?.port : 0
  objectAddress = `http://127.0.0.1:${port}/object`
  server = await startServer({ settings: { fetchAllowedHosts: [`127.0.0.1:${port}`] } })
})
after(async () => {
  await server.close()
  elsewhere.close()
})

type Metadata = NonNullable<Parameters<RunningServer['register']>[0]['metadata']>
async function registered(
  metadata: Metadata = {},
  scope = 'all read openid',
): Promise<Credentials> {
  const { client, secret } = await server.register({ scope, metadata: { jwks, ...metadata } })
  return { id: client.id, secret }
}

/** An object with the claims of a plain request. Undefined in `claims` or `header` removes. */
function objectOf(
  { id }: Credentials,
  claims: object = {},
  { header = {}, by = key.privateKey }: { header?: object; by?: KeyObject | null } = {},
): string {
  const now = server.clock.now()
  const usual = { ...simplestRequest(server), client_id: id, iss: id, aud: server.issuer }
  const times = { iat: now, nbf: now, exp: now + 300 }
  const input = [
    { alg: 'ES256', kid: key.jwk.kid, typ: 'oauth-authz-req+jwt', ...header },
    { ...usual, ...times, ...claims },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const signed = by && sign('sha256', Buffer.from(input), { key: by, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signed?.toString('base64url') ?? ''}`
}

const errorOf = ({ address }: Arrival) => address.searchParams.get('error')
const codeOf = ({ address }: Arrival) => address.searchParams.get('code')
const open = (as: Credentials, more: Readonly<Record<string, string>>) =>
  newVisitor(server).open({ ...more, client_id: as.id })
const push = (as: Credentials, form: Readonly<Record<string, string>>) =>
  post(`${server.issuer}/oauth2/par`, form, { as })

async function discovered(): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(server.issuer)
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure))
}

test('an independent client signs its request and checks the signed response (JARM)', async () => {
  const { id, secret } = await registered({ authorization_signed_response_alg: 'ES256' })
  const client = { client_id: id, authorization_signed_response_alg: 'ES256' }
  const as = await discovered()
  assert.equal(as.request_parameter_supported, true)
  const privateKey = await crypto.subtle.importKey(
    'pkcs8',
    key.privateKey.export({ format: 'der', type: 'pkcs8' }),
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['sign'],
  )
  const verifier = oauth.generateRandomCodeVerifier()
  const parameters = new URLSearchParams({
    ...{ response_type: 'code', redirect_uri: REDIRECT_URI, scope: 'read', state: 'inside' },
    ...{ code_challenge_method: 'S256', response_mode: 'jwt' },
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
  })
  const signer = { key: privateKey, kid: key.jwk.kid }
  const request = await oauth.issueRequestObject(as, client, parameters, signer)
  const visitor = newVisitor(server)
  const back = await visitor.signIn(await visitor.open({ client_id: id, request }))
  assert.deepEqual([...back.address.searchParams.keys()], ['response'])
  const now = server.clock.now() - Math.floor(Date.now() / 1000)
  const callback = await oauth.validateJwtAuthResponse(
    ...([as, { ...client, [oauth.clockSkew]: now }, back.address, 'inside', insecure] as const),
  )
  const form = { code_verifier: verifier }
  const { body } = await exchange(server, callback.get('code') ?? '', { as: { id, secret }, form })
  assert.equal(body['scope'], 'read')
})

test('errors and forms are signed too, and nothing leaves before the redirect URI is verified', async () => {
  const as = await registered()
  const jarm = {
    ...simplestRequest(server),
    client_id: as.id,
    response_mode: 'query.jwt',
    state: 's',
  }
  const denied = await open(as, { ...jarm, prompt: 'none' })
  const [, payload = ''] = (denied.address.searchParams.get('response') ?? '').split('.')
  const { exp, ...claims } = JSON.parse(Buffer.from(payload, 'base64url').toString())
  assert.equal(claims.error, 'login_required')
  assert.deepEqual([claims.iss, claims.aud, claims.state], [server.issuer, as.id, 's'])
  assert.equal(exp, server.clock.now() + 600)
  assert.deepEqual([...denied.address.searchParams.keys()], ['response'])

  const posted = await open(as, { ...jarm, response_mode: 'form_post.jwt', prompt: 'none' })
  assert.deepEqual(Object.keys(hiddenFields(posted.html)), ['response'])
  const unverified = await open(as, { ...jarm, redirect_uri: 'https://evil.example/' })
  assert.deepEqual([unverified.status, unverified.address.origin], [400, server.issuer])
  assert.doesNotMatch(unverified.html, /response=/)
})

test('only what is in the object counts (RFC 9101 §6.3), also when it is pushed', async () => {
  const as = await registered()
  const request = objectOf(as, { state: 'inside', scope: 'read' })
  const beside = { state: 'outside', scope: 'all', redirect_uri: REDIRECT_URI, nonce: 'n' }
  const { status, body } = await push(as, { request, ...beside })
  assert.equal(status, 201, JSON.stringify(body))
  for (const form of [{ request, ...beside }, { request_uri: String(body['request_uri']) }]) {
    const visitor = newVisitor(server)
    const back = await visitor.signIn(await visitor.open({ client_id: as.id, ...form }))
    assert.equal(back.address.searchParams.get('state'), 'inside')
    assert.equal((await exchange(server, codeOf(back) ?? '', { as })).body['scope'], 'read')
  }
})

test('an OpenID Connect client may have parameters beside the object (OpenID Connect Core §6.1)', async () => {
  const as = await registered()
  const beside = { ...simplestRequest(server), scope: 'openid', state: 'outside' }
  const request = objectOf(as, { response_type: undefined, redirect_uri: undefined, max_age: 0 })
  const merged = await open(as, { ...beside, request, prompt: 'none' })
  assert.deepEqual(
    [errorOf(merged), merged.address.searchParams.get('state')],
    ['login_required', 'outside'],
  )
  // Without openid, what is missing in the object is missing.
  const plain = await open(as, { ...beside, scope: 'read', request })
  assert.equal(errorOf(plain), 'invalid_request')
  const strict = await registered({ require_signed_request_object: true })
  const missing = objectOf(strict, { response_type: undefined })
  assert.equal(errorOf(await open(strict, { ...beside, request: missing })), 'invalid_request')
})

test('a client that has to sign can neither send nor push a plain request (RFC 9101 §10.5)', async () => {
  const as = await registered({ require_signed_request_object: true })
  const plain = { ...simplestRequest(server), client_id: as.id }
  assert.equal(errorOf(await open(as, plain)), 'invalid_request')
  assert.equal((await push(as, plain)).status, 400)
  const visitor = newVisitor(server)
  const page = await visitor.open({ client_id: as.id, request: objectOf(as) })
  assert.notEqual(codeOf(await visitor.signIn(page)), null)
  const now = server.clock.now()
  const refused = [
    ...[{ exp: undefined }, { nbf: undefined }, { aud: undefined }, { exp: now + 3_700 }],
    ...[{ nbf: now - 3_700 }, { exp: now - 60 }, { nbf: now + 70, iat: now + 70 }],
  ]
  for (const claims of refused) {
    const { status, body } = await push(as, { request: objectOf(as, claims) })
    assert.deepEqual(
      [status, body['error']],
      [400, 'invalid_request_object'],
      JSON.stringify(claims),
    )
  }
  const soon = { nbf: now + 8, iat: now + 8, aud: [server.issuer, 'https://other.example'] }
  assert.equal((await push(as, { request: objectOf(as, soon) })).status, 201)
})

test('objects that are forged, of others, nested, giant or for something else are refused', async () => {
  const as = await registered()
  const { id } = as
  const secretAsKey = { header: { alg: 'HS256' }, by: key.privateKey }
  const refused: Readonly<Record<string, string>> = {
    'another key': objectOf(as, {}, { by: other.privateKey }),
    'an unknown kid': objectOf(as, {}, { header: { kid: 'key-2' }, by: other.privateKey }),
    'an embedded key': objectOf(as, {}, { header: { jwk: other.jwk }, by: other.privateKey }),
    'a public key as a secret': objectOf(as, {}, secretAsKey),
    'the signature of other claims': objectOf(as).replace(
      /\.[^.]*\./,
      `.${objectOf(as, { state: 'x' }).split('.')[1]}.`,
    ),
    'critical extensions': objectOf(as, {}, { header: { crit: ['b64'], b64: false } }),
    nested: objectOf(as, {}, { header: { cty: 'JWT' } }),
    'another typ': objectOf(as, {}, { header: { typ: 'dpop+jwt' } }),
    'another issuer': objectOf(as, { iss: 'https://evil.example' }),
    'another audience': objectOf(as, { aud: 'https://other.example' }),
    'another client': objectOf(as, { client_id: 'client_other' }),
    'an assertion': objectOf(as, { sub: id }),
    'a request inside': objectOf(as, { request: objectOf(as) }),
    'a request_uri inside': objectOf(as, { request_uri: 'https://evil.example/' }),
    expired: objectOf(as, { exp: server.clock.now() - 60 }),
    'not a JWT': 'a.b.c',
    encrypted: 'eyJhbGciOiJkaXIifQ..aaaa.bbbb.cccc',
  }
  const beside = { redirect_uri: REDIRECT_URI, state: 's' }
  for (const [what, request] of Object.entries(refused)) {
    const arrival = await open(as, { ...beside, request })
    assert.equal(errorOf(arrival), 'invalid_request_object', what)
    assert.equal((await push(as, { request })).body['error'], 'invalid_request_object', what)
  }
  const unsigned = (client: Credentials) =>
    objectOf(client, {}, { header: { alg: 'none' }, by: null })
  assert.equal((await push(as, { request: unsigned(as) })).body['error'], 'invalid_request_object')
  const { client, secret } = await server.register({ scope: 'read' })
  const withoutKeys = { id: client.id, secret }
  const asked = { ...beside, request: unsigned(withoutKeys) }
  assert.equal(errorOf(await open(withoutKeys, asked)), 'request_not_supported')
  for (const typ of ['OAuth-AUThZ-REQ+jwt', 'application/oauth-authz-req+jwt', 'JWT']) {
    const request = objectOf(as, {}, { header: { typ } })
    assert.equal((await push(as, { request })).status, 201, typ)
  }
  const giant = objectOf(as, { x: 'x'.repeat(20_000) })
  assert.equal((await push(as, { request: giant })).status, 413)
  const toEvil = await open(as, { redirect_uri: 'https://evil.example/', request: 'a.b.c' })
  assert.deepEqual([toEvil.status, toEvil.address.origin], [400, server.issuer])
  const evilInside = await open(as, {
    ...beside,
    request: objectOf(as, { redirect_uri: 'https://evil.example/' }),
  })
  assert.deepEqual([evilInside.status, evilInside.address.origin], [400, server.issuer])
  const rs256 = await registered({ request_object_signing_alg: 'RS256' })
  assert.equal(
    (await push(rs256, { request: objectOf(rs256) })).body['error'],
    'invalid_request_object',
  )
})

test('an object is fetched only from a registered address, and not too often', async () => {
  const as = await registered({ request_uris: [`${objectAddress}#pOUu-b4WgA0_`] })
  served = objectOf(as, { state: 'fetched', scope: 'read' })
  const visitor = newVisitor(server)
  const page = await visitor.open({ client_id: as.id, request_uri: `${objectAddress}#1` })
  const back = await visitor.signIn(page)
  assert.equal(back.address.searchParams.get('state'), 'fetched')
  assert.equal(fetched, 1)

  const beside = { redirect_uri: REDIRECT_URI }
  const others = [
    `${objectAddress}/other`,
    'http://169.254.169.254/latest',
    'urn:x',
    'https://evil.example/',
  ]
  for (const request_uri of others) {
    assert.equal(errorOf(await open(as, { ...beside, request_uri })), 'invalid_request_uri')
  }
  assert.equal(fetched, 1)
  const inside = 'http://localhost:1/object'
  const careless = await registered({ request_uris: [inside] })
  assert.equal(
    errorOf(await open(careless, { ...beside, request_uri: inside })),
    'invalid_request_uri',
  )
  const none = await registered()
  const notSupported = await open(none, { ...beside, request_uri: objectAddress })
  assert.equal(errorOf(notSupported), 'request_uri_not_supported')

  served = 'x'.repeat(20_000)
  const attempts = Array.from({ length: 70 }, () =>
    open(as, { ...beside, request_uri: objectAddress }),
  )
  for (const attempt of await Promise.all(attempts)) {
    assert.equal(errorOf(attempt), 'invalid_request_uri')
  }
  assert.ok(fetched <= 60, String(fetched))
})
