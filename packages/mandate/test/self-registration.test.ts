/** Clients that register themselves (RFC 7591, RFC 7592), with an independent client and a person. */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import * as openid from 'openid-client'
import { updateClient } from '../src/operations/clients.ts'
import {
  createRegistrationToken,
  deleteRegistrationToken,
} from '../src/operations/registration-tokens.ts'
import { deleteUnusedClients } from '../src/operations/self-registration.ts'
import { readOnly } from '../src/store/read-only.ts'
import { ACT, actAt } from './act.ts'
import { newClientKey } from './client-proofs.ts'
import { exchange } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { newVisitor, simplestRequest } from './visitor.ts'

const CALLBACK = 'https://notes.example/callback'
const DAY = 86_400
const SCOPE = 'read openid profile offline_access'

let server: RunningServer
before(async () => {
  server = await startServer({
    settings: {
      clientRegistration: 'open',
      clientRegistrationScope: SCOPE,
      clientRegistrationMost: 30,
    },
  })
})
after(() => server.close())

type Json = Readonly<Record<string, unknown>>

async function ask(
  address: string,
  { method = 'GET', body, token }: { method?: string; body?: unknown; token?: unknown } = {},
) {
  const headers = new Headers()
  if (token !== undefined) headers.set('authorization', `Bearer ${String(token)}`)
  if (body !== undefined) headers.set('content-type', 'application/json')
  const content = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(address, { method, headers, body: content ?? null })
  const text = await response.text()
  const json: Json = text === '' ? {} : JSON.parse(text)
  return { status: response.status, headers: response.headers, body: json }
}

const operator = { kind: 'operator', via: 'shell' } as const
const operators = () => ({
  ...{ store: readOnly(server.store), clock: server.clock },
  random: (bytes: number) => new Uint8Array(randomBytes(bytes)),
  settings: { clientRegistrationScope: SCOPE },
})

const register = (more: Json = {}) =>
  ask(`${server.issuer}/oauth2/register`, {
    method: 'POST',
    body: { redirect_uris: [CALLBACK], client_name: 'Notes', ...more },
  })

async function registered(more: Json = {}) {
  const { status, body } = await register(more)
  assert.equal(status, 201, JSON.stringify(body))
  const { client_id: id, client_secret: secret, registration_access_token: token } = body
  const uri = String(body['registration_client_uri'])
  return { body, id: String(id), secret: String(secret), token: String(token), uri }
}

const manage = (
  { uri, token }: { readonly uri: string; readonly token: string },
  method?: string,
  body?: Json,
) => ask(uri, { ...(method !== undefined && { method }), ...(body && { body }), token })

/** A person allows it; the code. */
async function allow(id: string, more: Readonly<Record<string, string>> = {}) {
  const visitor = newVisitor(server)
  const request = { ...simplestRequest(server), client_id: id, redirect_uri: CALLBACK, ...more }
  const page = await visitor.signIn(await visitor.open({ ...request, scope: 'read' }))
  const { address } = await visitor.decide(page, 'allow')
  return { visitor, request, page, code: address.searchParams.get('code') ?? '' }
}

test('an independent client finds the endpoint, registers itself, and gets tokens', async () => {
  const config = await openid.dynamicClientRegistration(
    new URL(server.issuer),
    { redirect_uris: [CALLBACK], client_name: 'Notes', scope: 'openid read' },
    undefined,
    { execute: [openid.allowInsecureRequests] },
  )
  const verifier = openid.randomPKCECodeVerifier()
  const url = openid.buildAuthorizationUrl(config, {
    ...{ redirect_uri: CALLBACK, scope: 'openid read', code_challenge_method: 'S256' },
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
  })
  const visitor = newVisitor(server)
  const page = await visitor.signIn(await visitor.follow(url.href))
  // It is asked about, whatever it said about itself.
  assert.match(page.html, /This app registered itself\. Nobody here has checked/)
  assert.match(page.html, /name="decision"/)
  const { address } = await visitor.decide(page, 'allow')
  const tokens = await openid.authorizationCodeGrant(config, address, {
    pkceCodeVerifier: verifier,
  })
  assert.equal(tokens.claims()?.sub, server.account.id)
})

