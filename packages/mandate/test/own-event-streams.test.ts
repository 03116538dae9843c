/**
 * A client manages its own stream of security events (Shared Signals 1.0), as a receiver does that
 * knows nothing of this server but its issuer, its credentials and the standards.
 */

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { turnStream } from '../src/operations/event-streams.ts'
import { revokeGrants } from '../src/operations/grants.ts'
import { type Credentials, exchange, post } from './integrator.ts'
import { REDIRECT_URI, startServer } from './running-server.ts'
import { newVisitor } from './visitor.ts'

const SHELL = { kind: 'operator', via: 'shell' } as const
/** Nobody listens there; nothing is pushed in these tests. */
const PUSHED_TO = '127.0.0.1:9'
const server = await startServer({ settings: { fetchAllowedHosts: [PUSHED_TO] } })
after(() => server.close())
const { store, clock, issuer } = server
const PUSH = 'urn:ietf:rfc:8935'
const POLL = 'urn:ietf:rfc:8936'
const SESSION_REVOKED = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked'
const UNKNOWN = 'https://schemas.openid.net/secevent/caep/event-type/credential-change'

type Document = Readonly<Record<string, unknown>>
const discovered = await fetch(`${issuer}/.well-known/ssf-configuration`)
const transmitter = (await discovered.json()) as Readonly<Record<string, string>>

/** A client that may manage its stream, with a way to ask. */
async function newReceiver(scope = 'ssf.manage', registered = 'all ssf.manage ssf.read') {
  const { client, secret } = await server.register({
    ...{ scope: registered, trusted: true },
    grantTypes: ['authorization_code', 'client_credentials'],
  })
  const as: Credentials = { id: client.id, secret }
  const { body } = await post(
    `${issuer}/oauth2/token`,
    { grant_type: 'client_credentials', scope },
    { as },
  )
  return { as, client, ask: askWith(String(body['access_token'])) }
}

