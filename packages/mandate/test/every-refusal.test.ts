/**
 * Every kind of refusal, provoked with secrets that can be recognised, in all the places where a
 * request may hold one. None of them may be in the explanation, wherever that is kept or shown.
 */

import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { Grant, KeyId } from '../src/grants/grant.ts'
import { parseToken } from '../src/grants/token.ts'
import { type Reason, reasons } from '../src/oauth/refusal.ts'
import { explanationPage } from '../src/pages/explanation.ts'
import { explanationDocument } from '../src/pages/explanation-document.ts'
import type { Explanation } from '../src/store/records.ts'
import { breakableStore } from './breakable-store.ts'
import { forge } from './forgery.ts'
import {
  basic,
  type Credentials,
  exchange,
  obtainTokens,
  ownCredentials,
  post,
  refresh,
  revoke,
  tokensOf,
} from './integrator.ts'
import { rawRequest } from './raw-request.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { newVisitor, obtainCode, simplestRequest } from './visitor.ts'

/** What no request over HTTP can bring about on purpose, and why. */
const UNREACHABLE: Readonly<Partial<Record<Reason, string>>> = {
  malformed_http: 'the HTTP parser answers before the server hears of it',
  party_turned_off: 'only where a party is turned off between two reads of one request',
  client_disabled: 'only where the client is turned off between two reads of one request',
}

