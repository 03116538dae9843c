/** Security events on two nodes that share a PostgreSQL database: heard at the other node, and not lost with one. */

import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import { after, before, test } from 'node:test'
import { createStream } from '../src/operations/event-streams.ts'
import { openPostgresStore } from '../src/store/postgres/open.ts'
import type { Endpoint } from '../src/store/records.ts'
import { ACT } from './act.ts'
import { basic, type Credentials, exchange } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { createTestPlace, endTestServer } from './store/test-places.ts'
import { newVisitor } from './visitor.ts'

let place: Awaited<ReturnType<typeof createTestPlace>>
let server: RunningServer
let other: string
let as: Credentials
let stream: Endpoint
before(async () => {
  place = await createTestPlace()
  server = await startServer({ open: () => openPostgresStore({ url: place.location }) })
  other = await server.addNode()
  const { client, secret } = await server.register({})
  as = { id: client.id, secret }
  const { store, keys, clock } = server
  const context = { store, keys, clock, random: (bytes: number) => new Uint8Array(bytes) }
  const made = await createStream(
    { ...context, checkAddress: async () => {} },
    { kind: 'operator', via: 'shell' },
    { clientId: client.id, delivery: { method: 'poll' }, events: [] },
  )
  assert.ok(made.is === 'created')
  stream = made.stream
})
after(async () => {
  await server.close()
  await place.remove()
  await endTestServer()
})

async function poll(at: string, body: object) {
  const response = await fetch(`${at}/oauth2/security-events`, {
    method: 'POST',
    headers: { authorization: basic(as), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return (await response.json()) as { readonly sets: Readonly<Record<string, string>> }
}

test('a poll that waits at one node hears within a second what happens at the other', async () => {
  const visitor = newVisitor(server)
  const request = {
    response_type: 'code',
    client_id: as.id,
    redirect_uri: 'https://urltoclient:4443',
  }
  const took: number[] = []
  let ack: readonly string[] = []
  for (let round = 0; round < 5; round++) {
    const page = await visitor.open(request)
    const isSignIn = page.address.pathname === '/sign-in'
    const { address } = isSignIn ? await visitor.signIn(page) : page
    await exchange(server, address.searchParams.get('code') ?? '', { as })
    const waiting = poll(other, { ack })
    const began = performance.now()
    await visitor.post('/account/disconnect', { client_id: as.id })
    const { sets } = await waiting
    took.push(performance.now() - began)
    ack = Object.keys(sets)
    assert.equal(ack.length, 1, JSON.stringify(sets))
  }
  const median = took.toSorted((a, b) => a - b)[2] ?? Infinity
  assert.ok(median < 1_000, `${took.map(Math.round)} ms`)
  assert.deepEqual(await poll(server.issuer, { ack, returnImmediately: true }), {
    sets: {},
  })
})

test('polls that race on both nodes lose no acknowledgement', async () => {
  const { clientId } = stream
  const asked = { clientId: clientId ?? '', state: 'x' }
  for (let one = 0; one < 8; one++)
    await server.store.endpoints.askVerification(stream.id, asked, ACT)
  const { sets } = await poll(other, { returnImmediately: true })
  const waiting = Object.keys(sets)
  assert.equal(waiting.length, 8)
  await Promise.all(
    waiting.map((jti, number) =>
      poll(number % 2 === 0 ? other : server.issuer, { ack: [jti], returnImmediately: true }),
    ),
  )
  // One that lost every race comes again, and is acknowledged then.
  for (let tries = 0; tries < 8; tries++) {
    const left = await poll(other, { returnImmediately: true })
    const ack = Object.keys(left.sets)
    if (ack.length === 0) return
    await poll(other, { ack, returnImmediately: true })
  }
  assert.fail('an event comes again although it was acknowledged')
})
