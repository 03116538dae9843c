/** What the authorization endpoint says no to at the redirect URI (RFC 6749 §4.1.2.1). */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  ask,
  assertErrorPage,
  errorAtClient,
  requestQuery,
  STATE,
} from './authorization-request.ts'
import { exchange } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { newVisitor, obtainCode, simplestRequest } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

const query = (changes?: Parameters<typeof requestQuery>[1]) => requestQuery(server, changes)
const errorAt = (asked: string, expected?: Parameters<typeof errorAtClient>[2]) =>
  errorAtClient(server, asked, expected)
const assertPage = (asked: string) => assertErrorPage(server, asked)

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
  const unknown = await ask(server, `${query()}&utm=1&utm=2&scope[a]=b&__proto__=x`)
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
  const { headers } = await ask(server, `${query(empty)}&response_type=`)
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
  assert.match((await ask(server, query(good))).headers.get('location') ?? '', /^\/sign-in\?/)
})

test('a confidential client that asked for it needs PKCE too', async () => {
  const { client } = await server.register({ requirePkce: true })
  assert.equal(await errorAt(query({ client_id: client.id })), 'invalid_request')
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