test('what is registered is what may be: no trust, no wider scope, no other grant type', async () => {
  const { body, id } = await registered({
    ...{ trusted: true, logo_uri: 'https://evil.example/bank.png', unheard_of: { a: 1 } },
    scope: 'all read write openid admin',
    grant_types: ['authorization_code', 'implicit', 'client_credentials', 'refresh_token'],
    response_types: ['code', 'id_token'],
    ...{ require_pkce: false, client_id: 'client_mine', client_secret: 'mine', has_logo: true },
    id_token_signed_response_alg: 'ES256',
  })
  const { client_secret: secret, client_id_issued_at: _, registration_access_token, ...rest } = body
  assert.match(String(registration_access_token), /^mdt_ra_/)
  assert.match(String(secret), /^mdt_cs_/)
  assert.deepEqual(rest, {
    client_id: id,
    client_secret_expires_at: 0,
    registration_client_uri: `${server.issuer}/oauth2/register/${id}`,
    client_name: 'Notes',
    redirect_uris: [CALLBACK],
    scope: 'read openid',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    id_token_signed_response_alg: 'ES256',
    token_endpoint_auth_method: 'client_secret_basic',
  })
  const client = await server.store.clients.find(id)
  assert.deepEqual([client?.trusted, client?.logo], [false, ''])
  const unnamed = await registered({ client_name: '', scope: '' })
  assert.equal(unnamed.body['client_name'], 'notes.example')
  assert.equal(unnamed.body['scope'], 'read openid profile offline_access')
})

test('what cannot be registered is refused with the code of RFC 7591 §3.2.2', async () => {
  const { jwk } = newClientKey()
  const wrong: readonly (readonly [Json, string])[] = [
    ...[
      ...['https://a.example/cb#part', 'javascript:alert(1)', 'https://me:pw@a.example/'],
      ...['http://a.example/', 'data:text/html,x', '/callback', 'https://*.example/', 'cursor://x'],
      ...[`https://a.example/${'x'.repeat(2_000)}`, 'https://a.example/?code=1'],
    ].map((uri) => [{ redirect_uris: [CALLBACK, uri] }, 'invalid_redirect_uri'] as const),
    [{ redirect_uris: [] }, 'invalid_redirect_uri'],
    [{ redirect_uris: CALLBACK }, 'invalid_client_metadata'],
    [{ jwks: { keys: [jwk] }, jwks_uri: 'https://a.example/jwks' }, 'invalid_client_metadata'],
    [{ token_endpoint_auth_method: 'private_key_jwt' }, 'invalid_client_metadata'],
    [{ token_endpoint_auth_method: 'magic' }, 'invalid_client_metadata'],
    [{ jwks_uri: 'http://127.0.0.1/jwks' }, 'invalid_client_metadata'],
    [{ id_token_encrypted_response_alg: 'RSA-OAEP' }, 'invalid_client_metadata'],
    [{ id_token_signed_response_alg: 'none' }, 'invalid_client_metadata'],
    [{ response_types: ['token'] }, 'invalid_client_metadata'],
    [{ grant_types: ['client_credentials'] }, 'invalid_client_metadata'],
    [{ scope: 'all' }, 'invalid_client_metadata'],
    [{ client_name: 'Bank\u202egnp' }, 'invalid_client_metadata'],
    [{ client_name: ['Bank'] }, 'invalid_client_metadata'],
    [{ tos_uri: 'javascript:alert(1)' }, 'invalid_client_metadata'],
    // Never fetched (SCENARIO: an address of this machine).
    [
      { subject_type: 'pairwise', sector_identifier_uri: 'https://127.0.0.1/list' },
      'invalid_client_metadata',
    ],
  ]
  for (const [more, error] of wrong) {
    const { status, body } = await register(more)
    assert.deepEqual([status, body['error']], [400, error], JSON.stringify(more))
  }
  const post = (body: string) => ask(`${server.issuer}/oauth2/register`, { method: 'POST', body })
  assert.equal((await post('[]')).body['error'], 'invalid_client_metadata')
  assert.equal((await post(`{"contacts":"${'x'.repeat(20_000)}"}`)).status, 413)
})