function askWith(token: string) {
  return async (method: string, url: string | undefined, body?: Document | string) => {
    const response = await fetch(String(url), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    assert.equal(response.headers.get('cache-control'), 'no-store')
    return {
      status: response.status,
      challenge: response.headers.get('www-authenticate') ?? '',
      body: (text === '' ? {} : JSON.parse(text)) as Document,
    }
  }
}

const {
  configuration_endpoint: CONFIGURATION,
  status_endpoint: STATUS,
  verification_endpoint: VERIFICATION,
} = transmitter
const withId = (url: string | undefined, id: unknown) => `${url}?stream_id=${id}`
const pointerOf = ({ status, body }: { status: number; body: Document }) => [status, body['field']]

test('the metadata says what the CAEP Interoperability Profile asks for', () => {
  assert.equal(discovered.status, 200)
  assert.deepEqual(transmitter, {
    spec_version: '1_0',
    issuer,
    jwks_uri: `${issuer}/oauth2/jwks`,
    delivery_methods_supported: [PUSH, POLL],
    configuration_endpoint: `${issuer}/ssf/stream`,
    status_endpoint: `${issuer}/ssf/status`,
    verification_endpoint: `${issuer}/ssf/verify`,
    authorization_schemes: [{ spec_urn: 'urn:ietf:rfc:6749' }],
    default_subjects: 'ALL',
  })
})

test('a receiver makes a stream, has it verified, and polls with the same token', async () => {
  const { ask, as, client } = await newReceiver()
  assert.deepEqual((await ask('GET', CONFIGURATION)).body, [])
  const made = await ask('POST', CONFIGURATION, {
    events_requested: [SESSION_REVOKED, UNKNOWN],
    description: 'Sign people out',
  })
  assert.equal(made.status, 201)
  const { stream_id: id, iss, aud, delivery } = made.body
  assert.deepEqual([iss, aud], [issuer, client.id])
  assert.deepEqual(delivery, { method: POLL, endpoint_url: `${issuer}/oauth2/security-events` })
  assert.deepEqual(made.body['events_requested'], [SESSION_REVOKED, UNKNOWN])
  assert.deepEqual(made.body['events_delivered'], [SESSION_REVOKED])
  assert.equal(made.body['description'], 'Sign people out')
  assert.deepEqual((await ask('GET', withId(CONFIGURATION, id))).body, made.body)
  assert.deepEqual((await ask('GET', CONFIGURATION)).body, [made.body])
  assert.equal((await ask('POST', CONFIGURATION, {})).status, 409)

  const verified = await ask('POST', VERIFICATION, { stream_id: id, state: 'a state' })
  assert.equal(verified.status, 204)
  const { endpoint_url: url } = delivery as { endpoint_url: string }
  const polled = await ask('POST', url, { returnImmediately: true })
  const [token = ''] = Object.values(polled.body['sets'] as Record<string, string>)
  const { payload } = await jwtVerify(
    token,
    createRemoteJWKSet(new URL(String(transmitter['jwks_uri']))),
    { issuer, audience: as.id, typ: 'secevent+jwt' },
  )
  assert.deepEqual(payload['events'], {
    'https://schemas.openid.net/secevent/ssf/event-type/verification': { state: 'a state' },
  })
  assert.deepEqual(payload['sub_id'], { format: 'opaque', id })
})

test('a change takes what is named, a replacement everything', async () => {
  const { ask } = await newReceiver()
  const delivery = { method: PUSH, endpoint_url: `http://${PUSHED_TO}/events` }
  const { body: made } = await ask('POST', CONFIGURATION, {
    delivery: { ...delivery, authorization_header: 'Bearer theirs' },
    events_requested: [SESSION_REVOKED],
    description: 'first',
  })
  const { stream_id } = made
  assert.deepEqual(made['delivery'], delivery, 'the header is not shown')
  const changed = await ask('PATCH', CONFIGURATION, { stream_id, description: 'second' })
  assert.deepEqual(changed.body, { ...made, description: 'second' })
  const replaced = await ask('PUT', CONFIGURATION, {
    ...changed.body,
    description: undefined,
    events_requested: undefined,
  })
  assert.equal(replaced.status, 200)
  assert.equal(replaced.body['description'], undefined)
  assert.deepEqual(replaced.body['events_delivered'], made['events_supported'])

  const wrong = (more: Document) => ask('PATCH', CONFIGURATION, { stream_id, ...more })
  assert.deepEqual(pointerOf(await wrong({ aud: 'another' })), [400, '/aud'])
  assert.deepEqual(pointerOf(await wrong({ delivery: { method: POLL } })), [
    400,
    '/delivery/method',
  ])
  assert.deepEqual(pointerOf(await wrong({ events_requested: [] })), [400, '/events_requested'])
  assert.deepEqual(pointerOf(await ask('PATCH', CONFIGURATION, { description: 'x' })), [
    400,
    '/stream_id',
  ])
  assert.equal((await ask('PATCH', CONFIGURATION, '[')).status, 400)

  assert.equal((await ask('DELETE', withId(CONFIGURATION, stream_id))).status, 204)
  assert.equal((await ask('GET', withId(CONFIGURATION, stream_id))).status, 404)
  assert.equal((await ask('DELETE', withId(CONFIGURATION, stream_id))).status, 404)
})

test('an address that points inward is refused when it is entered', async () => {
  const { ask } = await newReceiver()
  for (const endpoint_url of [
    'http://127.0.0.1:1/',
    'https://169.254.169.254/',
    'file:///etc/passwd',
    'nothing',
  ]) {
    const { status, body } = await ask('POST', CONFIGURATION, {
      delivery: { method: PUSH, endpoint_url },
    })
    assert.deepEqual([status, body['field']], [400, '/delivery/endpoint_url'], endpoint_url)
  }
})

test('a paused stream keeps what happens, a disabled one forgets it', async () => {
  const { ask, as } = await newReceiver()
  const { body: made } = await ask('POST', CONFIGURATION, {})
  const { stream_id } = made
  const { endpoint_url: url } = made['delivery'] as { endpoint_url: string }
  const turn = (status: string, reason?: string) =>
    ask('POST', STATUS, { stream_id, status, ...(reason !== undefined && { reason }) })
  /** A person connects the client, and an operator ends it. */
  const end = async () => {
    const visitor = newVisitor(server)
    const page = await visitor.open({
      ...{ response_type: 'code', client_id: as.id, redirect_uri: REDIRECT_URI, scope: 'all' },
    })
    const { address } = await visitor.signIn(page, { email: server.account.email })
    await exchange(server, address.searchParams.get('code') ?? '', { as })
    const whose = { clientId: as.id, accountId: server.account.id }
    await revokeGrants({ store, clock }, SHELL, whose)
  }
  const poll = async () => {
    const { body } = await ask('POST', url, { returnImmediately: true })
    const sets = body['sets'] as Record<string, string>
    await ask('POST', url, { returnImmediately: true, ack: Object.keys(sets), maxEvents: 0 })
    return Object.keys(sets).length
  }
  assert.deepEqual((await turn('paused', 'Moving house')).body, {
    stream_id,
    status: 'paused',
    reason: 'Moving house',
  })
  assert.deepEqual((await ask('GET', withId(STATUS, stream_id))).body['status'], 'paused')
  await end()
  assert.equal(await poll(), 0)
  assert.deepEqual((await turn('enabled')).body, { stream_id, status: 'enabled' })
  assert.equal(await poll(), 1)
  assert.equal((await turn('disabled')).body['status'], 'disabled')
  await end()
  await turn('enabled')
  assert.equal(await poll(), 0)
  assert.deepEqual(pointerOf(await turn('asleep')), [400, '/status'])

  await turnStream({ store, clock }, SHELL, { id: String(stream_id), turn: 'pause' })
  const held = await turn('enabled')
  assert.deepEqual([held.status, held.body['code']], [403, 'stopped_by_operator'])
  assert.equal((await ask('POST', VERIFICATION, { stream_id })).status, 409)
})

test('a client does nothing to the stream of another, and learns nothing of it', async () => {
  const [mine, theirs] = [await newReceiver(), await newReceiver()]
  const { body } = await theirs.ask('POST', CONFIGURATION, {})
  const { stream_id } = body
  // Not by the id of its client either.
  for (const id of [stream_id, theirs.as.id]) {
    const answers = [
      await mine.ask('GET', withId(CONFIGURATION, id)),
      await mine.ask('GET', withId(STATUS, id)),
      await mine.ask('DELETE', withId(CONFIGURATION, id)),
      await mine.ask('PATCH', CONFIGURATION, { stream_id: id, description: 'mine' }),
      await mine.ask('PUT', CONFIGURATION, { stream_id: id }),
      await mine.ask('POST', STATUS, { stream_id: id, status: 'disabled' }),
      await mine.ask('POST', VERIFICATION, { stream_id: id }),
    ]
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [404])
  }
  assert.deepEqual((await theirs.ask('GET', withId(CONFIGURATION, stream_id))).body, body)
})

