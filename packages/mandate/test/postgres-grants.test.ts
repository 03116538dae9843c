/** What can go wrong around a refresh on PostgreSQL: a cut connection, a restart, a clock, a race. */

import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { StorageUnavailable, type Store } from '../src/store/port.ts'
import { openPostgresStore } from '../src/store/postgres/open.ts'
import {
  assertError,
  basic,
  introspect,
  obtainTokens,
  ownCredentials,
  refresh,
  revoke,
  tokensOf,
} from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { createTestPlace, endTestServer } from './store/test-places.ts'

type Advance = Store['grants']['advance']
type Revoke = Store['grants']['revoke']

/** What happens to the next compare-and-set or the next revocation. */
let around: { advance?: (advance: Advance) => Advance; revoke?: (revoke: Revoke) => Revoke } = {}
const wrap = (store: Store): Store => ({
  ...store,
  grants: {
    ...store.grants,
    advance: (step) => (around.advance?.(store.grants.advance) ?? store.grants.advance)(step),
    revoke: (...given) => (around.revoke?.(store.grants.revoke) ?? store.grants.revoke)(...given),
  },
})

let place: Awaited<ReturnType<typeof createTestPlace>>
let server: RunningServer
before(async () => {
  place = await createTestPlace()
  server = await startServer({ wrap, open: () => openPostgresStore({ url: place.location }) })
})
beforeEach(() => {
  around = {}
})
after(async () => {
  await server.close()
  await place.remove()
  await endTestServer()
})

test('SCENARIO 5: the connection breaks after the commit, and the retry gets the same successor', async () => {
  const { refreshToken } = await obtainTokens(server)
  const cut = new AbortController()
  const committed = Promise.withResolvers<void>()
  around.advance = (advance) => async (step) => {
    const won = await advance(step)
    cut.abort()
    committed.resolve()
    return won
  }
  const headers = { 'idempotency-key': '"b94e"', authorization: basic(ownCredentials(server)) }
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken })
  const url = `${server.issuer}/oauth2/token`
  await assert.rejects(fetch(url, { method: 'POST', headers, body, signal: cut.signal }))
  await committed.promise

  const node = { ...server, issuer: await server.addNode() }
  const retry = { headers: { 'idempotency-key': '"b94e"' } }
  const successor = tokensOf(await refresh(node, refreshToken, retry)).refreshToken
  assert.equal(tokensOf(await refresh(server, refreshToken, retry)).refreshToken, successor)
  assert.equal((await refresh(node, successor)).status, 200)
})

test('SCENARIO 10: after a restart used tokens are still used, and unused ones still good', async () => {
  const robbed = await obtainTokens(server)
  const honest = await obtainTokens(server)
  const second = tokensOf(await refresh(server, robbed.refreshToken))
  await server.restart()
  assert.equal((await refresh(server, honest.refreshToken)).status, 200)
  assertError(await refresh(server, robbed.refreshToken), 'invalid_grant')
  await server.restart()
  assertError(await refresh(server, second.refreshToken), 'invalid_grant')
})

test('SCENARIO 11: generations stay in order while the clock stops or is set back', async () => {
  const first = await obtainTokens(server)
  const second = tokensOf(await refresh(server, first.refreshToken))
  server.clock.advance(-3_600)
  const third = tokensOf(await refresh(server, second.refreshToken))
  assert.equal((await introspect(server, third.accessToken)).body['active'], true)
  server.clock.advance(3_600)
  assertError(await refresh(server, second.refreshToken), 'invalid_grant')
  assertError(await refresh(server, third.refreshToken), 'invalid_grant')
})

for (const when of ['before', 'after'] as const) {
  test(`SCENARIO 12: another node answers a revocation while a refresh is ${when} its compare-and-set`, async () => {
    const { refreshToken } = await obtainTokens(server)
    const node = { ...server, issuer: await server.addNode() }
    const ended = async () => {
      around = {}
      assert.equal((await revoke(node, refreshToken)).status, 200)
    }
    around.advance = (advance) => async (step) => {
      if (when === 'before') await ended()
      const won = await advance(step)
      if (when === 'after') await ended()
      return won
    }
    const late = await refresh(server, refreshToken)
    if (when === 'before') return assertError(late, 'invalid_grant')
    const tokens = tokensOf(late)
    assert.deepEqual((await introspect(node, tokens.accessToken)).body, { active: false })
    assertError(await refresh(node, tokens.refreshToken), 'invalid_grant')
  })
}

test('SCENARIO 15: a revocation whose write fails is 503, never 200, and can be repeated', async () => {
  const { refreshToken, accessToken } = await obtainTokens(server)
  around.revoke = () => async () => {
    throw new StorageUnavailable('the connection is gone')
  }
  assert.equal((await revoke(server, refreshToken)).status, 503)
  assert.equal((await introspect(server, accessToken)).body['active'], true)
  around = {}
  assert.equal((await revoke(server, refreshToken)).status, 200)
  assert.deepEqual((await introspect(server, accessToken)).body, { active: false })
})
