import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { decodeProtectedHeader } from 'jose'
import { actAt } from '../../../test/act.ts'
import { CALLBACK, type Form, openProtocol, type Party, START } from '../../../test/protocol.ts'
import { sampleSigningKeySet } from '../../../test/sample-signing-keys.ts'
import { createSigningKeys } from '../../signing/signing-keys.ts'
import { StorageUnavailable } from '../../store/port.ts'
import { nextStep } from './next-step.ts'
import { queryOf } from './pending.ts'
import { readRequest } from './read-request.ts'
import { redirectLocation } from './request.ts'
import { signedResponse } from './response-mode.ts'

let protocol: Awaited<ReturnType<typeof openProtocol>>
beforeEach(async () => {
  protocol = await openProtocol()
})
// RFC 7636 App. B.
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
const S256 = { code_challenge: CHALLENGE, code_challenge_method: 'S256' }

const simplest = (by: Party = protocol.party): Form => ({
  response_type: 'code',
  client_id: by.client.id,
  redirect_uri: CALLBACK,
})
const asked = (form: Form, by?: Party) => protocol.authorize({ ...simplest(by), ...form })

/** The problem shown on a page of ours. */
async function shown(form: Form) {
  const step = await protocol.authorize(form)
  assert.equal(step.outcome, 'showError')
  assert.ok(step.outcome === 'showError')
  const { reason, details, addressee } = step.refusal
  return { reason, details, addressee }
}
/** The error that the client gets at its redirect URI. */
async function heard(form: Form, by?: Party) {
  const step = await asked(form, by)
  assert.ok(step.outcome === 'answer', step.outcome)
  assert.ok(step.refusal !== null, 'a code was issued')
  return { reason: step.refusal.reason, details: step.refusal.details, answer: step.answer }
}
/** The checked request, if the next step is the sign-in page. */
async function understood(form: Form, by?: Party) {
  const step = await protocol.authorize({ ...simplest(by), ...form }, { signedIn: false })
  assert.ok(step.outcome === 'signIn', JSON.stringify(step))
  return step.request.asked
}

test('who asks for a signed response that nobody can sign is told before anybody signs in', async () => {
  const [, ec] = sampleSigningKeySet.active
  assert.ok(ec !== undefined)
  const set = { active: [ec], published: [ec] }
  protocol = await openProtocol({ signing: createSigningKeys(() => set) })
  const jarm = { response_mode: 'jwt' }
  const metadata = { authorization_signed_response_alg: 'RS256' } as const
  const wantsRsa = await protocol.register({ metadata })
  assert.deepEqual(await shown({ ...simplest(wantsRsa), ...jarm }), {
    reason: 'no_signing_key',
    details: { needed: 'RS256', offered: ['ES256'] },
    addressee: { clientId: wantsRsa.client.id, standing: 'named' },
  })
  assert.equal((await asked({}, wantsRsa)).outcome, 'answer')
  // The default is what there is.
  const step = await asked(jarm)
  assert.ok(step.outcome === 'answer')
  const signer = { signing: protocol.context.signing, issuer: 'https://login.example', now: START }
  const { response } = signedResponse(signer, step.client, step.answer)
  assert.equal(decodeProtectedHeader(response).alg, 'ES256')
  // The last key is lost while the person is on the way back.
  const none = createSigningKeys(() => ({ active: [], published: [] }))
  assert.throws(
    () => signedResponse({ ...signer, signing: none }, step.client, step.answer),
    StorageUnavailable,
  )
})

test('without a verified client nothing redirects (RFC 6749 §4.1.2.1)', async () => {
  const missing = await shown({})
  assert.deepEqual(
    [missing.reason, missing.details],
    ['missing_parameter', { parameter: 'client_id' }],
  )
  assert.equal((await shown({ ...simplest(), client_id: 'nobody' })).reason, 'unknown_client')
  const { id } = protocol.party.client
  assert.equal((await shown({ ...simplest(), client_id: [id, id] })).reason, 'repeated_parameter')
  await protocol.store.clients.disable(id, actAt(5))
  assert.deepEqual(await shown(simplest()), {
    reason: 'client_turned_off',
    details: { disabled_at: 5 },
    addressee: { clientId: id, standing: 'named' },
  })
})

