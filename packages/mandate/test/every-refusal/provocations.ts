/** For every reason for a refusal, requests that are refused for it. */

import { randomBytes } from 'node:crypto'
import type { Reason } from '../../src/explanations/reasons.ts'
import type { KeyId } from '../../src/grants/grant.ts'
import { parseToken } from '../../src/grants/token.ts'
import { idOfDeviceCode, newDeviceCode } from '../../src/oauth/device/device-code.ts'
import { ACCESS_TOKEN } from '../../src/oauth/token/exchange/presented-token.ts'
import { limitsOfDeviceRequests, limitsOfRegistering } from '../../src/people/attempt-limits.ts'
import { ACT, actAt } from '../act.ts'
import { headerOf, makeClientCertificate } from '../certificates.ts'
import { assertionOf, newClientKey } from '../client-proofs.ts'
import { askForCodes, codesFor, newDeviceClient, poll } from '../device.ts'
import { forge } from '../forgery.ts'
import {
  basic,
  type Credentials,
  exchange,
  post,
  refresh,
  revoke,
  tokensOf,
} from '../integrator.ts'
import { PASSWORD, REDIRECT_URI } from '../running-server.ts'
import { sampleSigningKeys } from '../sample-signing-keys.ts'
import { newVisitor, simplestRequest } from '../visitor.ts'
import { assertionProvocations } from './assertions.ts'
import {
  answerElsewhere,
  ask,
  askToLogOut,
  askWith,
  askWithDetails,
  boundForm,
  breakable,
  codeFor,
  exchangeWith,
  FORM,
  folder,
  known,
  newClient,
  pkce,
  proof,
  pushed,
  putAt,
  rawToken,
  secret,
  server,
  takeBack,
  token,
  tokensFor,
  tokenWith,
} from './telling-requests.ts'

/** Reasons that no HTTP request can bring about on purpose, and why. */
export const UNREACHABLE: Readonly<Partial<Record<Reason, string>>> = {
  no_signing_key: 'only if the operator has no key of the kind',
  device_pending: 'the usual answer to a poll, which is neither logged nor explained',
  malformed_http: 'the HTTP parser answers before the server hears of it',
  party_turned_off: 'only if a party is disabled between two reads of one request',
  client_disabled: 'only if the client is disabled between two reads of one request',
  client_denied: 'only if the settings deny a domain after its client was connected',
  delegation_ended: 'only if a parent ends between two reads of one request',
}

/** A client with a key. */
async function newSigner(metadata: object = {}) {
  const key = newClientKey()
  const described = { jwks: { keys: [key.jwk] }, ...metadata }
  const { client } = await server.register({
    metadata: { token_endpoint_auth_method: 'private_key_jwt', ...defined(described) },
  })
  return { ...key, id: client.id }
}

const defined = (some: object) =>
  Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined))

/** A token request with an assertion. */
function assert(
  { id, ...key }: Awaited<ReturnType<typeof newSigner>>,
  asked: { readonly claims?: object; readonly header?: object } = {},
  form: Readonly<Record<string, string>> = {},
) {
  const usual = { audience: server.issuer, now: server.clock.now() }
  return token({ ...assertionOf(id, key, { ...usual, ...asked }), ...form })
}

const certificate = () => makeClientCertificate(folder, { name: 'client', subject: '/CN=Notes' })

async function newTlsClient() {
  const metadata = {
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_subject_dn: 'CN=Other',
  } as const
  return (await server.register({ metadata })).client.id
}

const askWithCertificate = async (value: string) =>
  rawToken(`grant_type=refresh_token&client_id=${await newTlsClient()}`, [
    FORM,
    ['Client-Cert', value],
    ['Client-Cert-Verified', 'SUCCESS'],
  ])
/** Registers a client where clients may. */
async function registering(
  body: string | object,
  { path = '', token, most = 10 }: { path?: string; token?: string; most?: number } = {},
) {
  const node = await server.addNode({ clientRegistration: 'open', clientRegistrationMost: most })
  const headers = new Headers({ 'content-type': 'application/json' })
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
  const content = typeof body === 'string' ? body : JSON.stringify(body)
  const method = path === '' ? { method: 'POST', body: content } : {}
  await fetch(`${node}/oauth2/register${path}`, { ...method, headers })
}