test('a client reads, replaces and deletes its registration, with its own token only', async () => {
  const own = await registered({ policy_uri: 'https://notes.example/privacy', contacts: ['a@b.c'] })
  const other = await registered()
  assert.equal((await ask(own.uri)).status, 401)
  for (const token of [other.token, own.secret, 'mdt_ra_x']) {
    const { status, headers } = await ask(own.uri, { token })
    assert.equal(status, 401)
    assert.match(headers.get('www-authenticate') ?? '', /^Bearer .*error="invalid_token"/)
  }
  const { client_secret: _, client_secret_expires_at: __, ...known } = own.body
  const read = await manage(own)
  assert.deepEqual([read.status, read.body], [200, known])
  assert.match(read.headers.get('cache-control') ?? '', /no-store/)
  const whole = { client_id: own.id, redirect_uris: [CALLBACK], client_name: 'Notes 2' }
  const bad = [{ client_id: other.id }, { client_secret: other.secret }, { client_id_issued_at: 1 }]
  for (const more of [...bad, { registration_access_token: own.token }]) {
    const { status, body } = await manage(own, 'PUT', { ...whole, ...more })
    assert.deepEqual([status, body['error']], [400, 'invalid_client_metadata'])
  }
  const replaced = await manage(own, 'PUT', { ...whole, client_secret: own.secret })
  const { policy_uri: ___, contacts: ____, ...left } = known
  assert.deepEqual([replaced.status, replaced.body], [200, { ...left, client_name: 'Notes 2' }])
  const { status } = await manage(own, 'DELETE')
  assert.equal(status, 204)
  assert.equal((await manage(own)).status, 401)
  assert.equal(await server.store.clients.find(own.id), undefined)
  assert.equal((await manage(other)).status, 200)
  await manage(other, 'DELETE')
})

test('with client_registration: token it takes an initial access token, which is used up', async () => {
  await using server = await startServer({
    settings: { clientRegistration: 'token', clientRegistrationScope: SCOPE },
  })
  const context = {
    ...{ store: readOnly(server.store), clock: server.clock },
    random: (bytes: number) => new Uint8Array(randomBytes(bytes)),
    settings: { clientRegistrationScope: SCOPE },
  }
  const newToken = async (scope: string | null, usesLeft: number | null) => {
    const described = { name: 'Partners', scope, usesLeft, lifetime: DAY }
    const made = await createRegistrationToken(context, operator, described)
    return made.is === 'created' ? { id: made.record.id, token: made.token } : assert.fail(made.is)
  }
  const post = (token: string | undefined, more: Json = {}) =>
    ask(`${server.issuer}/oauth2/register`, {
      ...{ method: 'POST', body: { redirect_uris: [CALLBACK], ...more } },
      token,
    })
  assert.equal((await createRegistrationToken(context, operator, wide)).is, 'invalid')
  const none = await post(undefined)
  assert.equal(none.status, 401)
  assert.doesNotMatch(none.headers.get('www-authenticate') ?? '', /error=/)
  const one = await newToken('read', 1)
  // A registration that is refused does not use it up.
  assert.equal((await post(one.token, { redirect_uris: [] })).status, 400)
  const made = await post(one.token, { scope: 'read openid' })
  assert.deepEqual([made.status, made.body['scope']], [201, 'read'])
  assert.equal((await post(one.token)).status, 401)
  // The limit of the token holds later too.
  const { client_id, registration_access_token: own, registration_client_uri: uri } = made.body
  const replaced = await ask(String(uri), {
    ...{ method: 'PUT', token: own },
    body: { client_id, redirect_uris: [CALLBACK], scope: 'read openid profile' },
  })
  assert.deepEqual([replaced.status, replaced.body['scope']], [200, 'read'])
  const many = await newToken(null, null)
  const both = await Promise.all([post(many.token), post(many.token)])
  assert.deepEqual([...new Set(both.map(({ status }) => status))], [201])
  assert.equal(await deleteRegistrationToken(context, operator, { id: many.id }), true)
  assert.equal((await post(many.token)).status, 401)
  const late = await newToken(null, null)
  server.clock.advance(DAY)
  assert.equal((await post(late.token)).status, 401)
  assert.equal(server.log.join('').includes(late.token), false)
})

