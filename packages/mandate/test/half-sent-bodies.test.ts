/** SCENARIO 73: despite thousands of half-sent bodies memory is bounded and requests are served. */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { obtainTokens, refresh, tokensOf } from './integrator.ts'
import { FORM, rawRequest } from './raw-request.ts'
import { type RunningServer, startServer } from './running-server.ts'

let server: RunningServer
const sockets: Socket[] = []
before(async () => {
  server = await startServer({ limits: { bodyBytes: 256 * 1024 } })
})
after(async () => {
  for (const socket of sockets) socket.destroy()
  await server.close()
})

test('SCENARIO 73: half-sent bodies stay within a budget, and refreshes continue', async () => {
  const { hostname, port } = new URL(server.issuer)
  const halfSent =
    'POST /oauth2/token HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n' +
    `Content-Length: 16000\r\n\r\n${'a'.repeat(15_000)}`
  let { refreshToken } = await obtainTokens(server)
  for (let i = 0; i < 600; i++) {
    const socket = connect(Number(port), hostname).on('error', () => {})
    sockets.push(socket.resume())
    await once(socket, 'connect')
    socket.write(halfSent)
    if (i % 100 === 99) {
      const headers = { connection: 'close' }
      refreshToken = tokensOf(await refresh(server, refreshToken, { headers })).refreshToken
    }
  }
  // 256 connections are not watched; at most sixteen bodies of the others fit.
  while (sockets.filter(({ closed }) => !closed).length > 256 + 16) await pause(10)
})

test('a 16 KiB form is read, and a larger one is 413 with the limit', async () => {
  const send = (bytes: number) =>
    rawRequest(server.issuer, {
      method: 'POST',
      path: '/oauth2/token',
      headers: [FORM],
      body: 'a'.repeat(bytes),
    })
  assert.equal((await send(16 * 1024)).status, 401)
  const larger = await send(16 * 1024 + 1)
  assert.equal(larger.status, 413)
  assert.match(larger.text, /Send at most 16 KiB\./)
})
