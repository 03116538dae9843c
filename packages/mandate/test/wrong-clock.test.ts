/** What a server does when its clock may be wrong, and what it does not. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertError, exchange, introspect, obtainTokens, refresh, tokensOf } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { obtainCode } from './visitor.ts'

const DAY = 24 * 60 * 60

let server: RunningServer
before(async () => {
  server = await startServer()
  await server.store.trustedTime.begin(server.clock.now())
})
after(() => server.close())

/** Puts the clock off by that many seconds while `act` runs. */
async function wrongBy<Result>(seconds: number, act: () => Promise<Result>): Promise<Result> {
  server.clock.advance(seconds)
  try {
    return await act()
  } finally {
    server.clock.advance(-seconds)
  }
}

test('SCENARIO 59: a token expired only by a clock far ahead gets 503, and is good afterwards', async () => {
  const { refreshToken } = await obtainTokens(server)
  const answer = await wrongBy(400 * DAY, () => refresh(server, refreshToken))
  assert.deepEqual([answer.status, answer.body['error']], [503, 'temporarily_unavailable'])
  assert.ok(Number(answer.headers.get('retry-after')) > 0)
  assert.match(server.log.join(''), /the clock of this machine is in doubt/)
  assert.equal((await refresh(server, refreshToken)).status, 200)
})

test('a code expired only by a clock that is ahead is still good in its minute', async () => {
  const code = await obtainCode(server)
  assert.equal((await wrongBy(400 * DAY, () => exchange(server, code))).status, 503)
  assert.equal((await exchange(server, code)).status, 200)
})

test('whatever is over by every clock is over', async () => {
  const code = await obtainCode(server)
  assertError(await wrongBy(61, () => exchange(server, code)), 'invalid_grant')
})

test('a lost answer is not taken for theft because the clock jumped before the retry', async () => {
  const { refreshToken } = await obtainTokens(server)
  const headers = { 'idempotency-key': '"a key of its own"' }
  const first = await refresh(server, refreshToken, { headers })
  const later = await wrongBy(400 * DAY, () => refresh(server, refreshToken, { headers }))
  assert.equal(later.status, 503)
  const again = await refresh(server, refreshToken, { headers })
  assert.equal(tokensOf(again).refreshToken, tokensOf(first).refreshToken)
})

test('a copy in the wrong hands ends the grant, whatever the clock says', async () => {
  const { refreshToken } = await obtainTokens(server)
  const { refreshToken: second } = tokensOf(await refresh(server, refreshToken))
  await refresh(server, second)
  assertError(await wrongBy(400 * DAY, () => refresh(server, refreshToken)), 'invalid_grant')
})

test('tokens issued while the clock was ahead do not last longer by that much', async () => {
  const [{ accessToken }, code] = await wrongBy(400 * DAY, async () => [
    await obtainTokens(server),
    await obtainCode(server),
  ])
  assert.deepEqual((await introspect(server, accessToken)).body, { active: false })
  assert.equal((await exchange(server, code)).status, 503)
})

test('a refresh while the clock is set back leaves a token that is good for a year', async () => {
  const { refreshToken } = await obtainTokens(server)
  const { refreshToken: second } = tokensOf(await refresh(server, refreshToken))
  const answer = await wrongBy(-800 * DAY, () => refresh(server, second))
  const { refreshToken: third } = tokensOf(answer)
  assert.equal((await refresh(server, third)).status, 200)
})

test('a client whose refresh token has really expired is told once the time is certain', async () => {
  const { refreshToken } = await obtainTokens(server)
  server.clock.advance(366 * DAY)
  assert.equal((await refresh(server, refreshToken)).status, 503)
  const { version } = await server.store.trustedTime.read()
  await server.store.trustedTime.move(version, server.clock.now())
  assertError(await refresh(server, refreshToken), 'invalid_grant')
})

test('people get in after a clock that was ahead is right again', async () => {
  await wrongBy(400 * DAY, () => obtainCode(server))
  assert.equal(typeof (await obtainCode(server)), 'string')
})
