/** What the authorization endpoint says no to, and where it says so (RFC 6749 §4.1.2.1). */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { exchange } from './integrator.ts'
import { FORM, rawRequest } from './raw-request.ts'
import { REDIRECT_URI, type RunningServer, startServer } from './running-server.ts'
import { cookieHeader, newVisitor, obtainCode, simplestRequest } from './visitor.ts'

const STATE = 'xyz 1%2B+'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

/** GETs the endpoint with a query as it stands. */
async function ask(query: string): Promise<Response> {
  return fetch(`${server.issuer}/oauth2/authorize?${query}`, { redirect: 'manual' })
}

function query(
  changes: Readonly<Record<string, string | undefined>> = {},
  request: Readonly<Record<string, string>> = simplestRequest(server),
): string {
  const all = Object.entries({ ...request, state: STATE, ...changes })
  return new URLSearchParams(
    all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ).toString()
}

/** The answer's parameters, after asserting that it went to the redirect URI, with state and iss. */
async function errorAt(
  asked: string,
  expected: { readonly state?: string | null; readonly at?: string } = {},
): Promise<string | null> {
  const response = await ask(asked)
  assert.equal(response.status, 303, `${asked} was not redirected`)
  const location = response.headers.get('location') ?? ''
  assert.ok(location.startsWith(expected.at ?? `${REDIRECT_URI}/?error=`), location)
  const answer = new URL(location).searchParams
  const { state = STATE } = expected
  assert.equal(answer.get('state'), state)
  assert.equal(answer.get('iss'), server.issuer)
  assert.equal(answer.has('code'), false)
  assert.match(answer.get('error_description') ?? '', /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/)
  assert.equal(response.headers.get('cache-control'), 'no-store')
  return answer.get('error')
}

