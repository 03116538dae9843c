/**
 * A real server and raw bytes: broken HTTP, repeated headers, unknown methods, bodies that never
 * end, pipelined requests. Each connection ends; no answer says that the server failed;
 * no secret and no stack is in an answer or in the log; and an honest client is served all the while.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forEveryAsync } from '../runs.ts'
import { send, statusesIn } from './connection.ts'
import { CANARY, sending } from './requests.ts'
import { startServerProcess } from './server-process.ts'

const STACK = /^\s+at .*:\d+:\d+|"stack":|node:internal/m
const HONEST_EVERY = 50

const server = await startServerProcess()

/** An authorization request holds no secret: a POST is redirected to the same request as a GET. */
function withoutOwnRedirect(received: string): string {
  return received.replaceAll(/^location: \/oauth2\/authorize\?.*$/gm, '')
}

/** The log without paths: a secret in a path is in every proxy's log as well. */
function logWithoutPaths(): string {
  return server.log().replaceAll(/"path":"(?:[^"\\]|\\.)*"/g, '')
}

test('whatever bytes arrive, the answer blames the client and the server keeps serving', async () => {
  let connections = 0
  const statuses = new Set<number>()
  await forEveryAsync(
    sending,
    async (one) => {
      const received = await send(server.address, one)
      const answered = statusesIn(received)
      for (const status of answered) statuses.add(status)
      assert.ok(
        answered.every((status) => status < 500),
        received.slice(0, 400),
      )
      assert.ok(received === '' || answered.length > 0, received.slice(0, 400))
      assert.ok(!withoutOwnRedirect(received).includes(CANARY), received)
      assert.doesNotMatch(received, STACK)
      if (++connections % HONEST_EVERY === 0) await server.refresh()
    },
    { costs: 2 },
  )
  // Not everything was refused at once: there were pages, redirects and our own refusals.
  for (const status of [200, 303, 400, 401, 404, 405]) assert.ok(statuses.has(status), `${status}`)
})

test('a body that stops half-way, and one that never begins, do not hold a connection forever', async () => {
  const head = 'POST /oauth2/token HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n'
  const type = 'Content-Type: application/x-www-form-urlencoded\r\n\r\n'
  const stalled = ['', 'POST /oauth2', head, `${head}${type}`, `${head}${type}grant_type=`]
  const connections = stalled.map((text) =>
    send(server.address, { chunks: [Buffer.from(text)], ending: 'stay' }),
  )
  for (const received of await Promise.all(connections)) {
    assert.ok(
      statusesIn(received).every((status) => status === 408),
      received,
    )
  }
})

test('afterwards the server has shown no secret and no stack, and stops cleanly', async () => {
  await server.refresh()
  assert.equal(await server.stop(), 0)
  assert.ok(!logWithoutPaths().includes(CANARY))
  assert.doesNotMatch(server.log(), STACK)
  assert.doesNotMatch(server.log(), /"level":(50|60)/)
})