test('a token that may read changes nothing, and one without the scope does nothing', async () => {
  const reader = await newReceiver('ssf.read')
  assert.equal((await reader.ask('GET', CONFIGURATION)).status, 200)
  const refused = await reader.ask('POST', CONFIGURATION, {})
  assert.equal(refused.status, 403)
  assert.match(refused.challenge, /error="insufficient_scope".*scope="ssf.manage"/)
  const other = await newReceiver('all')
  assert.equal((await other.ask('GET', CONFIGURATION)).status, 403)
  assert.equal((await other.ask('POST', `${issuer}/oauth2/security-events`, {})).status, 403)
  assert.equal((await askWith('mdt_at_nothing')('GET', CONFIGURATION)).status, 401)
  const nobody = await fetch(String(CONFIGURATION))
  assert.equal(nobody.status, 401)
})

test('no person gives a client the right to manage a stream, and no client without it gets a token', async () => {
  const { as } = await newReceiver()
  const arrival = await newVisitor(server).open({
    ...{ response_type: 'code', client_id: as.id, scope: 'all ssf.manage' },
    redirect_uri: REDIRECT_URI,
  })
  assert.match(arrival.address.search, /error=invalid_scope/)
  const { client, secret } = await server.register({ grantTypes: ['client_credentials'] })
  const form = { grant_type: 'client_credentials', scope: 'ssf.manage' }
  const answer = await post(`${issuer}/oauth2/token`, form, { as: { id: client.id, secret } })
  assert.equal(answer.body['error'], 'invalid_scope')
})

test('verification more often than said is refused for a while', async () => {
  const { ask } = await newReceiver()
  const { body } = await ask('POST', CONFIGURATION, {})
  const { stream_id, min_verification_interval: seconds } = body
  const most = 60 / Number(seconds)
  const statuses: number[] = []
  for (let number = 0; number <= most; number++) {
    statuses.push((await ask('POST', VERIFICATION, { stream_id })).status)
  }
  assert.deepEqual(statuses, [...Array.from({ length: most }, () => 204), 429])
})
