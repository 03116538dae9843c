/** Security events, pushed and polled, from the server and from those who pretend to be it. */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose'
import {
  type ClientOptions,
  createClient,
  MandateError,
  memoryStore,
  type SecurityEvent,
  securityEventTypes as types,
} from '../src/index.ts'

const CLIENT = 'notes-sync'
const GRANT = '000000000001aaaaaaaaaaaaaaaaaaaa'
const keys = await generateKeyPair('ES256')
const foreign = await generateKeyPair('ES256')

interface Poll {
  readonly ack: readonly string[]
  readonly setErrs: Readonly<Record<string, { readonly err: string }>>
  readonly returnImmediately: boolean
}
/** What the poll endpoint has to say, and what it was told. */
const world = { answers: [] as object[], polls: [] as Poll[], credentials: '', keysAreAway: false }
const server = createServer(async (request, response) => {
  const send = (body: object, status = 200) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  const answerPoll = (answer: { readonly status?: number }) => send(answer, answer.status)
  switch (request.url) {
    case '/.well-known/oauth-authorization-server':
      return send({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        security_event_poll_uri: `${issuer}/events`,
      })
    case '/jwks':
      if (world.keysAreAway) return send({}, 503)
      return send({ keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k', alg: 'ES256' }] })
    case '/events':
      world.credentials = request.headers.authorization ?? ''
      world.polls.push(JSON.parse(await text(request)))
      return answerPoll(world.answers.shift() ?? { sets: {} })
    default:
      return send({}, 404)
  }
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
after(() => server.close())

let made = 0
/** A client with one connected user, and what it was told. */
async function connected(options: Partial<ClientOptions> = {}) {
  const store = memoryStore()
  const tokens = {
    ...{ accessToken: 'at', refreshToken: 'rt', expiresAt: Date.now() + 300_000, settledAt: 0 },
    ...{ scope: 'read write', grantId: GRANT },
  }
  await store.save('key', { stage: 'live', tokens }, 0)
  await store.save(`grant:${issuer} ${GRANT}`, { stage: 'named', grantKey: 'key' }, 0)
  const told: SecurityEvent[] = []
  const newClient = () =>
    createClient({
      ...{ issuer, clientId: CLIENT, clientSecret: 'secret', store },
      redirectUri: 'https://app.example/cb',
      onSecurityEvent: (event) => void told.push(event),
      ...options,
    } as ClientOptions)
  const client = newClient()
  const push = (token: string, headers: Readonly<Record<string, string>> = {}) =>
    client.receiveSecurityEvents(
      new Request('https://app.example/events', {
        ...{ method: 'POST', body: token },
        headers: { 'content-type': 'application/secevent+jwt', ...headers },
      }),
    )
  const state = async () => (await client.grant('key').status()).state
  return { store, told, client, newClient, push, state }
}

interface Changes {
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: Partial<JWTHeaderParameters>
  readonly key?: CryptoKey | Uint8Array
}
const ENDED = {
  event_timestamp: 1_800_000_000,
  reason: 'revoked_by_user',
  initiating_entity: 'user',
}
const sub_id = {
  ...{ format: 'complex', grant: { format: 'opaque', id: GRANT } },
  user: { format: 'iss_sub', iss: issuer, sub: 'kim' },
}
/** An event as the server makes it: this client's connection ended. */
function event({ claims, header, key = keys.privateKey }: Changes = {}): Promise<string> {
  const events = { [types.connectionEnded]: ENDED }
  const all = { iss: issuer, aud: CLIENT, iat: 1_800_000_000, jti: `j${made++}`, sub_id, events }
  return new SignJWT({ ...all, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'k', typ: 'secevent+jwt', ...header })
    .sign(key)
}

test('the end of a connection drops its tokens, and the next call says so instead of trying', async () => {
  const { client, push, told, store } = await connected({ apiOrigins: ['https://api.example'] })
  const answer = await push(await event())
  assert.deepEqual([answer.status, await answer.text()], [202, ''])
  const ended = { state: 'signed_out', because: 'revoked_by_user' }
  assert.deepEqual(await client.grant('key').status(), ended)
  // Nobody is asked: neither the API nor the token endpoint exists.
  await assert.rejects(client.grant('key').fetch('https://api.example/notes'), {
    ...{ name: 'MandateError', code: 'signed_out', because: 'revoked_by_user' },
  })
  assert.doesNotMatch(JSON.stringify(await store.load('key')), /"(at|rt)"/)
  const { payload: _, id: __, ...event0 } = told[0] ?? assert.fail('nothing was told')
  assert.deepEqual(event0, {
    ...{ type: types.connectionEnded, at: 1_800_000_000_000, subject: 'kim', grantKey: 'key' },
    ...{ reason: 'revoked_by_user', initiatedBy: 'user' },
  })
})

test('a forged or confused token changes nothing and is refused for good', async () => {
  const { push, state, told } = await connected()
  const idToken = { sub: 'kim', exp: 1_900_000_000, events: undefined }
  const unsigned = (await event()).split('.')
  const none = Buffer.from('{"alg":"none","typ":"secevent+jwt"}').toString('base64url')
  const secret = new TextEncoder().encode('secret'.repeat(8))
  const rows: readonly (readonly [name: string, token: string, err: string])[] = [
    ['signed with another key', await event({ key: foreign.privateKey }), 'invalid_key'],
    ['an unknown key', await event({ header: { kid: 'x' } }), 'invalid_key'],
    [
      'of another issuer',
      await event({ claims: { iss: 'https://evil.example' } }),
      'invalid_issuer',
    ],
    ['of another client', await event({ claims: { aud: 'other' } }), 'invalid_audience'],
    ['alg none', `${none}.${unsigned[1]}.`, 'invalid_request'],
    [
      'signed with the secret',
      await event({ header: { alg: 'HS256' }, key: secret }),
      'invalid_request',
    ],
    ['an ID token', await event({ claims: idToken, header: { typ: 'JWT' } }), 'invalid_request'],
    ['an access token', await event({ header: { typ: 'at+jwt' } }), 'invalid_request'],
    ['a logout token', await event({ header: { typ: 'logout+jwt' } }), 'invalid_request'],
    ['without a type', await event({ header: { typ: undefined } as never }), 'invalid_request'],
    ['with sub', await event({ claims: { sub: 'kim' } }), 'invalid_request'],
    ['with exp', await event({ claims: { exp: 4_000_000_000 } }), 'invalid_request'],
    ['no events', await event({ claims: { events: {} } }), 'invalid_request'],
    ['events that are none', await event({ claims: { events: 'all' } }), 'invalid_request'],
    ['no jti', await event({ claims: { jti: undefined } }), 'invalid_request'],
    [
      'changed on the way',
      (await event()).replace(/\.eyJ[^.]+/, (await event()).match(/\.eyJ[^.]+/)?.[0] ?? ''),
      'invalid_key',
    ],
    ['no token', 'x.y.z', 'invalid_request'],
    ['too long', 'x'.repeat(70_000), 'invalid_request'],
  ]
  for (const [name, token, err] of rows) {
    const answer = await push(token)
    const body = (await answer.json()) as { err: string; description: string }
    assert.deepEqual([answer.status, body.err], [400, err], name)
    assert.doesNotMatch(body.description, /eyJ/, name)
  }
  assert.deepEqual([await state(), told.length], ['connected', 0])
})

test('the agreed Authorization header is demanded, the media type too', async () => {
  const { push, state } = await connected({ eventAuthorization: 'Bearer agreed' })
  const refused = await push(await event())
  assert.equal(((await refused.json()) as { err: string }).err, 'authentication_failed')
  const form = await push(await event(), {
    ...{ authorization: 'Bearer agreed', 'content-type': 'application/jwt' },
  })
  assert.equal(((await form.json()) as { err: string }).err, 'invalid_request')
  assert.equal(await state(), 'connected')
  assert.equal((await push(await event(), { authorization: 'Bearer agreed' })).status, 202)
  assert.equal(await state(), 'signed_out')
})

test('a replayed event is taken once, by all processes of the store', async () => {
  const { push, told, newClient } = await connected()
  const disabled = { [types.accountDisabled]: {} }
  const token = await event({ claims: { events: disabled, sub_id: sub_id.user } })
  await Promise.all([push(token), push(token)])
  await push(token)
  const request = new Request('https://app.example/events', {
    ...{ method: 'POST', body: token, headers: { 'content-type': 'application/secevent+jwt' } },
  })
  assert.equal((await newClient().receiveSecurityEvents(request)).status, 202)
  assert.deepEqual(
    told.map(({ type, subject, grantKey }) => [type, subject, grantKey]),
    [[types.accountDisabled, 'kim', null]],
  )
})

test('an event about a grant that is not here, or of the same name at another issuer, ends nothing', async () => {
  const { push, state, told, store } = await connected()
  const grant = { format: 'opaque', id: 'x'.repeat(32) }
  assert.equal((await push(await event({ claims: { sub_id: { ...sub_id, grant } } }))).status, 202)
  // Another client of this store knows another issuer, which names its own grant like ours.
  await store.save('grant:https://other.example y', { stage: 'named', grantKey: 'key' }, 0)
  const theirs = { ...sub_id, grant: { format: 'opaque', id: 'y' } }
  await push(await event({ claims: { sub_id: theirs } }))
  assert.equal(await state(), 'connected')
  assert.deepEqual(
    told.map(({ grantKey }) => grantKey),
    [null, null],
  )
})

test('what the program rejects comes again, and so does everything while the keys cannot be read', async () => {
  let isBroken = true
  const { push, state, newClient } = await connected({
    onSecurityEvent() {
      if (isBroken) throw new Error('database is down')
    },
  })
  const token = await event()
  await assert.rejects(push(token), /database is down/)
  isBroken = false
  assert.equal((await push(token)).status, 202)
  assert.equal(await state(), 'signed_out')
  world.keysAreAway = true
  try {
    const request = new Request('https://app.example/events', {
      ...{ method: 'POST', body: token, headers: { 'content-type': 'application/secevent+jwt' } },
    })
    assert.equal((await newClient().receiveSecurityEvents(request)).status, 503)
  } finally {
    world.keysAreAway = false
  }
})

test('a permission that was taken back is gone from the scope at once, and none is ever added', async () => {
  const changes: unknown[] = []
  const { push, client } = await connected({
    onScopeChanged: (change) => void changes.push(change),
  })
  const narrowed = (scope: unknown) =>
    event({ claims: { events: { [types.tokenClaimsChange]: { claims: { scope } } } } })
  await push(await narrowed('read admin'))
  for (const scope of ['read admin', 'read write', 7]) await push(await narrowed(scope))
  const status = await client.grant('key').status()
  assert.equal(status.state === 'connected' && status.scope, 'read')
  assert.deepEqual(changes, [{ grantKey: 'key', scope: 'read', takenBack: 'write' }])
})

test('over node:http and Express, the receiver answers by itself', async (t) => {
  const { client, state } = await connected()
  const receiver = createServer((request, response) => {
    // As express.raw() leaves it.
    const isParsed = request.headers['x-parsed'] !== undefined
    const parsed = async () => Object.assign(request, { body: Buffer.from(await text(request)) })
    void (isParsed ? parsed() : Promise.resolve(request)).then((ready) =>
      client.receiveSecurityEvents(ready, response),
    )
  })
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  t.after(() => receiver.close())
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
  const headers = { 'content-type': 'application/secevent+jwt; charset=utf-8' }
  assert.equal((await fetch(url)).status, 405)
  const body = await event({ key: foreign.privateKey })
  assert.equal((await fetch(url, { method: 'POST', headers, body })).status, 400)
  const parsed = { ...headers, 'x-parsed': 'yes' }
  const good = await event()
  assert.equal((await fetch(url, { method: 'POST', headers: parsed, body: good })).status, 202)
  assert.equal(await state(), 'signed_out')
  assert.equal((await fetch(url, { method: 'POST', headers, body: good })).status, 202)
})

test('polling takes what waits, reports each token by its jti, and authenticates as at the token endpoint', async () => {
  const { client, state, told } = await connected()
  const good = await event({ claims: { jti: 'good' } })
  const forged = await event({ claims: { jti: 'forged' }, key: foreign.privateKey })
  world.polls.length = 0
  world.answers.push(
    {
      sets: { good, forged, misnamed: await event({ claims: { jti: 'other' } }) },
      moreAvailable: true,
    },
    { sets: {} },
  )
  await client.pollSecurityEvents()
  assert.equal(await state(), 'signed_out')
  assert.equal(told.length, 1)
  assert.equal(
    world.credentials,
    `Basic ${btoa(`${encodeURIComponent(CLIENT).replace('-', '%2D')}:secret`)}`,
  )
  const [first, second, ...more] = world.polls
  assert.deepEqual(first, { ack: [], setErrs: {}, returnImmediately: true })
  assert.deepEqual(second?.ack, ['good'])
  const errors = Object.entries(second?.setErrs ?? {}).map(([jti, { err }]) => [jti, err])
  assert.deepEqual(errors, [
    ['forged', 'invalid_key'],
    ['misnamed', 'invalid_request'],
  ])
  assert.deepEqual(more, [])
})

test('polling goes on until it is aborted, and acknowledges what it took', async () => {
  const stop = new AbortController()
  const { client, told } = await connected({ onSecurityEvent: () => stop.abort() })
  world.polls.length = 0
  world.answers.push({ sets: { late: await event({ claims: { jti: 'late' } }) } })
  await client.pollSecurityEvents({ signal: stop.signal })
  assert.deepEqual(told, [])
  assert.deepEqual(
    world.polls.map(({ ack, returnImmediately }) => [ack, returnImmediately]),
    [
      [[], false],
      [['late'], true],
    ],
  )
})

test('a client without a stream is told so, and a server in trouble is asked again later', async () => {
  const { client } = await connected()
  for (const [status, code] of [
    [401, 'client_refused'],
    [403, 'request_refused'],
    [503, 'server_unavailable'],
  ] as const) {
    world.answers.splice(0, Infinity, { status })
    const isRight = (error: unknown) => error instanceof MandateError && error.code === code
    await assert.rejects(client.pollSecurityEvents(), isRight)
  }
})