test('nor without a verified redirect URI; the difference is shown', async () => {
  const wrong = await shown({ ...simplest(), redirect_uri: `${CALLBACK}/` })
  assert.equal(wrong.reason, 'unknown_redirect_uri')
  assert.deepEqual(wrong.details, { sent: `${CALLBACK}/`, registered: [CALLBACK] })
  const twice = await shown({ ...simplest(), redirect_uri: [CALLBACK, CALLBACK] })
  assert.deepEqual(twice.details, { parameter: 'redirect_uri' })
  const registered = [CALLBACK, 'https://client.example/two']
  const several = await protocol.register({ redirectUris: registered })
  const unnamed = await shown({ response_type: 'code', client_id: several.client.id })
  assert.deepEqual([unnamed.reason, unnamed.details], ['redirect_uri_needed', { registered }])
  const second = await understood({ redirect_uri: registered[1] ?? '' }, several)
  assert.deepEqual(second.redirectUri, registered[1])
})

test('a single redirect URI may be omitted, and then in the token request too', async () => {
  const step = await protocol.authorize(
    { response_type: 'code', client_id: protocol.party.client.id },
    { signedIn: false },
  )
  assert.ok(step.outcome === 'signIn')
  assert.deepEqual([step.request.target.uri, step.request.asked.redirectUri], [CALLBACK, null])
})

test('only clients without a secret may use any loopback port (RFC 8252 §7.3)', async () => {
  const redirectUris = ['http://127.0.0.1/cb']
  const app = await protocol.register({ redirectUris, isPublic: true, trusted: false })
  const at = { redirect_uri: 'http://127.0.0.1:5000/cb' }
  const { redirectUri } = await understood({ ...at, ...S256 }, app)
  assert.equal(redirectUri, 'http://127.0.0.1:5000/cb')
  const web = await protocol.register({ redirectUris })
  const refused = await shown({ ...simplest(web), ...at })
  assert.equal(refused.reason, 'unknown_redirect_uri')
})

test('a client without the grant type authorization_code gets no code (RFC 6749 §4.1.2.1)', async () => {
  const machine = await protocol.register({ grantTypes: ['client_credentials'] })
  const { reason, answer } = await heard({}, machine)
  assert.deepEqual([reason, answer['error']], ['grant_type_not_allowed', 'unauthorized_client'])
})

test('a repeated parameter is refused, and a repeated state is not echoed', async () => {
  const names = ['response_type', 'response_mode', 'state', 'scope', 'prompt', 'max_age', 'nonce']
  const more = ['code_challenge', 'code_challenge_method', 'login_hint', 'request', 'request_uri']
  const openId = ['id_token_hint', 'acr_values', 'claims']
  for (const parameter of [...names, ...more, ...openId]) {
    // Before anything else, such as an unknown value of another parameter.
    const form = { response_type: 'none', [parameter]: ['a', 'a'] }
    const { reason, details, answer } = await heard(form)
    assert.deepEqual([reason, details], ['repeated_parameter', { parameter }])
    assert.deepEqual(Object.keys(answer), ['error', 'error_description', 'state', 'iss'])
    assert.equal(answer['state'], undefined)
  }
})