const wide = { name: 'Too much', scope: 'read admin', usesLeft: 1, lifetime: DAY }

test('an operator cannot trust a client that can change where it sends people', async () => {
  const own = await registered()
  const context = { ...operators(), fetch: () => assert.fail('fetched') }
  const change = { clientId: own.id, change: { trusted: true } }
  const settings = { issuer: server.issuer, defaultScope: 'read', scopes: { read: '' } }
  const outcome = await updateClient({ ...context, settings }, operator, change)
  assert.equal(outcome.is, 'invalid')
})

test('what the operator decided about a client stays, whatever the client says about itself', async () => {
  const own = await registered({
    ...{ scope: 'read openid profile', authorization_details_types: ['payment'] },
    subject_type: 'pairwise',
  })
  assert.equal(own.body['authorization_details_types'], undefined)
  const { clients } = server.store
  const before = await clients.find(own.id)
  assert.ok(before?.sector === 'notes.example')
  const metadata = { ...before.metadata, authorization_details_types: ['refund'] }
  await clients.update(own.id, { scope: 'read openid', metadata }, ACT)
  const whole = { client_id: own.id, redirect_uris: [CALLBACK], subject_type: 'pairwise' }
  const asked = { scope: 'read openid profile', authorization_details_types: ['payment'] }
  const { status, body } = await manage(own, 'PUT', { ...whole, ...asked })
  assert.deepEqual([status, body['scope']], [200, 'read openid'])
  assert.deepEqual(body['authorization_details_types'], ['refund'])
  const unnamed = await manage(own, 'PUT', whole)
  assert.equal(unnamed.body['scope'], 'read openid')

  // Another host would be told the subs of this one.
  const elsewhere = { redirect_uris: [CALLBACK, 'https://evil.example/cb'] }
  const moved = await manage(own, 'PUT', { ...whole, ...elsewhere })
  assert.deepEqual([moved.status, moved.body['error']], [400, 'invalid_client_metadata'])

  await clients.disable(own.id, actAt(server.clock.now()))
  for (const method of ['GET', 'PUT', 'DELETE']) {
    const refused = await manage(own, method, method === 'PUT' ? whole : undefined)
    assert.equal(refused.status, 401, method)
  }
  assert.notEqual(await clients.find(own.id), undefined)
  await clients.delete(own.id, ACT)
})

test('a client under a security profile cannot leave it', async () => {
  const { jwk } = newClientKey()
  const own = await registered({
    ...{ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [jwk] } },
    ...{ profile: 'fapi2', dpop_bound_access_tokens: true },
  })
  const whole = { client_id: own.id, redirect_uris: [CALLBACK], jwks: { keys: [jwk] } }
  const kept = { ...whole, dpop_bound_access_tokens: true }
  const left = await manage(own, 'PUT', kept)
  assert.deepEqual([left.status, left.body['profile']], [200, 'fapi2'])
  assert.equal(left.body['require_pushed_authorization_requests'], true)
  const unbound = await manage(own, 'PUT', whole)
  assert.deepEqual([unbound.status, unbound.body['error']], [400, 'invalid_client_metadata'])
  await manage(own, 'DELETE')
})

test('what people allowed before a client changed does not count afterwards', async () => {
  const own = await registered()
  server.clock.advance(1)
  const { visitor, request } = await allow(own.id)
  const again = { ...request, scope: 'read' }
  assert.equal((await visitor.open(again)).address.origin, new URL(CALLBACK).origin)
  await manage(own, 'PUT', { client_id: own.id, redirect_uris: [CALLBACK], client_name: 'Bank' })
  assert.match((await visitor.open(again)).html, /name="decision"/)
})

