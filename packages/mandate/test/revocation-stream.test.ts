/** `GET /oauth2/revocations`: how an API learns of revocations as they happen. */

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { MOST_STREAMS } from '../src/http/endpoints/revocations.ts'
import { ACT, actAt } from './act.ts'
import { temporaryDirectory } from './command-line/mandate-process.ts'
import { type Listening, listen, openStream } from './event-stream.ts'
import { apiCredentials, obtainTokens, ownCredentials, refresh, revoke } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

const BEGIN = { resumed: false, heartbeat_seconds: 0.25 }

/** The members without the time, which is the database's, in seconds. */
function withoutTime(data: unknown): Readonly<Record<string, unknown>> {
  const { at, ...others } = Object(data)
  assert.ok(Number.isInteger(at) && Math.abs(at - Date.now() / 1_000) < 3_600, String(at))
  return others
}

/** A stream after its `ready` event. */
async function live(...given: Parameters<typeof listen>): Promise<Listening> {
  const stream = await listen(...given)
  assert.equal((await stream.next()).event, 'ready')
  return stream
}

test('the stream begins with its guarantees, and sends ids as heartbeats', async (t) => {
  const stream = await listen(t, server)
  assert.equal(stream.response.headers.get('content-type'), 'text/event-stream')
  assert.equal(stream.response.headers.get('cache-control'), 'no-store')
  const { id = '', event, data } = await stream.next()
  assert.deepEqual([event, withoutTime(data)], ['ready', BEGIN])
  const later = await stream.signOfLife()
  const latest = await stream.signOfLife()
  assert.ok(Number.parseInt(id, 10) <= Number.parseInt(later.id ?? '', 10))
  assert.ok(Number.parseInt(later.id ?? '', 10) < Number.parseInt(latest.id ?? '', 10))
})

test('everything that ends tokens is reported in the terms of introspection', async (t) => {
  const { client, account } = server
  const stream = await live(t, server)
  const told = async () => withoutTime((await stream.next()).data)
  const ofPair = { client_id: client.id, sub: account.id }

  const first = await obtainTokens(server)
  await revoke(server, first.refreshToken)
  assert.deepEqual(await told(), ofPair)

  const second = await obtainTokens(server)
  await revoke(server, second.accessToken)
  const alone = await told()
  assert.deepEqual(Object.keys(alone), ['jti'])

  await refresh(server, second.refreshToken)
  await refresh(server, second.refreshToken)
  assert.deepEqual(await told(), ofPair)

  const { store } = server
  await store.clients.disable(client.id, actAt(server.clock.now()))
  assert.deepEqual(await told(), { client_id: client.id })
  await store.clients.enable(client.id, ACT)
  await store.accounts.disable(account.id, actAt(server.clock.now()))
  assert.deepEqual(await told(), { sub: account.id })
  await store.accounts.enable(account.id, ACT)
})

test('a listener that reconnects with its last id is told what it missed', async (t) => {
  const stream = await live(t, server)
  const { id } = await stream.signOfLife()
  stream.close()
  const { accessToken } = await obtainTokens(server)
  await revoke(server, accessToken)
  const again = await listen(t, server, { lastEventId: id })
  const missed = []
  let event = await again.next()
  for (; event.event === 'revoked'; event = await again.next()) missed.push(event)
  assert.ok(missed.some(({ data }) => Object.hasOwn(Object(data), 'jti')))
  assert.ok(missed.every((one) => one.id === undefined))
  assert.deepEqual([event.event, withoutTime(event.data)], ['ready', { ...BEGIN, resumed: true }])
})

test('a last id that cannot be resumed starts a new stream, which says so', async (t) => {
  const stream = await listen(t, server)
  const { id = '' } = await stream.next()
  const [at, rules] = id.split('.')
  const hours = 3_600_000
  const unusable = [
    'nonsense',
    `${at}.00000000`,
    `${Number(at) - 2 * hours}.${rules}`,
    `${Number(at) + 2 * hours}.${rules}`,
  ]
  for (const lastEventId of unusable) {
    const { event, data } = await (await listen(t, server, { lastEventId })).next()
    assert.deepEqual([event, withoutTime(data)], ['ready', BEGIN], lastEventId)
  }
})

test('only an API may listen, with its own credentials', async () => {
  const refused = [
    undefined,
    { ...apiCredentials(server), secret: 'mdt_cs_wrong' },
    ownCredentials(server),
    { id: 'resource_unknown', secret: 'x' },
  ]
  for (const as of refused) {
    const response = await openStream(server, { as })
    assert.equal(response.status, 401)
    assert.equal(Object(await response.json()).error, 'invalid_client')
  }
})

test('a deleted API hears nothing more', async (t) => {
  const own = await startServer()
  t.after(() => own.close())
  const stream = await live(t, own)
  await own.store.resources.delete(own.resource.id, ACT)
  await stream.ended()
})

test('two nodes report what either of them ended', async (t) => {
  const database = join(temporaryDirectory(), 'mandate.db')
  const own = await startServer({ database })
  t.after(() => own.close())
  const stream = await live(t, own)
  const other = { ...own, issuer: await own.addNode() }
  const { accessToken } = await obtainTokens(own)
  await revoke(other, accessToken)
  assert.deepEqual(Object.keys(withoutTime((await stream.next()).data)), ['jti'])
})

test('a server that stops ends its streams at once', async (t) => {
  const own = await startServer()
  const stream = await live(t, own)
  await Promise.all([own.close(), stream.ended()])
})

test('ten thousand revocations at once all arrive', async (t) => {
  const stream = await live(t, server)
  const tokens = Array.from({ length: 10_000 }, (_, index) => `token-${index}`)
  const soon = server.clock.now() + 300
  const written = Promise.all(
    tokens.map((id) => server.store.grants.denyAccessToken(id, soon, ACT)),
  )
  const heard = new Set<unknown>()
  while (heard.size < tokens.length) heard.add(Object((await stream.next()).data).jti)
  await written
  assert.deepEqual([...heard].toSorted(), tokens.toSorted())
})

test('a listener that does not read is cut off, and the others hear everything', async (t) => {
  const slow = await live(t, server)
  const stream = await live(t, server)
  for (let round = 0; round < 5; round++) {
    const ids = Array.from(
      { length: 1_000 },
      (_, index) => `${'x'.repeat(2_000)}-${round}-${index}`,
    )
    const soon = server.clock.now() + 300
    await Promise.all(ids.map((id) => server.store.grants.denyAccessToken(id, soon, ACT)))
    for (let heard = 0; heard < ids.length; heard++) await stream.next()
  }
  await assert.rejects(slow.ended(), /terminated/)
})

test('the number of streams per API is limited, and closing one makes room', async (t) => {
  const own = await startServer()
  t.after(() => own.close())
  const streams = await Promise.all(Array.from({ length: MOST_STREAMS }, () => live(t, own)))
  const refused = await openStream(own, { as: apiCredentials(own) })
  assert.equal(refused.status, 503)
  assert.ok(Number(refused.headers.get('retry-after')) > 0)
  assert.match(await refused.text(), /256 streams open/)
  streams[0]?.close()
  while ((await openStream(own, { as: apiCredentials(own) }, t.signal)).status === 503);
})
