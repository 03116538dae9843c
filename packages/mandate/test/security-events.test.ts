/**
 * Security events to clients (RFC 8417), polled (RFC 8936) and pushed (RFC 8935): a real server, and
 * the program of a client with `@mandate/client`.
 */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { performance } from 'node:perf_hooks'
import { text } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import {
  createClient,
  type MandateClient,
  memoryStore,
  type SecurityEvent,
} from '../../client/src/index.ts'
import { createAddressCheck, createFetcher } from '../src/fetching/fetcher.ts'
import { EVENT_TYPES } from '../src/oauth/security-events/event-types.ts'
import { disableAccount, enableAccount } from '../src/operations/accounts.ts'
import { createStream, turnStream, verifyStream } from '../src/operations/event-streams.ts'
import { revokeGrants } from '../src/operations/grants.ts'
import { startDeliveries } from '../src/runtime/deliveries/deliveries.ts'
import { createSecurityEventChannel } from '../src/runtime/deliveries/security-event-channel.ts'
import { ACT } from './act.ts'
import { basic, type Credentials, post } from './integrator.ts'
import { REDIRECT_URI, startServer } from './running-server.ts'
import { sampleSigningKeys } from './sample-signing-keys.ts'
import { newVisitor, type Visitor } from './visitor.ts'

const SHELL = { kind: 'operator', via: 'shell' } as const
/** The clients' own server. */
const pushes: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = []
const integrator = { receive: undefined as MandateClient['receiveSecurityEvents'] | undefined }
const clients = createServer(async (request, response) => {
  if (integrator.receive !== undefined) return integrator.receive(request, response)
  pushes.push({ headers: request.headers, body: await text(request) })
  response.writeHead(202).end()
})
clients.listen(0, '127.0.0.1')
await once(clients, 'listening')
const ofClients = `127.0.0.1:${(clients.address() as AddressInfo).port}`
const allowedHosts = [ofClients]
const server = await startServer({ settings: { fetchAllowedHosts: allowedHosts } })
const { store, keys, clock, issuer } = server
const random = (bytes: number) => randomBytes(bytes)
const context = { store, keys, clock, random, checkAddress: createAddressCheck({ allowedHosts }) }
const deliveries = startDeliveries({
  ...{ store, clock, random, fetch: createFetcher({ allowedHosts }) },
  log: { error: () => {} },
  keptSeconds: 2_592_000,
  channels: [
    createSecurityEventChannel({
      ...{ store, signing: sampleSigningKeys, random, keys, settings: { issuer } },
    }),
  ],
  pace: {
    ...{ pollEvery: 20, lookEvery: 20, lease: 3_000, settleEvery: 10, pauseAfter: () => 10 },
    ...{ deadAfter: 3_600_000, disabledAfter: 3_600_000 },
  },
})
after(async () => {
  await deliveries.stop()
  await server.close()
  clients.closeAllConnections()
  clients.close()
})

type Delivery = Parameters<typeof createStream>[2]['delivery']
/** A client with a stream, and its program. */
async function newClient(
  delivery: Delivery = { method: 'poll' },
  described: Parameters<typeof server.register>[0] = {},
) {
  const scope = 'openid all read write'
  const { client, secret } = await server.register({ scope, ...described })
  const made = await createStream(context, SHELL, { clientId: client.id, delivery, events: [] })
  assert.ok(made.is === 'created', made.is)
  const told: SecurityEvent[] = []
  const program = createClient({
    ...{ issuer, clientId: client.id, clientSecret: secret, redirectUri: REDIRECT_URI },
    ...{ store: memoryStore(), apiOrigins: ['https://api.example'], scope: 'all' },
    onSecurityEvent: (event) => void told.push(event),
  })
  const as: Credentials = { id: client.id, secret }
  return { as, stream: made.stream, program, told }
}
type Integrator = Awaited<ReturnType<typeof newClient>>

/** A person connects the client; returns the key of the grant. */
async function connect({ program }: Integrator, visitor: Visitor, email = server.account.email) {
  const { url, pending } = await program.startLogin()
  const page = await visitor.follow(url)
  const isSignIn = page.address.pathname === '/sign-in'
  const { address } = isSignIn ? await visitor.signIn(page, { email }) : page
  return (await program.finishLogin(address, pending)).grantKey
}