test('unsupported options are refused at the redirect URI, with the state', async () => {
  for (const [form, reason] of [
    [{ request: 'x' }, 'request_object_invalid'],
    [{ request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_object'],
    [{ request: 'x', request_uri: 'https://a.example' }, 'two_request_objects'],
    [{ request_uri: 'x' }, 'request_uri'],
    [{ response_type: 'token' }, 'unknown_response_type'],
    [{ response_type: '' }, 'missing_parameter'],
    [{ response_mode: 'fragment' }, 'malformed_parameter'],
    [{ prompt: 'admire' }, 'malformed_parameter'],
    [{ prompt: 'login  consent' }, 'malformed_parameter'],
    [{ prompt: 'none login' }, 'prompt_none_mixed'],
    [{ max_age: '-1' }, 'malformed_parameter'],
    [{ max_age: '1234567890' }, 'malformed_parameter'],
    [{ max_age: 'x1' }, 'malformed_parameter'],
    [{ max_age: '1x' }, 'malformed_parameter'],
  ] as const) {
    const refused = await heard({ ...form, state: 'abc' })
    assert.equal(refused.reason, reason, JSON.stringify(form))
    assert.deepEqual(
      [refused.answer['state'], refused.answer['iss']],
      ['abc', 'https://login.example'],
    )
    const [name = ''] = Object.keys(form)
    const named = refused.details['parameter']
    if (named !== undefined) assert.equal(named, name)
    assert.equal(named !== undefined, /_parameter$|response_type$/.test(reason))
  }
})

test('a state is printable ASCII of any length (RFC 6749 App. A.5)', async () => {
  for (const state of ['é', 'a\nb', 'a\x7f', '\x1f']) {
    const { reason, details } = await heard({ state })
    assert.deepEqual([reason, details], ['malformed_parameter', { parameter: 'state' }])
  }
  const long = ` ~${'a'.repeat(1_000)}~ `
  assert.equal((await understood({ state: long })).state, long)
  assert.equal((await understood({})).state, undefined)
})

test('the response is appended to the redirect URI', async () => {
  const { target } = await readRequest(
    protocol.context,
    new URLSearchParams({ client_id: protocol.party.client.id }).toString(),
  )
  const answer = { code: 'a', state: undefined, iss: 'https://login.example' }
  assert.equal(
    redirectLocation(target, answer),
    `${CALLBACK}?code=a&iss=https%3A%2F%2Flogin.example`,
  )
})

test('the response is sent as a query or as a form (response modes)', async () => {
  for (const [mode, expected] of [
    [{}, 'query'],
    [{ response_mode: 'query' }, 'query'],
    [{ response_mode: 'form_post' }, 'form_post'],
  ] as const) {
    assert.equal((await understood(mode)).responseMode, expected)
  }
})

test('PKCE must be S256 if it is used or required (RFC 7636, RFC 9700 §2.1.1)', async () => {
  assert.equal((await understood(S256)).codeChallenge, CHALLENGE)
  assert.equal((await understood({})).codeChallenge, null)
  const strict = await protocol.register({ requirePkce: true })
  const app = await protocol.register({ isPublic: true, trusted: false })
  for (const [by, form, because] of [
    [strict, {}, 'required_by_client'],
    [app, {}, 'public_client'],
    [protocol.party, { code_challenge_method: 'S256' }, 'method_without_challenge'],
  ] as const) {
    const { reason, details } = await heard(form, by)
    assert.deepEqual([reason, details], ['challenge_needed', { because }])
  }
  for (const method of ['plain', 's256', '']) {
    const { reason } = await heard({ ...S256, code_challenge_method: method })
    assert.equal(reason, 'challenge_method')
  }
  const { reason, details } = await heard({ ...S256, code_challenge: CHALLENGE.slice(1) })
  assert.deepEqual([reason, details], ['malformed_parameter', { parameter: 'code_challenge' }])
  assert.equal((await understood(S256, app)).codeChallenge, CHALLENGE)
})

test('an omitted scope is the part of the default scope that the client may have (RFC 6749 §3.3)', async () => {
  assert.deepEqual((await understood({})).scope, ['all'])
  assert.deepEqual((await understood({ scope: 'write read' })).scope, ['write', 'read'])
  const reader = await protocol.register({ scope: 'read write' })
  assert.deepEqual((await understood({}, reader)).scope, ['read', 'write'])
  const wide = await heard({ scope: 'read all' }, reader)
  assert.equal(wide.reason, 'scope_not_allowed')
  assert.deepEqual(wide.details, { too_much: ['all'], possible: ['read', 'write'] })
  assert.equal((await heard({ scope: 'a  b' })).reason, 'scope_malformed')
  const stale = await protocol.register({ scope: 'gone' })
  assert.equal((await heard({}, stale)).reason, 'scope_not_allowed')
})

test('offline_access is left out if the client may not have it (OpenID Connect Core §11)', async () => {
  assert.deepEqual((await understood({ scope: 'read offline_access write' })).scope, [
    'read',
    'write',
  ])
  assert.deepEqual((await understood({ scope: 'offline_access' })).scope, ['all'])
  assert.equal((await heard({ scope: 'read openid' })).reason, 'scope_not_allowed')
  const scope = 'openid offline_access'
  const staying = await protocol.register({ scope })
  assert.deepEqual((await understood({ scope }, staying)).scope, ['openid', 'offline_access'])
})

test('beside openid, a scope that is offered to nobody is ignored (OpenID Connect Core §3.1.2.1)', async () => {
  const by = await protocol.register({ scope: 'openid read' })
  const scope = 'groups openid read toString'
  assert.deepEqual((await understood({ scope }, by)).scope, ['openid', 'read'])
  assert.equal((await heard({ scope: 'groups read' }, by)).reason, 'scope_not_allowed')
  // Others may have it, so leaving it out would be a surprise.
  assert.equal((await heard({ scope: 'openid email' }, by)).reason, 'scope_not_allowed')
  protocol.settings.openid = false
  assert.equal((await heard({ scope }, by)).reason, 'scope_not_allowed')
})

test('APIs must be registered, and twenty at most (RFC 8707 §2)', async () => {
  const uri = 'https://notes.example'
  assert.deepEqual((await understood({ resource: [uri, uri] })).resource, [uri])
  const unknown = await heard({ resource: [uri, 'https://other.example'] })
  assert.equal(unknown.reason, 'unknown_resource')
  assert.deepEqual(unknown.details, { uris: ['https://other.example'] })
  const uris = (count: number) => Array.from({ length: count }, (_, at) => `https://a${at}.example`)
  assert.deepEqual((await heard({ resource: uris(21) })).details, { count: 21 })
  assert.notDeepEqual((await heard({ resource: uris(20) })).details, { count: 20 })
})

test('the sign-in parameters of OpenID Connect Core §3.1.2.1 are parsed', async () => {
  const request = await understood({ prompt: 'login consent', max_age: '060', login_hint: 'jo' })
  assert.deepEqual([...request.prompt], ['login', 'consent'])
  assert.deepEqual([request.maxAge, request.loginHint], [60, 'jo'])
  const plain = await understood({})
  assert.deepEqual([[...plain.prompt], plain.maxAge, plain.loginHint], [[], null, null])
  assert.equal((await understood({ max_age: '123456789' })).maxAge, 123_456_789)
  const selected = await understood({ prompt: 'select_account' })
  assert.deepEqual([...selected.prompt], ['select_account'])
})

test('a login_hint that cannot be an address is left out of later URLs', async () => {
  assert.equal((await understood({ login_hint: 'a'.repeat(320) })).loginHint?.length, 320)
  for (const login_hint of ['a'.repeat(321), 'a\u0001', 'a\nb']) {
    assert.equal((await understood({ login_hint })).loginHint, null)
  }
})

test('invalid ui_locales are ignored, not refused', async () => {
  assert.equal((await understood({ ui_locales: 'sv-FI en' })).uiLocales, 'sv-FI en')
  for (const ui_locales of ['sv,en', 'é', 'a'.repeat(36), 'a '.repeat(9), ' sv']) {
    assert.equal((await understood({ ui_locales })).uiLocales, null)
  }
})

test('the request as a query parses to the same request', async () => {
  for (const form of [
    {},
    { scope: 'read write', state: ' ~"\\%+&=#', login_hint: 'jo+é@example.com', prompt: 'login' },
    {
      response_mode: 'form_post',
      ui_locales: 'sv en',
      max_age: '0',
      nonce: 'n-0S6_ WzA2Mj"&',
      id_token_hint: 'e30.e30.c2ln',
      resource: 'https://notes.example',
      ...S256,
    },
  ]) {
    const asked = await understood(form)
    const step = await protocol.authorize(queryOf(asked), { signedIn: false })
    assert.ok(step.outcome === 'signIn')
    assert.deepEqual(step.request.asked, asked)
  }
})

const act = actAt(5)
/** The outcome of a valid request after the registration has changed. */
async function changed(
  change: (by: Party) => Promise<unknown>,
  { form = {}, by = protocol.party }: { form?: Form; by?: Party } = {},
) {
  const asked = await understood(form, by)
  await change(by)
  const { account, session, context, clock } = protocol
  const visitor = { signedIn: { account, session }, decision: 'allow' } as const
  return nextStep(context, { asked, startedAt: clock.time }, visitor)
}

test('a client that was disabled, deleted or lost its redirect URI is not answered any more', async () => {
  const { clients } = protocol.store
  for (const [reason, change] of [
    ['client_turned_off', (by: Party) => clients.disable(by.client.id, act)],
    ['unknown_client', (by: Party) => clients.delete(by.client.id, act)],
    [
      'unknown_redirect_uri',
      (by: Party) => clients.update(by.client.id, { redirectUris: [`${CALLBACK}/new`] }, act),
    ],
  ] as const) {
    const step = await changed(change, { by: await protocol.register() })
    assert.ok(step.outcome === 'showError', reason)
    assert.equal(step.refusal.reason, reason)
  }
})

test('other changes by the operator are reported to the client', async () => {
  const { clients, resources } = protocol.store
  const uri = 'https://notes.example'
  for (const [reason, form, change] of [
    ['scope_not_allowed', {}, (by: Party) => clients.update(by.client.id, { scope: 'read' }, act)],
    [
      'scope_not_allowed',
      { scope: 'offline_access' },
      (by: Party) => clients.update(by.client.id, { scope: 'read' }, act),
    ],
    [
      'challenge_needed',
      {},
      (by: Party) => clients.update(by.client.id, { requirePkce: true }, act),
    ],
    ['unknown_resource', { resource: uri }, () => resources.delete(protocol.api.resource.id, act)],
  ] as const) {
    const by = await protocol.register({ scope: 'all read write offline_access' })
    const step = await changed(change, { form, by })
    assert.ok(step.outcome === 'answer' && step.refusal !== null, reason)
    assert.equal(step.refusal.reason, reason)
    assert.deepEqual(Object.keys(step.answer), ['error', 'error_description', 'state', 'iss'])
  }
})

test('offline_access that was withdrawn while the person decided is left out', async () => {
  const { clients } = protocol.store
  const by = await protocol.register({ scope: 'read offline_access' })
  const withdraw = () => clients.update(by.client.id, { scope: 'read' }, act)
  const step = await changed(withdraw, { form: { scope: 'read offline_access' }, by })
  assert.ok(step.outcome === 'answer')
  const { scope } = await protocol.exchange(step.answer['code'] ?? '', {}, by)
  assert.equal(scope, 'read')
})

test('consent is to what was shown, even if the defaults have changed', async () => {
  const defaultResources = ['https://notes.example', 'https://gone.example']
  const by = await protocol.register({ scope: 'read', defaultResources })
  const step = await changed(
    async () => {
      const wider = { scope: 'all read', defaultResources: [] }
      assert.ok(await protocol.store.clients.update(by.client.id, wider, act))
    },
    { by },
  )
  assert.ok(step.outcome === 'answer')
})