/** Asserts a page of ours and no way to anywhere else. */
async function assertPage(asked: string): Promise<void> {
  const response = await ask(asked)
  assert.equal(response.status, 400, asked)
  assert.equal(response.headers.get('location'), null, asked)
  assert.match(response.headers.get('content-type') ?? '', /^text\/html/, asked)
  assert.match(response.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/)
  const html = await response.text()
  assert.match(html, /<h1>/)
  assert.doesNotMatch(html, /href="(?!\/)|http-equiv|<script/i, asked)
}

test('client_id missing, unknown or repeated ends on a page, never in a redirect', async () => {
  await assertPage(query({ client_id: undefined }))
  await assertPage(query({ client_id: '' }))
  await assertPage(query({ client_id: 'client_unknown' }))
  await assertPage(query({ client_id: `${server.client.id}\u0000` }))
  await assertPage(`${query()}&client_id=${server.client.id}`)
})

test('a client that is turned off ends on a page', async () => {
  const { client } = await server.register({ name: 'Off' })
  await server.store.clients.setDisabled(client.id, server.clock.now())
  await assertPage(query({ client_id: client.id }))
})

test('SCENARIO 20: a redirect URI that is not registered ends on a page, before any sign-in', async () => {
  await assertPage(query({ redirect_uri: 'https://evil.example' }))
  await assertPage(`${query()}&redirect_uri=https%3A%2F%2Fevil.example`)
})

test('SCENARIO 22: nothing that only resembles the registered redirect URI will do', async () => {
  const { client } = await server.register({ redirectUris: ['https://a.example/cb'] })
  const lookalikes = [
    'https://a.example@evil.example/cb',
    'https://a.example%25@evil.example/cb',
    'https://a.example/cb..;/',
    'https://a.example/../cb',
    'https://a.example/x/../cb',
    'https://A.example/cb',
    'HTTPS://a.example/cb',
    'https://a.example/CB',
    'https://a.example/cb/',
    'https://a.example/cb?x=1',
    'https://a.example/cb?',
    'https://a.example/cb#',
    'https://a.example/cb#x',
    'https:\\\\a.example\\cb',
    'https://a.example\\@evil.example/cb',
    'https://a.example/cb\t',
    ' https://a.example/cb',
    'https://a.example/cb ',
    'https://a.example:443/cb',
    'https://a.example./cb',
    'https://а.example/cb',
    '//a.example/cb',
    'http://a.example/cb',
    'javascript:https://a.example/cb',
  ]
  for (const redirect_uri of lookalikes) {
    await assertPage(query({ client_id: client.id, redirect_uri }))
  }
})

test('SCENARIO 23: any loopback port will do for a native client, any loopback name will not', async () => {
  const { client } = await server.register({
    redirectUris: ['http://127.0.0.1/cb', 'http://[::1]:8000/cb'],
    isPublic: true,
    trusted: false,
  })
  for (const redirect_uri of [
    'http://localhost.evil.test/cb',
    'http://localhost/cb',
    'http://u@127.0.0.1/cb',
    'http://127.0.0.1:80@evil.test/cb',
    'http://127.0.0.1.evil.test/cb',
    'http://127.0.0.1:99999/cb',
    'http://127.0.0.1:/cb',
    'http://127.0.0.2/cb',
    'http://127.1/cb',
    'https://127.0.0.1/cb',
    'http://127.0.0.1:5000/cb2',
  ]) {
    await assertPage(query({ client_id: client.id, redirect_uri }))
  }
  for (const redirect_uri of ['http://127.0.0.1:53124/cb', 'http://[::1]:9/cb']) {
    const asked = query({ client_id: client.id, redirect_uri })
    assert.equal(await errorAt(asked, { at: `${redirect_uri}?error=` }), 'invalid_request')
  }
})

test('a confidential client has to name the port it registered', async () => {
  const { client } = await server.register({ redirectUris: ['http://127.0.0.1:8000/cb'] })
  await assertPage(query({ client_id: client.id, redirect_uri: 'http://127.0.0.1:8001/cb' }))
})

test('SCENARIO 25: another error together with a bad redirect URI ends on a page', async () => {
  for (const change of [
    { prompt: 'none' },
    { response_type: 'token' },
    { scope: 'no such scope' },
    { response_mode: 'form_post', prompt: 'none' },
    { code_challenge_method: 'plain' },
  ]) {
    await assertPage(query({ redirect_uri: 'https://evil.example', ...change }))
  }
})

test('with several redirect URIs registered, one has to be named', async () => {
  const redirectUris = ['https://a.example/1', 'https://a.example/2']
  const { client } = await server.register({ redirectUris })
  await assertPage(query({ client_id: client.id, redirect_uri: undefined }))
  const named = query({ client_id: client.id, redirect_uri: 'https://a.example/2', scope: '*' })
  assert.equal(await errorAt(named, { at: 'https://a.example/2?error=' }), 'invalid_scope')
})

test('with one registered, the redirect URI may be omitted', async () => {
  assert.equal(await errorAt(query({ redirect_uri: undefined, scope: '*' })), 'invalid_scope')
})

test('each error has the code of RFC 6749 §4.1.2.1', async () => {
  const expected: readonly (readonly [Readonly<Record<string, string | undefined>>, string])[] = [
    [{ response_type: undefined }, 'invalid_request'],
    [{ response_type: '' }, 'invalid_request'],
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ response_type: 'code token' }, 'unsupported_response_type'],
    [{ response_type: 'CODE' }, 'unsupported_response_type'],
    [{ scope: 'unknown' }, 'invalid_scope'],
    [{ scope: 'all unknown' }, 'invalid_scope'],
    [{ scope: 'ALL' }, 'invalid_scope'],
    [{ scope: 'read  write' }, 'invalid_scope'],
    [{ scope: 'read\twrite' }, 'invalid_scope'],
    [{ scope: ' read' }, 'invalid_scope'],
    [{ scope: 'réad' }, 'invalid_scope'],
    [{ scope: '"read"' }, 'invalid_scope'],
    [{ request: 'eyJ' }, 'request_not_supported'],
    [{ request_uri: 'https://client.example/r' }, 'request_uri_not_supported'],
    [{ resource: 'https://unknown.example' }, 'invalid_target'],
    [{ resource: 'not a uri' }, 'invalid_target'],
    [{ resource: 'https://notes.example#part' }, 'invalid_target'],
    [{ response_mode: 'fragment' }, 'invalid_request'],
    [{ prompt: 'sometimes' }, 'invalid_request'],
    [{ prompt: 'none login' }, 'invalid_request'],
    [{ prompt: 'consent none' }, 'invalid_request'],
    [{ prompt: 'none' }, 'login_required'],
    [{ max_age: '-1' }, 'invalid_request'],
    [{ max_age: 'soon' }, 'invalid_request'],
    [{ code_challenge: 'x'.repeat(43) }, 'invalid_request'],
    [{ code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' }, 'invalid_request'],
    [{ code_challenge: 'x'.repeat(43), code_challenge_method: 's256' }, 'invalid_request'],
    [{ code_challenge: 'x'.repeat(42), code_challenge_method: 'S256' }, 'invalid_request'],
    [{ code_challenge: 'x'.repeat(44), code_challenge_method: 'S256' }, 'invalid_request'],
    [{ code_challenge: '='.repeat(43), code_challenge_method: 'S256' }, 'invalid_request'],
    [{ code_challenge_method: 'S256' }, 'invalid_request'],
  ]
  for (const [changes, error] of expected) {
    assert.equal(await errorAt(query(changes)), error, JSON.stringify(changes))
  }
})

test('a repeated parameter is invalid_request, an unknown one may repeat (RFC 6749 §3.1)', async () => {
  for (const name of ['response_type', 'scope', 'prompt', 'nonce', 'response_mode', 'max_age']) {
    const twice = `${query({ [name]: undefined })}&${name}=code&${name}=code`
    assert.equal(await errorAt(twice), 'invalid_request', name)
  }
  const unknown = await ask(`${query()}&utm=1&utm=2&scope[a]=b&__proto__=x`)
  assert.match(unknown.headers.get('location') ?? '', /^\/sign-in\?/)
})

test('an empty parameter counts as omitted (RFC 6749 §3.1)', async () => {
  const empty = {
    scope: '',
    prompt: '',
    max_age: '',
    request: '',
    code_challenge: '',
    resource: '',
  }
  const { headers } = await ask(`${query(empty)}&response_type=`)
  assert.match(headers.get('location') ?? '', /^\/sign-in\?/)
})

test('a repeated state is not echoed, for nobody knows which was meant', async () => {
  assert.equal(await errorAt(`${query()}&state=2`, { state: null }), 'invalid_request')
})

test('a state outside printable ASCII is invalid_request (RFC 6749 App. A.5)', async () => {
  for (const state of ['line\nbreak', 'é', '\u007f']) {
    assert.equal(await errorAt(query({ state }), { state }), 'invalid_request')
  }
})

test('parameters that are no UTF-8 form end on a page', async () => {
  for (const broken of ['login_hint=%', 'login_hint=%zz', 'login_hint=%ff', 'x=%00', '%c0%80=1']) {
    await assertPage(`${query()}&${broken}`)
  }
})

test('SCENARIO 27: a public client needs PKCE with S256', async () => {
  const { client } = await server.register({ isPublic: true, trusted: false })
  const request = { client_id: client.id }
  const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
  for (const changes of [
    {},
    { code_challenge: challenge },
    { code_challenge: challenge, code_challenge_method: 'plain' },
    { code_challenge: challenge, code_challenge_method: 'S512' },
    { code_challenge_method: 'S256' },
  ]) {
    assert.equal(await errorAt(query({ ...request, ...changes })), 'invalid_request')
  }
  const good = { ...request, code_challenge: challenge, code_challenge_method: 'S256' }
  assert.match((await ask(query(good))).headers.get('location') ?? '', /^\/sign-in\?/)
})

test('a confidential client that asked for it needs PKCE too', async () => {
  const { client } = await server.register({ requirePkce: true })
  assert.equal(await errorAt(query({ client_id: client.id })), 'invalid_request')
})

test('state and iss are appended by string; the query of the registered URI stays as it is', async () => {
  const redirectUri = 'https://a.example:443/cb?x=%7e%2F&y=a+b'
  const { client } = await server.register({ redirectUris: [redirectUri] })
  const asked = query({ client_id: client.id, redirect_uri: redirectUri, scope: '*' })
  assert.equal(await errorAt(asked, { at: `${redirectUri}&error=` }), 'invalid_scope')
})

test('a state of 4,000 characters comes back whole', async () => {
  const state = 'a~!@/'.repeat(800)
  const visitor = newVisitor(server)
  const { address } = await visitor.signIn(
    await visitor.open({ ...simplestRequest(server), state }),
  )
  assert.equal(address.searchParams.get('state'), state)
})

test('a request too long to travel through the browser is refused on a page', async () => {
  await assertPage(query({ state: 'a'.repeat(8_001) }))
})

test('a request longer than HTTP headers may be gets a 4xx', async () => {
  const { status } = await ask(query({ state: 'a'.repeat(40_000) }))
  assert.ok(status >= 400 && status < 500, String(status))
})

test('the request may be POSTed as a form (RFC 6749 §3.1)', async () => {
  const visitor = newVisitor(server)
  const first = await visitor.post('/oauth2/authorize', simplestRequest(server))
  assert.equal(first.status, 303)
  const signIn = first.headers.get('location') ?? ''
  const form = { email: server.account.email, password: 'correct horse battery staple' }
  const { headers } = await visitor.post(signIn, form)
  const code = new URL(headers.get('location') ?? '').searchParams.get('code') ?? ''
  assert.equal((await exchange(server, code)).status, 200)
})

test('a POST that is no UTF-8 form gets a page', async () => {
  const post = (headers: readonly (readonly [string, string])[], body: string | Uint8Array) =>
    rawRequest(server.issuer, { method: 'POST', path: '/oauth2/authorize', headers, body })
  const valid = Buffer.from(`${query()}&login_hint=`)
  const invalid = Buffer.concat([valid, Buffer.from([0xff])])
  for (const { status, headers } of [
    await post([FORM], invalid),
    await post([['Content-Type', 'application/json']], '{}'),
    await post([], query()),
  ]) {
    assert.equal(status, 400)
    assert.equal(headers.location, undefined)
    assert.match(headers['content-type'] ?? '', /^text\/html/)
  }
})

test('HEAD issues nothing, and other methods are told what to use', async () => {
  const visitor = newVisitor(server)
  await visitor.signIn(await visitor.open(simplestRequest(server)))
  for (const method of ['HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']) {
    const { status, headers } = await rawRequest(server.issuer, {
      method,
      path: `/oauth2/authorize?${query()}`,
      headers: [['Cookie', cookieHeader(visitor)]],
    })
    assert.equal(status, 405, method)
    assert.equal(headers['allow'], 'GET, POST', method)
    assert.equal(headers.location, undefined, method)
    assert.equal(headers['access-control-allow-origin'], undefined, method)
  }
})

test('prompt=none answers with a code where nothing has to be asked', async () => {
  const visitor = newVisitor(server)
  await visitor.signIn(await visitor.open(simplestRequest(server)))
  const { address } = await visitor.open({ ...simplestRequest(server), prompt: 'none' })
  assert.match(address.searchParams.get('code') ?? '', /^mdt_ac_/)
})

test('prompt=none and a question to ask is consent_required', async () => {
  const { client } = await server.register({ name: 'Curious', trusted: false })
  const visitor = newVisitor(server)
  const request = { ...simplestRequest(server), client_id: client.id }
  await visitor.signIn(await visitor.open(request))
  const { address } = await visitor.open({ ...request, prompt: 'none', state: STATE })
  assert.equal(address.searchParams.get('error'), 'consent_required')
  assert.equal(address.searchParams.get('state'), STATE)
})

test('prompt=none and a sign-in older than max_age is login_required', async () => {
  const visitor = newVisitor(server)
  await visitor.signIn(await visitor.open(simplestRequest(server)))
  server.clock.advance(100)
  const request = { ...simplestRequest(server), prompt: 'none' }
  const young = await visitor.open({ ...request, max_age: '100' })
  assert.match(young.address.searchParams.get('code') ?? '', /^mdt_ac_/)
  const old = await visitor.open({ ...request, max_age: '99' })
  assert.equal(old.address.searchParams.get('error'), 'login_required')
})

test('no scope is the default scope', async () => {
  const code = await obtainCode(server)
  assert.equal((await exchange(server, code)).body['scope'], 'all')
})
