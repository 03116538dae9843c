import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { type TestContext, test } from 'node:test'
import {
  active,
  type Behaviour,
  listen,
  silent,
  startStandIn,
} from '../test/authorization-server.ts'
import { openPool } from './pool.ts'

async function setUp(t: TestContext, behaviour: Behaviour, timeoutMs = 30_000) {
  const server = await startStandIn(t, behaviour)
  const pool = openPool(timeoutMs)
  t.after(() => pool.close())
  const url = new URL(server.introspectionEndpoint)
  const call = { method: 'POST', url, headers: {}, body: 'token=t' } as const
  return { server, pool, call, exchange: () => pool.exchange(call) }
}

test('many requests one after another use one connection', async (t) => {
  const { server, exchange } = await setUp(t, active())
  for (let i = 0; i < 20; i++) assert.equal((await exchange()).status, 200)
  assert.equal(server.connections(), 1)
})

test('a burst is served over a bounded number of connections', async (t) => {
  const { server, exchange } = await setUp(t, active())
  const answers = await Promise.all(Array.from({ length: 300 }, exchange))
  assert.ok(answers.every(({ status }) => status === 200))
  assert.ok(server.connections() <= 64, `${server.connections()} connections`)
})

test('a connection that the server closed while it was idle costs nothing but a new one', async (t) => {
  const { server, exchange } = await setUp(t, (response, context) => {
    // Every connection answers once and then dies at the next request, unanswered.
    if (context.firstOfConnection) active()(response, context)
    else context.request.socket.destroy()
  })
  assert.equal((await exchange()).status, 200)
  assert.equal((await exchange()).status, 200)
  assert.equal(server.asked.length, 3)
  assert.equal(server.connections(), 2)
})

test('connections are kept back for the calls that may use them, however many others wait', async (t) => {
  const answer = active()
  const behaviour: Behaviour = (response, context) => {
    if (context.form.get('token') === 'known') answer(response, context)
  }
  const { server, pool, call } = await setUp(t, behaviour, 5_000)
  const waiting = Array.from({ length: 200 }, () => pool.exchange(call).catch(() => 'ended'))
  const known = { ...call, body: 'token=known', isReserved: true }
  assert.equal((await pool.exchange(known)).status, 200)
  assert.ok(server.connections() <= 64, `${server.connections()} connections`)
  pool.close()
  await Promise.all(waiting)
})

test('a request that waits for a connection has the same time-out', async (t) => {
  const { server, exchange } = await setUp(t, silent, 200)
  const outcomes = await Promise.allSettled(Array.from({ length: 70 }, exchange))
  for (const outcome of outcomes) {
    assert.equal(outcome.status === 'rejected' && outcome.reason.code, 'timed_out')
  }
  assert.ok(server.connections() <= 64 + 6)
})

test('after a time-out the pool serves again', async (t) => {
  const { server, exchange } = await setUp(t, silent, 1_000)
  await assert.rejects(exchange(), { code: 'timed_out' })
  server.behave(active())
  assert.equal((await exchange()).status, 200)
})

test('closing ends a request under way, on a new connection and on a used one', async (t) => {
  const { server, pool, exchange } = await setUp(t, active())
  assert.equal((await exchange()).status, 200)
  server.behave(() => pool.close())
  await assert.rejects(exchange(), { name: 'GuardProblem', code: 'unreachable' })
  await assert.rejects(exchange(), { name: 'GuardProblem', code: 'unreachable' })
  assert.equal(server.asked.length, 3)
})

test('closing ends the requests that still wait for a connection', async (t) => {
  const { pool, exchange } = await setUp(t, silent)
  const waiting = Array.from({ length: 200 }, exchange)
  const ended = Promise.allSettled(waiting)
  pool.close()
  for (const one of await ended) {
    assert.equal(one.status === 'rejected' && one.reason.code, 'unreachable')
  }
})

test('to an https address nothing is said before the connection is secure', async (t) => {
  const heard: Buffer[] = []
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      heard.push(chunk)
      socket.destroy()
    })
  })
  const origin = await listen(server)
  t.after(() => server.close())
  const pool = openPool(5_000)
  t.after(() => pool.close())
  const url = new URL(origin.replace('http:', 'https:'))
  const headers = { authorization: 'Basic c2VjcmV0' }
  const exchange = pool.exchange({ method: 'POST', url, headers, body: 'token=t' })
  await assert.rejects(exchange, { name: 'GuardProblem', code: 'unreachable' })
  const sent = Buffer.concat(heard)
  // RFC 8446 §5.1: 22 is a handshake record.
  assert.equal(sent[0], 22)
  assert.ok(!sent.includes('c2VjcmV0'))
})