/** Polls for security events. */
async function polling(body: string | object, as: Credentials) {
  const headers = { 'content-type': 'application/json', authorization: basic(as) }
  const content = typeof body === 'string' ? body : JSON.stringify(body)
  await fetch(`${server.issuer}/oauth2/security-events`, { method: 'POST', headers, body: content })
}

/** A client that polls, but for what it says. */
async function newPoller() {
  const client = await newClient()
  await server.store.endpoints.insert(
    {
      ...{ id: `stream_of_${client.id}`, kind: 'polled_security_events', name: 'x', url: '' },
      ...{ events: [], details: {}, clientId: client.id, secret: null, createdAt: 0 },
      ...{ disabledAt: null, disabledBecause: null, revision: 'first' },
    },
    ACT,
  )
  return client
}

/** Arrives with the URL of a document as its client id, at a host where nobody listens. */
async function arriveWith(others: 'allow' | 'ask' | 'deny', times = 1) {
  const nobody = '127.0.0.1:1'
  const node = await server.addNode({
    clientDocuments: { others: 'deny', domains: { [nobody]: others } },
    fetchAllowedHosts: [nobody],
  })
  for (let time = 0; time < times; time++) {
    await fetch(`${node}/oauth2/authorize?client_id=http://${nobody}/client.json`)
  }
}

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'

/** An exchange of a good token, changed by the form, by a client with this metadata. */
async function exchanging(form: Readonly<Record<string, string>>, metadata = {}, scope = 'all') {
  const app = await newClient()
  const code = await codeFor(app, { resource: server.resource.uri })
  const { accessToken } = tokensOf(await exchange(server, code, { as: app }))
  const allowed = { token_exchange_clients: [app.id], ...metadata }
  await exchangeAs(await newAgent(allowed, scope), accessToken, form)
}

const newAgent = (metadata: object, scope = 'all') =>
  newClient({ grantTypes: [EXCHANGE], redirectUris: [], trusted: false, metadata, scope })

function exchangeAs(as: Credentials, token_: string, form: Readonly<Record<string, string>> = {}) {
  const subject = { subject_token: token_, subject_token_type: ACCESS_TOKEN }
  return token({ grant_type: EXCHANGE, resource: server.resource.uri, ...subject, ...form }, as)
}

/** The last of several exchanges: after the first was ended, or one below the other. */
async function exchangingTwice(form: Readonly<Record<string, string>>, after: 'ended' | 'deep') {
  const app = await newClient()
  const { accessToken } = await tokensFor(app)
  const agent = await newAgent({ token_exchange_clients: [app.id] })
  const next = async (as: Credentials, text: string) =>
    String((await exchangeAs(as, text)).body['access_token'])
  let text = await next(agent, accessToken)
  if (after === 'ended') {
    const { grantId } = parseToken(text) ?? {}
    if (grantId !== undefined) await server.store.grants.revoke(grantId, 'revoked_by_user', ACT)
    await exchangeAs(agent, accessToken, form)
    return
  }
  let before = agent
  for (const isLast of [false, false, true]) {
    const below = await newAgent({ token_exchange_clients: [before.id] })
    if (isLast) await exchangeAs(below, text, form)
    else text = await next(below, text)
    before = below
  }
}

const registrable = { redirect_uris: ['https://notes.example/callback'] }

/** By POST if there is a form. */
const userinfo = (headers: Readonly<Record<string, string>>, form?: string) =>
  fetch(`${server.issuer}/oauth2/userinfo`, {
    ...(form === undefined
      ? { headers }
      : { method: 'POST', body: new URLSearchParams(form), headers }),
  })

const encoded = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url')

