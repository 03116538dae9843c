/**
 * JWT access tokens at an API that reads them itself (RFC 9068), with a real server: the guard asks
 * about none that the stream vouches for, and still refuses what is over.
 */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { ACT } from '../packages/mandate/test/act.ts'
import { obtainTokens, refresh, revoke, tokensOf } from '../packages/mandate/test/integrator.ts'
import { startServer } from '../packages/mandate/test/running-server.ts'
import { guardApi } from './guarded-api.ts'

/** For how long the API's guard is made to believe that it has heard everything. */
const LISTENING_SECONDS = 100

/** A server, and an API that has listened to the stream for longer than clocks may differ. */
async function setUp(t: TestContext) {
  const way = await startAgingProxy(t)
  const server = await startServer({ settings: { issuer: way.origin } })
  t.after(() => server.close())
  way.leadTo(server.issuer)
  const { uri, id } = server.resource
  await server.store.resources.update(id, { jwtAlgorithm: 'ES256' }, ACT)
  const api = guardApi(
    t,
    { ...server, issuer: way.origin },
    { resource: uri, requireAudience: true },
  )
  const login = () => obtainTokens(server, { parameters: { resource: uri } })
  // Before the stream is live the guard asks, whatever it is shown.
  await api.learn((await login()).accessToken)
  return { server, issuer: way.origin, api, login }
}

/** Passes requests on, and makes what the stream says first older than it is. */
async function startAgingProxy(t: TestContext) {
  let target = ''
  const proxy = http.createServer((request, response) => {
    const { method = '', headers } = request
    const url = new URL(request.url ?? '/', target)
    const onward = http.request(url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      answer.setEncoding('utf8').on('data', (text: string) => response.write(aged(text)))
      answer.on('close', () => response.end())
    })
    response.on('close', () => onward.destroy())
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  t.after(() => {
    proxy.closeAllConnections()
    proxy.close()
  })
  return {
    origin: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    leadTo: (address: string) => {
      target = address
    },
  }
}

function aged(text: string): string {
  const ready = /(event: ready\ndata: .*"at":)(\d+)/
  return text.replace(ready, (_, before, at) => before + (Number(at) - LISTENING_SECONDS))
}

test('a JWT issued since the guard listens is not asked about, and any other is', async (t) => {
  const { api, login } = await setUp(t)
  let accessToken = ''
  for (;;) {
    ;({ accessToken } = await login())
    assert.match(accessToken, /^eyJ/)
    const before = api.statistics()
    const outcome = await api.check(accessToken)
    assert.ok(outcome.outcome === 'granted', JSON.stringify(outcome))
    assert.match(outcome.principal.clientId, /^client_/)
    await api.check(accessToken)
    const after = api.statistics()
    // On a machine so busy that heartbeats come late the guard rightly asks: once more then.
    if (after.askedWithoutStream > before.askedWithoutStream) continue
    const count = (what: 'verified' | 'asked' | 'fromMemory') => after[what] - before[what]
    assert.deepEqual([count('verified'), count('asked'), count('fromMemory')], [1, 0, 1])
    break
  }
  const { asked } = api.statistics()
  const [head, claims] = accessToken.split('.')
  const forged = `${head}.${claims}.${'A'.repeat(86)}`
  assert.equal((await api.check(forged)).outcome, 'refused')
  assert.equal(api.statistics().asked - asked, 1)
})

test('SCENARIO 83: a JWT that is over is refused, whether the guard has seen it before or not', async (t) => {
  const { server, api, login } = await setUp(t)
  const seen = await login()
  assert.equal((await api.check(seen.accessToken)).outcome, 'granted')
  const unseen = tokensOf(await refresh(server, seen.refreshToken))
  await revoke(server, unseen.refreshToken)
  await api.until(seen.accessToken, 'refused')
  // It was never presented before the event, so nothing was in memory to forget.
  assert.equal((await api.check(unseen.accessToken)).outcome, 'refused')
  // The same person connects the client again: the event says nothing about the new tokens.
  const again = await login()
  assert.equal((await api.check(again.accessToken)).outcome, 'granted')
})

test('a revoked JWT is refused too if the clock of the server that issued it was ahead', async (t) => {
  const { server, api, login } = await setUp(t)
  server.clock.advance(180)
  const { accessToken, refreshToken } = await login()
  assert.equal((await api.check(accessToken)).outcome, 'granted')
  await revoke(server, refreshToken)
  await api.until(accessToken, 'refused')
})

test('a JWT for another API is refused, and so is one of an account that is disabled', async (t) => {
  const { server, issuer, api, login } = await setUp(t)
  const { accessToken } = await login()
  const other = guardApi(
    t,
    { ...server, issuer },
    {
      resource: 'https://other.example',
    },
  )
  assert.equal((await other.check(accessToken)).outcome, 'refused')
  assert.equal((await api.check(accessToken)).outcome, 'granted')
  await server.store.accounts.disable(server.account.id, ACT)
  await api.until(accessToken, 'refused')
})