let folder: string
let server: RunningServer
const breakable = breakableStore()
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mandate-refusals-'))
  server = await startServer({ database: join(folder, 'mandate.db'), wrap: breakable.wrap })
})
after(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

/** Everything secret that was sent, by the name of what it is. */
const secrets = new Map<string, string>()
let made = 0
function secret(name: string): string {
  made += 1
  const text = `sEcReT-${made}-${Buffer.from(name).toString('hex').slice(0, 12)}`
  secrets.set(`${name} ${made}`, text)
  return text
}
function known(name: string, text: string): string {
  secrets.set(name, text)
  return text
}

/** A client of its own for each case, so that no refusal is left out as one too many. */
async function newClient(change: Parameters<RunningServer['register']>[0] = {}) {
  const { client, secret } = await server.register(change)
  if (secret !== '') known(`secret of ${client.id}`, secret)
  return { id: client.id, secret }
}

const token = (form: Readonly<Record<string, string>> | string, as?: Credentials) =>
  post(`${server.issuer}/oauth2/token`, form, { as })

async function rawToken(
  body: string | Uint8Array,
  headers: readonly (readonly [string, string])[],
) {
  await rawRequest(server.issuer, { method: 'POST', path: '/oauth2/token', headers, body })
}

const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const

/** An authorization request with a secret wherever there is room for one. */
async function ask(parameters: Readonly<Record<string, string>> | string): Promise<void> {
  const filled = new URLSearchParams(parameters)
  for (const name of ['nonce', 'login_hint', 'password']) {
    if (!filled.has(name)) filled.set(name, secret(name))
  }
  if (!filled.has('state')) filled.set('state', secret('state'))
  await newVisitor(server).get(`/oauth2/authorize?${filled}`)
}

async function tokensFor(as: Credentials) {
  const tokens = await obtainTokens(server, { as })
  known(`access token of ${as.id}`, tokens.accessToken)
  known(`refresh token of ${as.id}`, tokens.refreshToken)
  return tokens
}

async function grantOf(text: string): Promise<Grant> {
  const id = parseToken(text)?.grantId
  const found = id && (await server.store.grants.find(id))
  return found?.grant ?? assert.fail('no such grant')
}

/** Puts the row at another generation, as a restored backup would; answers the row before. */
async function putAt(text: string, change: { readonly to: number; readonly keyId?: KeyId }) {
  const { id, generation, keyId, expiresAt } = await grantOf(text)
  const now = server.clock.now()
  const step = { id, from: generation, keyId, expiresAt, redeemedAt: now, retryKeyHash: null }
  assert.ok(await server.store.grants.advance({ ...step, ...change }))
}

const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
const pkce = { code_challenge: challenge, code_challenge_method: 'S256' }

async function codeFor(as: Credentials, more: Readonly<Record<string, string>> = {}) {
  const code = await obtainCode(server, {
    ...simplestRequest(server),
    ...{ client_id: as.id, ...more },
  })
  return known(`code of ${as.id}`, code)
}

/** An authorization request of a fresh client with this change. */
async function askWith(
  change: Readonly<Record<string, string>>,
  client: Parameters<RunningServer['register']>[0] = {},
) {
  const { id } = await newClient(client)
  await ask({ ...simplestRequest(server), client_id: id, ...change })
}

/** An exchange by a fresh client whose code was asked for with these parameters. */
async function exchangeWith(
  asked: Readonly<Record<string, string>>,
  form: Readonly<Record<string, string>>,
) {
  const as = await newClient()
  await exchange(server, await codeFor(as, asked), { as, form })
}

const provoke: Readonly<Record<Reason, () => Promise<unknown>>> = {
  malformed_form: async () => rawToken(`code=%ff&${secret('a bare word')}`, [FORM]),
  repeated_parameter: () => token(`code=${secret('code')}&code=${secret('code')}`),
  missing_parameter: async () => token(`grant_type=&${secret('x')}=1`, await newClient()),
  malformed_parameter: () => askWith({ max_age: secret('max_age') }),
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
  pending_from_elsewhere: () => newVisitor(server).get(`/sign-in?pending=${secret('pending')}.x`),
  cross_site: () =>
    newVisitor(server).post(
      '/sign-in',
      { email: secret('email'), password: known('password', PASSWORD) },
      { origin: 'https://evil.example' },
    ),
  unknown_client: () => token({}, { id: secret('id'), secret: secret('secret') }),
  wrong_secret: async () => {
    const { id } = await newClient()
    await token({ refresh_token: secret('token') }, { id, secret: secret('secret') })
  },
  client_turned_off: async () => {
    const as = await newClient()
    await server.store.clients.setDisabled(as.id, server.clock.now())
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
  two_mechanisms: async () => token({ client_secret: secret('body') }, await newClient()),
  two_authorization_headers: async () => {
    const headers = [secret('one'), secret('two')].map((text) => ['Authorization', text] as const)
    await rawToken('', [...headers, FORM])
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
  unknown_resource: () => askWith({ resource: `https://no.example/?key=${secret('key')}` }),
  resource_not_granted: async () => {
    const as = await newClient()
    const code = await codeFor(as, { resource: server.resource.uri })
    const { refreshToken } = tokensOf(await exchange(server, code, { as }))
    known('refresh token for one API', refreshToken)
    const resource = `https://${secret('user')}@no.example`
    await refresh(server, refreshToken, { as, form: { resource } })
  },
  request_object: () => askWith({ request: secret('request') }),
  request_uri: () => askWith({ request_uri: secret('request_uri') }),
  prompt_none_mixed: () => askWith({ prompt: 'none login' }),
  sign_in_needed: () => askWith({ prompt: 'none' }),
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
  storage_unavailable: () => whileBroken(() => new Error('unused'), false),
  program_error: () => whileBroken(() => new TypeError('a mistake'), true),
  party_turned_off: async () => {},
  unknown_grant_type: async () => token({ grant_type: secret('gränt') }, await newClient()),
  token_malformed: async () => refresh(server, secret('token'), { as: await newClient() }),
  token_of_another_kind: async () => {
    const as = await newClient()
    await refresh(server, await codeFor(as), { as })
  },
  grant_unknown: async () => {
    const as = await newClient()
    const gone = await newClient()
    const { refreshToken } = await tokensFor(gone)
    await server.store.clients.delete(gone.id)
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
  verifier_missing: () => exchangeWith(pkce, {}),
  verifier_not_expected: () => exchangeWith({}, { code_verifier: secret('verifier') }),
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
    await server.store.accounts.setDisabled(server.account.id, server.clock.now())
    await refresh(server, refreshToken, { as })
    await server.store.accounts.setDisabled(server.account.id, null)
  },
  client_disabled: async () => {},
  scope_withdrawn: async () => {
    const as = await newClient()
    const { refreshToken } = await tokensFor(as)
    await server.store.clients.update(as.id, { scope: 'read' })
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

/** A login whose consents cannot be read, once the redirect URI is certain. */
async function whileBroken(failure: () => Error, isOurMistake: boolean): Promise<void> {
  const { id } = await newClient()
  const visitor = newVisitor(server)
  const request = { ...simplestRequest(server), client_id: id, state: secret('state') }
  const page = await visitor.open(request)
  const usual = breakable.failure
  if (isOurMistake) breakable.failure = failure
  breakable.broken.add('consents.find')
  await visitor.signIn(page)
  breakable.broken.delete('consents.find')
  breakable.failure = usual
}

/** Provokes them all; answers what was kept, as soon as that is every reason or nothing more comes. */
async function provokeAll(): Promise<readonly Explanation[]> {
  for (const reason of reasons) await provoke[reason]()
  let kept: readonly Explanation[] = []
  for (let tries = 0; tries < 400; tries++) {
    kept = await server.store.explanations.list({}, 1000)
    const seen = new Set<string>([...kept.map(({ reason }) => reason), ...Object.keys(UNREACHABLE)])
    if (seen.size === reasons.length) break
    await setTimeout(25)
  }
  return kept
}

test('every reason of a refusal can be provoked, is kept, and holds no secret wherever it is shown', async () => {
  const kept = await provokeAll()
  const seen = new Set(kept.map(({ reason }) => reason))
  assert.deepEqual(
    reasons.filter((reason) => !seen.has(reason)).toSorted(),
    Object.keys(UNREACHABLE).toSorted(),
  )
  const places = new Map<string, string | Buffer>([['the log', server.log.join('')]])
  for (const explanation of kept) {
    const { id, reason } = explanation
    places.set(`the page of ${reason} ${id}`, explanationPage({ title: 'x', explanation }))
    places.set(`the JSON of ${reason} ${id}`, JSON.stringify(explanationDocument(explanation)))
  }
  const files = await readdir(folder)
  assert.ok(files.includes('mandate.db-wal'), String(files))
  for (const file of files) places.set(file, await readFile(join(folder, file)))
  assert.ok(secrets.size > 100, String(secrets.size))
  for (const [place, content] of places) {
    for (const [name, text] of secrets) {
      for (const spelling of [
        text,
        encodeURIComponent(text),
        Buffer.from(text).toString('base64'),
      ]) {
        assert.ok(!content.includes(spelling), `${name} stands in ${place}`)
      }
    }
  }
  // The search would find what is there.
  const everything = [...places.values()].map(String).join('')
  for (const { clientId } of kept) assert.ok(clientId === null || everything.includes(clientId))
})

test('a page over HTTP shows its owner no secret either, in HTML and in JSON', async () => {
  const as = ownCredentials(server)
  const code = await obtainCode(server)
  const state = secret('state')
  const answer = await exchange(server, code, {
    form: { code_verifier: secret('verifier'), state, client_id: as.id },
  })
  for (const accept of ['text/html', 'application/json']) {
    const headers = { accept, authorization: basic(as) }
    const page = await (await fetch(String(answer.body['error_uri']), { headers })).text()
    assert.match(page, /verifier_not_expected/)
    for (const text of [...secrets.values(), code, as.secret]) assert.ok(!page.includes(text))
  }
})