/** One poll, as any HTTP client sends it. */
async function poll(as: Credentials, body: object = {}, headers: Record<string, string> = {}) {
  const response = await fetch(`${issuer}/oauth2/security-events`, {
    method: 'POST',
    headers: { authorization: basic(as), 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ returnImmediately: true, ...body }),
  })
  const answer = (await response.json()) as {
    readonly sets: Readonly<Record<string, string>>
    readonly moreAvailable?: boolean
    readonly error?: string
  }
  return { status: response.status, moreAvailable: false, ...answer }
}
const namesIn = (sets: Readonly<Record<string, string>>) =>
  Object.values(sets).map((token) => {
    const [uri] = Object.keys(decodeJwt(token)['events'] as object)
    return Object.entries(EVENT_TYPES).find(([, one]) => one === uri)?.[0] ?? uri
  })
const disconnect = (visitor: Visitor, { as }: Integrator) =>
  visitor.post('/account/disconnect', { client_id: as.id })
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5))
}

test('a person disconnects on their account page, and the program that waits knows within a second why', async () => {
  const notes = await newClient()
  const visitor = newVisitor(server)
  const grantKey = await connect(notes, visitor)
  const stop = new AbortController()
  const polling = notes.program.pollSecurityEvents({ signal: stop.signal })
  const asked = performance.now()
  await disconnect(visitor, notes)
  await until(() => notes.told.length > 0)
  const took = performance.now() - asked
  assert.ok(took < 1_000, `${took} ms`)
  const [event] = notes.told
  assert.equal(event?.grantKey, grantKey)
  assert.deepEqual([event?.reason, event?.initiatedBy], ['revoked_by_user', 'user'])
  // It reconnects instead of trying.
  await assert.rejects(notes.program.grant(grantKey).getAccessToken(), {
    ...{ code: 'signed_out', because: 'revoked_by_user' },
  })
  stop.abort()
  await polling
})

test('the same by push, with the agreed header, and signed with the published keys', async () => {
  const authorization = 'Bearer agreed-with-the-client'
  const url = `http://${ofClients}/events`
  const notes = await newClient({ method: 'push', url, authorization })
  const visitor = newVisitor(server)
  const grantKey = await connect(notes, visitor)
  integrator.receive = notes.program.receiveSecurityEvents
  const asked = performance.now()
  await disconnect(visitor, notes)
  await until(() => notes.told.length > 0)
  const took = performance.now() - asked
  assert.ok(took < 1_000, `${took} ms`)
  assert.equal(notes.told[0]?.grantKey, grantKey)
  integrator.receive = undefined
  await verifyStream(context, SHELL, { id: notes.stream.id, state: 'hello' })
  await until(() => pushes.length > 0)
  const { headers, body } = pushes.splice(0)[0] ?? assert.fail()
  assert.equal(headers.authorization, authorization)
  assert.equal(headers['content-type'], 'application/secevent+jwt')
  const jwks = createRemoteJWKSet(new URL(`${issuer}/oauth2/jwks`))
  const expected = { issuer, audience: notes.as.id, typ: 'secevent+jwt', algorithms: ['RS256'] }
  const { payload } = await jwtVerify(body, jwks, expected)
  assert.deepEqual(payload['sub_id'], { format: 'opaque', id: notes.stream.id })
  // The header is a secret: neither in the database nor in the log.
  assert.doesNotMatch(JSON.stringify(await store.endpoints.find(notes.stream.id)), /agreed-with/)
  assert.doesNotMatch(server.log.join('\n'), /agreed-with/)
})

test('an event comes again until it is acknowledged, and never afterwards', async () => {
  const notes = await newClient()
  const visitor = newVisitor(server)
  await connect(notes, visitor)
  await disconnect(visitor, notes)
  const first = await poll(notes.as)
  assert.deepEqual(namesIn(first.sets), ['connection_ended'])
  const again = await poll(notes.as)
  assert.deepEqual(Object.keys(again.sets), Object.keys(first.sets))
  const [jti = ''] = Object.keys(first.sets)
  assert.deepEqual(decodeJwt(again.sets[jti] ?? ''), decodeJwt(first.sets[jti] ?? ''))
  assert.deepEqual(await poll(notes.as, { ack: [jti] }), {
    ...{ status: 200, sets: {}, moreAvailable: false },
  })
  assert.deepEqual((await poll(notes.as)).sets, {})
})