export const provoke: Readonly<Record<Reason, () => Promise<unknown>>> = {
  ...assertionProvocations,
  malformed_form: async () => rawToken(`code=%ff&${secret('a bare word')}`, [FORM]),
  repeated_parameter: () => token(`code=${secret('code')}&code=${secret('code')}`),
  missing_parameter: async () => token(`grant_type=&${secret('x')}=1`, await newClient()),
  malformed_parameter: () => askWith({ max_age: secret('max_age') }),
  redirect_uri_unfit: () =>
    registering({ redirect_uris: [`https://ada:${secret('password')}@notes.example/`] }),
  client_metadata_unfit: () =>
    registering({ ...registrable, tos_uri: `https://ada:${secret('password')}@notes.example/` }),
  registration_not_json: () => registering(`{"client_secret": ${secret('JSON')}`),
  registration_token_missing: () => registering('', { path: '/client_nobody' }),
  registration_token_refused: () =>
    registering('', { path: '/client_nobody', token: secret('registration token') }),
  too_many_registrations: async () => {
    const limits = limitsOfRegistering('127.0.0.1')
    const { attempts } = server.store
    for (let one = 0; one < 60; one++) await attempts.add(limits, server.clock.now())
    await registering({ client_name: secret('name') })
    await attempts.clear(limits.map(({ name }) => name))
  },
  poll_not_json: async () => polling(`{"ack": ${secret('JSON')}`, await newClient()),
  poll_malformed: async () => polling({ ack: secret('ack') }, await newPoller()),
  no_event_stream: async () => polling({ ack: [secret('ack')] }, await newClient()),
  registrations_full: () =>
    registering({ ...registrable, client_name: secret('name') }, { most: 0 }),
  device_pending: async () => {
    const client = await newDeviceClient(server)
    const { deviceCode, userCode } = await codesFor(server, client)
    known('device code', deviceCode)
    known('user code', userCode)
    await poll(server, client, { deviceCode })
  },
  device_polls_too_fast: async () => {
    const client = await newDeviceClient(server)
    const { deviceCode } = await codesFor(server, client)
    known('device code', deviceCode)
    await poll(server, client, { deviceCode })
    await poll(server, client, { deviceCode })
  },
  device_denied: async () => {
    const client = await newDeviceClient(server)
    const { deviceCode } = await codesFor(server, client)
    known('device code', deviceCode)
    await server.store.deviceRequests.deny(idOfDeviceCode(deviceCode), server.clock.now())
    await poll(server, client, { deviceCode })
  },
  device_code_expired: async () => {
    const client = await newDeviceClient(server)
    const deviceCode = known('device code', newDeviceCode(randomBytes))
    const now = server.clock.now()
    const request = {
      ...{ id: idOfDeviceCode(deviceCode), userCode: 'of an old request', clientId: client.id },
      ...{ asked: { scope: ['read'], resource: [] }, agent: '', network: '127.0.0.1' },
      ...{ createdAt: now - 9_000, expiresAt: now - 8_000, intervalSeconds: 5, polls: 0 },
      ...{ pacedSince: now - 9_000, decidedAt: null, grantId: null },
    }
    await server.store.deviceRequests.insert(request, 10)
    await poll(server, client, { deviceCode })
  },
  device_code_unknown: async () =>
    poll(server, await newDeviceClient(server), { deviceCode: secret('device code') }),
  device_code_of_another_client: async () => {
    const { deviceCode } = await codesFor(server, await newDeviceClient(server))
    known('device code', deviceCode)
    await poll(server, await newDeviceClient(server), { deviceCode })
  },
  too_many_device_requests: async () => {
    const limits = limitsOfDeviceRequests('127.0.0.1')
    const { attempts } = server.store
    for (let one = 0; one < 60; one++) await attempts.add(limits, server.clock.now())
    const form = { nonce: secret('nonce') }
    await askForCodes(server, await newDeviceClient(server), { form })
    await attempts.clear(limits.map(({ name }) => name))
  },
  malformed_http: async () => {},
  request_too_long: () => token({ code: secret('code').padEnd(70_000, 'x') }),
  wrong_content_type: () =>
    rawToken(JSON.stringify({ refresh_token: secret('JSON') }), [
      ['Content-Type', `application/${secret('type')}`],
    ]),
  parameters_in_query: () =>
    post(`${server.issuer}/oauth2/token?client_secret=${secret('query')}&code=${secret('q')}`, {}),
  malformed_retry_key: async () => {
    const headers = { 'idempotency-key': `${secret('key')}é` }
    await refresh(server, secret('token'), { as: await newClient(), headers })
  },
  unknown_address: () =>
    post(`${server.issuer}/${secret('path')}/oauth/token/?code=${secret('query')}`, {
      code: secret('code'),
    }),
  pending_from_elsewhere: () => newVisitor(server).get(`/sign-in?pending=${secret('pending')}.x`),
  foreign_page: async () => {
    const { id } = await newClient({ isPublic: true, trusted: false })
    await rawToken(`grant_type=authorization_code&client_id=${id}&code=${secret('code')}`, [
      FORM,
      ['Origin', 'https://evil.example'],
    ])
  },
  content_coding: () => rawToken(secret('body'), [FORM, ['Content-Encoding', 'gzip']]),
  cross_site: () =>
    newVisitor(server).post(
      '/sign-in',
      { email: secret('email'), password: known('password', PASSWORD) },
      { origin: 'https://evil.example' },
    ),
  client_domain_denied: () => arriveWith('deny'),
  client_domain_held: () => arriveWith('ask'),
  client_document_refused: () => arriveWith('allow'),
  client_documents_busy: () => arriveWith('allow', 7),
  unknown_client: () => token({}, { id: secret('id'), secret: secret('secret') }),
  wrong_secret: async () => {
    const { id } = await newClient()
    await token({ refresh_token: secret('token') }, { id, secret: secret('secret') })
  },
  public_client_secret: async () => {
    const { id } = await newClient({ isPublic: true, trusted: false })
    await token({ refresh_token: secret('token') }, { id, secret: secret('secret') })
  },
  client_turned_off: async () => {
    const as = await newClient()
    await server.store.clients.disable(as.id, actAt(server.clock.now()))
    await token({ code: secret('code') }, as)
    await ask({ ...simplestRequest(server), client_id: as.id })
  },
  undecodable_credentials: () =>
    rawToken('', [['Authorization', `Basic ${secret('basic')}`], FORM]),
  two_client_ids: async () => token({ client_id: secret('other id') }, await newClient()),
  no_credentials: async () => {
    const { id } = await newClient()
    await token({ client_id: id, refresh_token: secret('token') })
  },
  unsupported_authentication: async () => {
    await rawToken('', [['Authorization', secret('scheme')], FORM])
    await rawToken('', [['Authorization', `Bearer ${secret('bearer')}`], FORM])
    await token({ client_assertion: secret('assertion') })
  },
  unreadable_assertion: async () => {
    const hostile = [
      {},
      { header: { alg: 'none' } },
      { header: { jwk: {} } },
      { claims: { iss: 1 } },
    ]
    for (const one of hostile) await assert(await newSigner(), one)
    const signer = await newSigner()
    await assert(signer, {}, { client_assertion: secret('assertion') })
    await assert(signer, {}, { client_id: 'client_other' })
  },
  wrong_assertion: async () => {
    const signer = await newSigner()
    await assert({ ...signer, ...newClientKey() }, { claims: { note: secret('claim') } })
    await assert(signer, { header: { kid: 'another', note: secret('header') } })
    await assert(signer, { header: { alg: 'RS256' } })
  },
  assertion_claims: async () => {
    const signer = await newSigner()
    const now = server.clock.now()
    for (const claims of [
      { aud: secret('audience') },
      { jti: undefined },
      { exp: now - 60 },
      { iat: now + 90 },
      { exp: now + 86_400 },
    ]) {
      await assert(signer, { claims })
    }
  },
  assertion_used_before: async () => {
    const signer = await newSigner()
    const claims = { jti: secret('jti') }
    for (const _ of ['once', 'twice']) await assert(signer, { claims })
  },
  client_keys_unavailable: async () => {
    const jwks_uri = 'https://127.0.0.1:9/jwks'
    await assert(await newSigner({ jwks_uri, jwks: undefined }))
  },
  certificate_needed: async () => {
    await token({ client_id: await newTlsClient(), refresh_token: secret('token') })
  },
  wrong_certificate: () => askWithCertificate(headerOf.rfc9440(certificate().x509)),
  certificate_unreadable: () => askWithCertificate(secret('certificate')),
  binding_certificate_needed: async () => {
    const metadata = { tls_client_certificate_bound_access_tokens: true }
    await token(
      { grant_type: 'refresh_token', refresh_token: secret('t') },
      await newClient({ metadata }),
    )
  },
  other_authentication_method: async () => {
    const signer = await newSigner()
    await token({}, { id: signer.id, secret: secret('secret') })
    const { id } = await newClient()
    await assert({ ...signer, id })
  },
  two_mechanisms: async () => token({ client_secret: secret('body') }, await newClient()),
  two_authorization_headers: async () => {
    const headers = [secret('one'), secret('two')].map((text) => ['Authorization', text] as const)
    await rawToken('', [...headers, FORM])
  },
  logout_hint_unknown: () => askToLogOut({ id_token_hint: secret('hint') }),
  logout_hint_of_another_client: async () => {
    const claims = { iss: server.issuer, aud: (await newClient()).id, sub: secret('sub') }
    const hint = sampleSigningKeys.sign(claims, { alg: 'ES256', typ: 'JWT' })
    const { id: client_id } = await newClient()
    await askToLogOut({ id_token_hint: known('ID token', hint), client_id })
  },
  logout_client_unknown: () => askToLogOut({ client_id: secret('id') }),
  logout_client_needed: () =>
    askToLogOut({ post_logout_redirect_uri: `https://a.example/?a=${secret('query')}` }),
  unknown_logout_uri: async () => {
    const { id: client_id } = await newClient()
    const place = `https://${secret('user')}:${secret('pw')}@app.example/bye`
    await askToLogOut({ client_id, post_logout_redirect_uri: `${place}?code=${secret('code')}` })
  },
  unknown_redirect_uri: async () => {
    const { id } = await newClient()
    const place = `https://${secret('user')}:${secret('pw')}@urltoclient:4443/cb`
    const query = `code=${secret('code')}&state=${secret('state')}&${secret('bare')}`
    await ask({ ...simplestRequest(server), client_id: id, redirect_uri: `${place}?${query}` })
    const fragment = `https://urltoclient:4443/#access_token=${secret('token')}`
    await ask({ ...simplestRequest(server), client_id: id, redirect_uri: fragment })
  },
  redirect_uri_needed: async () => {
    const { id } = await newClient({ redirectUris: ['https://a.example', 'https://b.example'] })
    await ask({ response_type: 'code', client_id: id })
  },
  unknown_response_type: () => askWith({ response_type: 'token' }),
  challenge_needed: () => askWith({ code_challenge_method: 'S256' }),
  challenge_method: () => askWith({ code_challenge: secret('plain challenge') }),
  scope_malformed: () => askWith({ scope: `"${secret('scope')}"` }),
  scope_not_allowed: async () => {
    const { accessToken } = await tokensFor(await newClient())
    await askWith({ scope: `all admin ${accessToken}` })
  },
  scope_wider: async () => {
    const as = await newClient()
    const { refreshToken } = await tokensFor(as)
    await refresh(server, refreshToken, { as, form: { scope: `admin ${as.secret}` } })
  },
  scope_taken_back: async () => {
    const as = await newClient({ scope: 'all read' })
    const code = await codeFor(as, { scope: 'all read' })
    const { refreshToken } = tokensOf(await exchange(server, code, { as }))
    await takeBack(refreshToken, 'read')
    await refresh(server, refreshToken, { as, form: { scope: 'read' } })
  },
  unknown_resource: () => askWith({ resource: `https://no.example/?key=${secret('key')}` }),
  resource_not_granted: async () => {
    const as = await newClient()
    const code = await codeFor(as, { resource: server.resource.uri })
    const { refreshToken } = tokensOf(await exchange(server, code, { as }))
    known('refresh token for one API', refreshToken)
    const resource = `https://${secret('user')}@no.example`
    await refresh(server, refreshToken, { as, form: { resource } })
  },
  request_object: () => askWith({ request: `eyJhbGciOiJub25lIn0.${encoded({ x: secret('x') })}.` }),
  request_object_needed: () => askWith({}, { metadata: { require_signed_request_object: true } }),
  signed_response_needed: async () => {
    const profile = { profile: 'fapi2_message_signing', dpop_bound_access_tokens: true }
    const signer = await newSigner(profile)
    const now = server.clock.now()
    const usual = { audience: server.issuer, now }
    const inside = {
      ...{ sub: undefined, nbf: now, response_type: 'code', client_id: signer.id },
      ...{ redirect_uri: REDIRECT_URI, state: secret('state') },
    }
    const { client_assertion: request } = assertionOf(signer.id, signer, {
      ...usual,
      claims: inside,
    })
    const body = new URLSearchParams({ ...assertionOf(signer.id, signer, usual), request })
    return fetch(`${server.issuer}/oauth2/par`, { method: 'POST', body })
  },
  request_object_invalid: () => askWith({ request: secret('request') }),
  request_object_keys: () =>
    askWith({ request: `eyJhbGciOiJFUzI1NiJ9.${encoded({ x: secret('x') })}.${secret('s')}` }),
  two_request_objects: () => askWith({ request: secret('request'), request_uri: secret('uri') }),
  request_uri_not_registered: () =>
    askWith(
      { request_uri: `https://${secret('host')}.example/` },
      { metadata: { request_uris: ['https://client.example/object'] } },
    ),
  request_uri_unreachable: () =>
    askWith(
      { request_uri: 'https://127.0.0.1/object' },
      { metadata: { request_uris: ['https://127.0.0.1/object'] } },
    ),
  request_uri: () => askWith({ request_uri: secret('request_uri') }),
  pushed_reference: async () => {
    await pushed(await newClient(), { request_uri: secret('request_uri') })
  },
  push_needed: async () => {
    await askWith({}, { metadata: { require_pushed_authorization_requests: true } })
  },
  pushed_request_unknown: () =>
    askWith({ request_uri: `urn:ietf:params:oauth:request_uri:${secret('request_uri')}` }),
  pushed_by_another_client: async () => {
    const { request_uri = '' } = await pushed(await newClient())
    known('request_uri', request_uri)
    await askWith({ request_uri })
  },
  pushed_request_expired: async () => {
    const request = await pushed(await newClient())
    server.clock.advance(91)
    await ask(request)
  },
  pushed_request_used: async () => {
    const as = await newClient()
    const request = await pushed(as)
    await codeFor(as, request)
    await ask(request)
  },
  details_malformed: () => askWith({ authorization_details: secret('authorization_details') }),
  details_type: () =>
    askWith({ authorization_details: JSON.stringify([{ type: secret('type'), a: 1 }]) }),
  details_invalid: () => askWithDetails({ [secret('field')]: secret('value') }),
  details_without_person: async () => {
    const as = await newClient({ grantTypes: ['client_credentials'] })
    await token({ grant_type: 'client_credentials', authorization_details: secret('details') }, as)
  },
  details_limit: () => askWithDetails({ amount: 1, until: secret('until') }),
  details_scope_needed: () => askWithDetails({ amount: 1 }),
  details_wider: async () => {
    const as = await newClient({ metadata: { authorization_details_types: ['payment'] } })
    const granted = JSON.stringify([{ type: 'payment', amount: 1 }])
    const code = await codeFor(as, { scope: 'all', authorization_details: granted })
    const wider = JSON.stringify([{ type: 'payment', amount: 2, note: secret('note') }])
    await exchange(server, code, { as, form: { authorization_details: wider } })
  },
  prompt_none_mixed: () => askWith({ prompt: 'none login' }),
  sign_in_needed: () => askWith({ prompt: 'none' }),
  another_user: async () => {
    const visitor = newVisitor(server)
    await visitor.signIn(await visitor.open(simplestRequest(server)))
    for (const [name, value] of visitor.cookies) known(`cookie ${name}`, value)
    const { id } = await newClient()
    const claims = { iss: server.issuer, aud: id, sub: secret('sub') }
    const id_token_hint = sampleSigningKeys.sign(claims, { alg: 'ES256', typ: 'JWT' })
    known('ID token', id_token_hint)
    await visitor.open({ ...simplestRequest(server), client_id: id, prompt: 'none', id_token_hint })
  },
  hint_unverified: () => askWith({ prompt: 'none', id_token_hint: `e30.${secret('hint')}.e30` }),
  no_signing_key: async () => {},
  interaction_needed: () => answerElsewhere({ refused: 'interaction_required' }),
  acr_unmet: () => askWith({ acr_values: secret('acr_values') }),
  second_factor_needed: () => answerElsewhere({}, { secondFactor: 'required' }),
  sign_in_refused: () =>
    answerElsewhere({ refused: 'access_denied', reason: 'No integrations in this contract.' }),
  consent_needed: async () => {
    const visitor = newVisitor(server)
    await visitor.signIn(await visitor.open(simplestRequest(server)))
    for (const [name, value] of visitor.cookies) known(`cookie ${name}`, value)
    const { id } = await newClient({ trusted: false })
    const wanted = { ...simplestRequest(server), client_id: id, prompt: 'none' }
    await visitor.open({ ...wanted, state: secret('state') })
  },
  user_said_no: async () => {
    const { id } = await newClient({ trusted: false })
    const visitor = newVisitor(server)
    const request = { ...simplestRequest(server), client_id: id, state: secret('state') }
    const page = await visitor.signIn(await visitor.open(request))
    await visitor.decide(page, 'deny')
  },
  no_role_for_scope: async () => {
    const scope = 'admin:users:read'
    const { id } = await newClient({ scope })
    const request = { ...simplestRequest(server), client_id: id, scope, state: secret('state') }
    const visitor = newVisitor(server)
    await visitor.signIn(await visitor.open(request))
  },
  storage_unavailable: () => whileBroken(() => new Error('unused'), false),
  too_many_codes: async () => {
    const visitor = newVisitor(server)
    const request = { ...simplestRequest(server), state: secret('state') }
    await visitor.signIn(await visitor.open(request))
    for (const [name, value] of visitor.cookies) known(`cookie ${name}`, value)
    for (let i = 0; i < 600; i++) await visitor.open(request)
  },
  program_error: () => whileBroken(() => new TypeError('a mistake'), true),
  party_turned_off: async () => {},
  unknown_grant_type: async () => token({ grant_type: secret('gränt') }, await newClient()),
  grant_type_not_allowed: async () => {
    const as = await newClient({ grantTypes: ['authorization_code'] })
    await refresh(server, secret('token'), { as })
  },
  token_malformed: async () => refresh(server, secret('token'), { as: await newClient() }),
  token_of_another_kind: async () => {
    const as = await newClient()
    await refresh(server, await codeFor(as), { as })
  },
  grant_unknown: async () => {
    const as = await newClient()
    const gone = await newClient()
    const { refreshToken } = await tokensFor(gone)
    await server.store.clients.delete(gone.id, ACT)
    await refresh(server, refreshToken, { as })
  },
  token_forged: async () => {
    const as = await newClient()
    const { refreshToken } = await tokensFor(as)
    await refresh(server, known('forged token', forge(refreshToken)), { as })
  },
  token_of_another_client: async () => {
    const { refreshToken } = await tokensFor(await newClient())
    await refresh(server, refreshToken, { as: await newClient() })
  },
  redirect_uri_differs: () =>
    exchangeWith({}, { redirect_uri: `https://a:${secret('pw')}@b?code=${secret('code')}` }),
  bound_to_another_key: async () => {
    const as = await newClient()
    const { refreshToken } = await tokensFor(as)
    const headers = { dpop: await proof() }
    const text = known('bound token', await boundForm(refreshToken))
    await refresh(server, text, { as, headers })
  },
  dpop_required: async () =>
    tokenWith({}, await newClient({ metadata: { dpop_bound_access_tokens: true } })),
  dpop_malformed: async () => tokenWith({ dpop: secret('proof') }, await newClient()),
  dpop_of_another_request: async () =>
    tokenWith(
      { dpop: await proof({ htu: `https://${secret('host')}.example/` }) },
      await newClient(),
    ),
  dpop_replayed: async () => {
    const as = await newClient()
    const { refreshToken } = await tokensFor(as)
    const headers = { dpop: await proof() }
    const next = tokensOf(await refresh(server, refreshToken, { as, headers })).refreshToken
    await refresh(server, known('refresh token', next), { as, headers })
  },
  access_token_missing: () => userinfo({ authorization: `Basic ${secret('basic')}` }),
  access_token_repeated: () =>
    userinfo({ authorization: `Bearer ${secret('bearer')}` }, 'access_token=x'),
  access_token_refused: () => userinfo({}, `access_token=${secret('access token')}`),
  access_token_too_narrow: async () => {
    const { accessToken } = await tokensFor(await newClient())
    await userinfo({ authorization: `Bearer ${known('narrow token', accessToken)}` })
  },
  dpop_nonce_needed: async () =>
    tokenWith({ dpop: await proof({ nonce: secret('nonce') }) }, await newClient()),
  bound_without_proof: async () => {
    const as = await newClient()
    const { refreshToken } = await tokensFor(as)
    await refresh(server, known('bound token', await boundForm(refreshToken)), { as })
  },
  verifier_missing: () => exchangeWith(pkce, {}),
  verifier_not_expected: () => exchangeWith({}, { code_verifier: secret('verifier') }),
  verifier_malformed: () => exchangeWith(pkce, { code_verifier: `${secret('verifier')}=` }),
  verifier_wrong: () => exchangeWith(pkce, { code_verifier: secret('verifier').padEnd(43, 'x') }),
  grant_revoked: async () => {
    const as = await newClient()
    const { refreshToken } = await tokensFor(as)
    await revoke(server, refreshToken, as)
    await refresh(server, refreshToken, { as })
  },
  account_disabled: async () => {
    const as = await newClient()
    const { refreshToken } = await tokensFor(as)
    await server.store.accounts.disable(server.account.id, actAt(server.clock.now()))
    await refresh(server, refreshToken, { as })
    await server.store.accounts.enable(server.account.id, ACT)
  },
  client_disabled: async () => {},
  client_denied: async () => {},
  delegation_ended: async () => {},
  exchange_types: () => exchanging({ subject_token_type: 'jwt', code: secret('code') }),
  exchange_token_refused: () => exchanging({ subject_token: secret('subject token') }),
  exchange_not_allowed: () => exchanging({ code: secret('code') }, { token_exchange_clients: [] }),
  exchange_target_missing: () => exchanging({ resource: '', code: secret('code') }),
  exchange_target_refused: async () => {
    const uri = 'https://elsewhere.example'
    const resource = { ...server.resource, id: 'resource_elsewhere', uri, uriKey: `${uri}/` }
    await server.store.resources.insert(resource, ACT)
    await exchanging({ resource: uri, code: secret('code') })
  },
  exchange_scope_empty: () => exchanging({ code: secret('code') }, {}, 'openid'),
  delegation_ended_before: () => exchangingTwice({ code: secret('code') }, 'ended'),
  delegation_limit: () => exchangingTwice({ code: secret('code') }, 'deep'),
  client_cannot_prove_itself: async () => {
    const { client } = await server.register({ isPublic: true, trusted: false })
    await server.store.clients.update(client.id, { grantTypes: ['client_credentials'] }, ACT)
    const form = { grant_type: 'client_credentials', client_id: client.id, code: secret('code') }
    await token(form)
  },
  scope_needs_person: async () => {
    const grantTypes = ['client_credentials']
    const as = await newClient({ grantTypes, scope: 'openid' })
    await token({ grant_type: 'client_credentials', code: secret('code') }, as)
  },
  scope_withdrawn: async () => {
    const as = await newClient()
    const { refreshToken } = await tokensFor(as)
    await server.store.clients.update(as.id, { scope: 'read' }, ACT)
    await refresh(server, refreshToken, { as })
  },
  generation_expired: async () => {
    const as = await newClient()
    const code = await codeFor(as)
    server.clock.advance(61)
    await exchange(server, code, { as })
  },
  generation_reused: async () => {
    const as = await newClient()
    const { refreshToken } = await tokensFor(as)
    const next = tokensOf(await refresh(server, refreshToken, { as }))
    known('successor', next.refreshToken)
    const headers = { 'idempotency-key': secret('key') }
    await refresh(server, refreshToken, { as, headers })
  },
  generation_newer: async () => {
    const as = await newClient()
    const { refreshToken } = await tokensFor(as)
    await putAt(refreshToken, { to: 0 })
    await refresh(server, refreshToken, { as })
  },
  key_retired: async () => {
    const as = await newClient({ refreshRetrySeconds: 60 })
    const { refreshToken } = await tokensFor(as)
    await putAt(refreshToken, { to: 2, keyId: 'ffffffff' as KeyId })
    await refresh(server, refreshToken, { as })
  },
  revoking_another_clients_token: async () => {
    const { refreshToken } = await tokensFor(await newClient())
    await revoke(server, refreshToken, await newClient())
  },
}

/** A login whose consents cannot be read once the redirect URI is validated. */
async function whileBroken(failure: () => Error, isOurMistake: boolean): Promise<void> {
  const { id } = await newClient()
  const visitor = newVisitor(server)
  const request = { ...simplestRequest(server), client_id: id, state: secret('state') }
  const page = await visitor.open(request)
  const usual = breakable.failure
  if (isOurMistake) breakable.failure = failure
  breakable.broken.add('grants.insert')
  await visitor.signIn(page)
  breakable.broken.delete('grants.insert')
  breakable.failure = usual
}