test('a page registers itself, and reads its tokens at its own origin only', async () => {
  const origin = 'http://localhost:6274'
  const address = `${server.issuer}/oauth2/register`
  const asked = { 'access-control-request-method': 'POST' }
  const preflight = await fetch(address, { method: 'OPTIONS', headers: { origin, ...asked } })
  assert.equal(preflight.status, 204)
  assert.equal(preflight.headers.get('access-control-allow-headers'), '*, Authorization')

  const redirect_uri = `${origin}/oauth/callback`
  const metadata = { redirect_uris: [redirect_uri], token_endpoint_auth_method: 'none' }
  const headers = { origin, 'content-type': 'application/json' }
  const sent = { method: 'POST', headers, body: JSON.stringify(metadata) }
  const answer = await fetch(address, sent)
  assert.equal(answer.headers.get('access-control-allow-origin'), '*')
  const { client_id } = Object(await answer.json())
  assert.equal(typeof client_id, 'string')

  const ask = async (from: string) => {
    const form = new URLSearchParams({ grant_type: 'authorization_code', client_id })
    const { headers } = await fetch(`${server.issuer}/oauth2/token`, {
      ...{ method: 'POST', body: form, headers: { origin: from } },
    })
    return headers.get('access-control-allow-origin')
  }
  assert.equal(await ask(origin), origin)
  assert.equal(await ask('https://evil.example'), null)
})

test('unused ones are deleted, never one with a grant or one that gets its first grant', async () => {
  const [unused, used, starting] = [await registered(), await registered(), await registered()]
  const operators = await server.register({})
  const { code } = await allow(used.id)
  const as = { id: used.id, secret: used.secret }
  assert.equal((await exchange(server, code, { as, form: { redirect_uri: CALLBACK } })).status, 200)
  server.clock.advance(40 * DAY)
  const context = { store: readOnly(server.store), clock: server.clock }
  const sweep = () =>
    deleteUnusedClients(
      context,
      { kind: 'system' },
      {
        before: server.clock.now() - 30 * DAY,
        limit: 100,
      },
    )
  // Noted just before the sweep looks.
  assert.equal(await server.store.clients.noteUsed(starting.id, server.clock.now()), true)
  await sweep()
  const left = await Promise.all(
    [unused, used, starting].map(({ id }) => server.store.clients.find(id)),
  )
  assert.deepEqual(
    left.map((client) => client !== undefined),
    [false, true, true],
  )
  assert.notEqual(await server.store.clients.find(operators.client.id), undefined)
  // And the other way round: what is marked gets no grant.
  server.clock.advance(40 * DAY)
  assert.deepEqual(await server.store.clients.markUnused(server.clock.now() - 30 * DAY, 100), [
    starting.id,
  ])
  assert.equal(await server.store.clients.noteUsed(starting.id, server.clock.now()), false)
  const { address } = await (async () => {
    const visitor = newVisitor(server)
    const request = { ...simplestRequest(server), client_id: starting.id, redirect_uri: CALLBACK }
    const page = await visitor.signIn(await visitor.open({ ...request, scope: 'read' }))
    return visitor.decide(page, 'allow')
  })()
  assert.equal(address.searchParams.get('error'), 'access_denied')
  assert.equal(await sweep(), 1)
})

test('their number has a ceiling, and that of one network too; off means off', async () => {
  const full = await server.addNode({ clientRegistration: 'open', clientRegistrationMost: 0 })
  const body = { redirect_uris: [CALLBACK] }
  const refused = await ask(`${full}/oauth2/register`, { method: 'POST', body })
  assert.deepEqual([refused.status, refused.body['error']], [503, 'temporarily_unavailable'])
  let last = await register({ redirect_uris: [] })
  for (let one = 0; last.status !== 429; one++) {
    assert.ok(one < 60)
    last = await register({ redirect_uris: [] })
  }
  assert.ok(Number(last.headers.get('retry-after')) > 0)
  const off = await server.addNode({ clientRegistration: 'off' })
  assert.equal((await ask(`${off}/oauth2/register`, { method: 'POST', body })).status, 404)
  const metadata = '/.well-known/oauth-authorization-server'
  assert.equal((await ask(off + metadata)).body['registration_endpoint'], undefined)
})