test('what a client refuses does not come again, and maxEvents limits an answer without losing the rest', async () => {
  const notes = await newClient()
  const { id } = notes.stream
  for (const state of ['one', 'two', 'three']) await verifyStream(context, SHELL, { id, state })
  assert.deepEqual(await poll(notes.as, { maxEvents: 0 }), {
    ...{ status: 200, sets: {}, moreAvailable: true },
  })
  const two = await poll(notes.as, { maxEvents: 2 })
  assert.deepEqual([Object.keys(two.sets).length, two.moreAvailable], [2, true])
  const [first = '', second = ''] = Object.keys(two.sets)
  const err = { err: 'invalid_state', description: 'x' }
  const rest = await poll(notes.as, { ack: [second], setErrs: { [first]: err } })
  assert.deepEqual([Object.keys(rest.sets).length, rest.moreAvailable], [1, false])
  assert.match(server.log.join('\n'), new RegExp(`${first}: invalid_state`))
})

test('each client hears of its own grants alone, and of accounts that it knows', async () => {
  const [notes, mail] = [await newClient(), await newClient()]
  const visitor = newVisitor(server)
  const kim = await server.createAccount('kim.of.streams@example.com')
  await connect(notes, visitor, kim.email)
  await disableAccount(context, SHELL, { accountId: kim.id })
  await enableAccount(context, SHELL, { accountId: kim.id })
  await revokeGrants(context, SHELL, { clientId: notes.as.id })
  const heard = await poll(notes.as)
  assert.deepEqual(namesIn(heard.sets), ['account_disabled', 'account_enabled', 'connection_ended'])
  assert.deepEqual((await poll(mail.as)).sets, {})
})

test('an acknowledgement for another’s event, and a poll in the name of another, change nothing', async () => {
  const [notes, mail] = [await newClient(), await newClient()]
  await verifyStream(context, SHELL, { id: notes.stream.id, state: '' })
  const [jti = ''] = Object.keys((await poll(notes.as)).sets)
  await poll(mail.as, { ack: [jti], setErrs: { [jti]: { err: 'access_denied' } } })
  assert.deepEqual(Object.keys((await poll(notes.as)).sets), [jti])
  const attempts = [
    poll({ id: notes.as.id, secret: mail.as.secret }),
    poll(mail.as, { client_id: notes.as.id }),
    poll(notes.as, {}, { authorization: '' }),
    poll(notes.as, {}, { authorization: `Bearer ${mail.as.secret}` }),
  ]
  for (const { status, sets } of await Promise.all(attempts)) {
    assert.deepEqual([status, sets], [401, undefined])
  }
  assert.deepEqual(Object.keys((await poll(notes.as)).sets), [jti])
})

test('a client without a stream, a public one, and one with a pushed stream get nothing by polling', async () => {
  const { client, secret } = await server.register({})
  const none = await poll({ id: client.id, secret })
  assert.deepEqual([none.status, none.error], [403, 'access_denied'])
  const pushed = await newClient({ method: 'push', url: `http://${ofClients}/` })
  assert.equal((await poll(pushed.as)).status, 403)
  const { client: app } = await server.register({ isPublic: true, trusted: false })
  const delivery = { method: 'poll' } as const
  const refused = await createStream(context, SHELL, { clientId: app.id, delivery, events: [] })
  assert.equal(refused.is, 'public_client')
  const named = await poll(pushed.as, { client_id: app.id }, { authorization: '' })
  assert.equal(named.status, 401)
})

test('credentials may be in the JSON, as with a client assertion; malformed polls are refused', async () => {
  const notes = await newClient()
  const { id: client_id, secret: client_secret } = notes.as
  const inBody = await poll(notes.as, { client_id, client_secret }, { authorization: '' })
  assert.equal(inBody.status, 200)
  for (const wrong of [
    { maxEvents: -1 },
    { maxEvents: '5' },
    { returnImmediately: 'yes' },
    { ack: 'all' },
    { ack: [7] },
    { setErrs: 'all' },
    { ack: Array.from({ length: 1_001 }, String) },
  ]) {
    const { status, error } = await poll(notes.as, wrong)
    assert.deepEqual([status, error], [400, 'invalid_request'], JSON.stringify(wrong).slice(0, 60))
  }
  const headers = { authorization: basic(notes.as) }
  const form = await post(`${issuer}/oauth2/security-events`, {}, { headers })
  assert.deepEqual([form.status, form.body['error']], [400, 'invalid_request'])
})

