/** Overload: those who cannot be served are told at once, and the others are served. */

import assert from 'node:assert/strict'
import { connect, type Socket } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { createMetrics } from '../src/metrics/metrics.ts'
import type { Store } from '../src/store/port.ts'
import { introspect, obtainTokens, refresh, type Tokens, tokensOf } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'

describe('a server that may handle eight requests at once', () => {
  const metrics = createMetrics({ issuer: 'http://127.0.0.1' })
  let server: RunningServer
  let looking = 0
  let held: Promise<void> | undefined
  let release = () => {}
  /** Every read of a grant waits until the test releases it. */
  const wrap = (store: Store): Store => ({
    ...store,
    grants: {
      ...store.grants,
      find: async (...given) => {
        looking += 1
        await held
        return store.grants.find(...given)
      },
    },
  })
  before(async () => {
    server = await startServer({ wrap, limits: { requests: 8 }, observe: metrics.observe })
  })
  after(() => server.close())

  test('turns the ninth away before any work is done, and serves it when it retries', async () => {
    const tokens: Tokens[] = []
    while (tokens.length < 20) tokens.push(await obtainTokens(server))
    held = new Promise((resolve) => {
      release = resolve
    })
    looking = 0
    const [first, rest] = [tokens.slice(0, 8), tokens.slice(8)]
    const served = first.map(({ refreshToken }) => refresh(server, refreshToken))
    while (looking < 8) await pause(1)
    for (const { refreshToken } of rest) {
      const { status, headers, body } = await refresh(server, refreshToken)
      assert.deepEqual([status, body['error']], [503, 'temporarily_unavailable'])
      assert.match(headers.get('retry-after') ?? '', /^[1-9]\d*$/)
    }
    const page = await fetch(`${server.issuer}/account`)
    assert.equal(page.status, 503)
    assert.match(await page.text(), /Nothing is lost/)
    assert.equal((await fetch(`${server.issuer}/health/live`)).status, 200)
    assert.equal((await fetch(`${server.issuer}/health/ready`)).status, 200)
    release()
    for (const { status } of await Promise.all(served)) assert.equal(status, 200)
    for (const { refreshToken } of rest) {
      const next = tokensOf(await refresh(server, refreshToken))
      assert.equal((await introspect(server, next.accessToken)).body['active'], true)
    }
    const text = await metrics.text()
    assert.match(text, /^mandate_turned_away_total 13$/m)
    assert.match(text, /^mandate_redemptions_total\{outcome="advanced"\} 40$/m)
    assert.match(text, /^mandate_redemptions_total\{outcome="replay_revoked"\} 0$/m)
  })
})

describe('SCENARIO 58: honest requests are served', () => {
  const sockets: Socket[] = []
  let server: RunningServer
  after(async () => {
    for (const socket of sockets) socket.destroy()
    await server.close()
  })

  /** Opens that many connections that send this and then nothing; counts those that get closed. */
  async function stall(count: number, text: string): Promise<{ closed(): number }> {
    const { hostname, port } = new URL(server.issuer)
    let closed = 0
    const opened = Array.from({ length: count }, () => {
      const socket = connect(Number(port), hostname)
      sockets.push(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        closed += 1
      })
      socket.resume()
      return new Promise<void>((resolve) => {
        socket.once('connect', () => socket.write(text, () => resolve()))
        socket.once('close', () => resolve())
      })
    })
    await Promise.all(opened)
    return { closed: () => closed }
  }

  const SLOW_BODY =
    'POST /oauth2/token HTTP/1.1\r\nHost: a\r\n' +
    'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\ngrant'

  test('despite 2,000 connections that send nothing, half a header, half a body, or one request', async () => {
    server = await startServer({ limits: { requests: 8 } })
    let { refreshToken } = await obtainTokens(server)
    await stall(500, '')
    await stall(500, 'POST /oauth2/token HTTP/1.1\r\nHost: a\r\nX-Slow: ')
    await stall(500, SLOW_BODY)
    await stall(500, 'GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n')
    for (let i = 0; i < 20; i++) {
      const answer = await refresh(server, refreshToken, { headers: { connection: 'close' } })
      refreshToken = tokensOf(answer).refreshToken
    }
    for (const socket of sockets.splice(0)) socket.destroy()
    await server.close()
  })

  test('even if idle connections have filled the server, since those are closed', async () => {
    server = await startServer({ limits: { connections: 50 } })
    const { refreshToken } = await obtainTokens(server)
    const { closed } = await stall(60, 'GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n')
    while (closed() < 60) await pause(10)
    const headers = { connection: 'close', 'idempotency-key': '"91ac"' }
    assert.equal((await refresh(server, refreshToken, { headers })).status, 200)
  })
})