test('a security event is no access token and no ID token, and neither of those is an event', async () => {
  const notes = await newClient()
  const visitor = newVisitor(server)
  const grantKey = await connect(notes, visitor)
  await verifyStream(context, SHELL, { id: notes.stream.id, state: '' })
  const [event = ''] = Object.values((await poll(notes.as)).sets)
  const userinfo = await fetch(`${issuer}/oauth2/userinfo`, {
    headers: { authorization: `Bearer ${event}` },
  })
  assert.equal(userinfo.status, 401)
  const asked = await post(`${issuer}/oauth2/introspect`, { token: event }, { as: notes.as })
  assert.deepEqual(asked.body, { active: false })
  const hint = { id_token_hint: event, client_id: notes.as.id }
  const logout = await visitor.follow(`/oauth2/logout?${new URLSearchParams(hint)}`)
  assert.equal(logout.status, 400)
  const revoked = await post(`${issuer}/oauth2/revoke`, { token: event }, { as: notes.as })
  assert.equal(revoked.status, 200)
  assert.equal((await notes.program.grant(grantKey).status()).state, 'connected')
  // The other way round: a token of this server that says the same, but is not typed as an event.
  const claims = { ...decodeJwt(event), events: { [EVENT_TYPES.connection_ended]: {} } }
  for (const typ of ['JWT', 'at+jwt', 'logout+jwt']) {
    const headers = { 'content-type': 'application/secevent+jwt' }
    const body = sampleSigningKeys.sign(claims, { alg: 'RS256', typ })
    const request = new Request('https://app.example/', { method: 'POST', headers, body })
    assert.equal((await notes.program.receiveSecurityEvents(request)).status, 400, typ)
  }
})

test('an address that points inward is refused when it is entered, and when it is called', async () => {
  const { client } = await server.register({})
  const { client: other } = await server.register({})
  const create = (url: string, clientId = client.id) => {
    const delivery = { method: 'push', url } as const
    return createStream(context, SHELL, { clientId, delivery, events: [] })
  }
  for (const url of [
    'http://10.0.0.1/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://a:b@x.example/',
    'ftp://x/',
  ]) {
    const outcome = await create(url)
    assert.ok(outcome.is === 'invalid' && outcome.field === 'url', `${url}: ${outcome.is}`)
  }
  // What was allowed when it was entered and is inward now.
  const inward = createServer((_, response) => response.writeHead(202).end())
  inward.listen(0, '127.0.0.1')
  await once(inward, 'listening')
  const before = { ...context, checkAddress: async () => {} }
  const url = `http://127.0.0.1:${(inward.address() as AddressInfo).port}/`
  const delivery = { method: 'push', url } as const
  const made = await createStream(before, SHELL, { clientId: other.id, delivery, events: [] })
  assert.ok(made.is === 'created')
  const reached = once(inward, 'connection').then(() =>
    assert.fail('the inward address was called'),
  )
  const { id } = made.stream
  await verifyStream(context, SHELL, { id, state: '' })
  const waits = async () => (await store.endpoints.tallyDeliveries(id)).waiting > 0
  while (!(await Promise.race([waits(), reached])))
    await new Promise((turn) => setTimeout(turn, 10))
  inward.close()
  await turnStream(context, SHELL, { id, turn: 'delete' })
})

test('a paused stream is silent and keeps what happens; a deleted client leaves no stream behind', async () => {
  const notes = await newClient()
  const { id } = notes.stream
  await verifyStream(context, SHELL, { id, state: '' })
  await turnStream(context, SHELL, { id, turn: 'pause' })
  assert.deepEqual((await poll(notes.as)).sets, {})
  await turnStream(context, SHELL, { id, turn: 'resume' })
  assert.equal(Object.keys((await poll(notes.as)).sets).length, 1)
  await store.clients.delete(notes.as.id, ACT)
  assert.equal(await store.endpoints.find(id), undefined)
  assert.equal(await store.endpoints.findProgress(id), undefined)
})
