/** Revocation (RFC 7009): 200 means that the token is dead, here and on every node. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Store } from '../src/store/port.ts'
import {
  assertError,
  introspect,
  obtainTokens,
  ownCredentials,
  post,
  refresh,
  revoke,
  tokensOf,
} from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

test('a missing or repeated token, or one in the URL, is invalid_request', async () => {
  const url = `${server.issuer}/oauth2/revoke`
  const as = ownCredentials(server)
  const { refreshToken } = await obtainTokens(server)
  assertError(await post(url, {}, { as }), 'invalid_request')
  assertError(await post(url, 'token=a&token=b', { as }), 'invalid_request')
  const inBoth = { token: refreshToken }
  assertError(await post(`${url}?token=${refreshToken}`, {}, { as }), 'invalid_request')
  assertError(await post(`${url}?token=${refreshToken}`, inBoth, { as }), 'invalid_request')
  assert.equal((await refresh(server, refreshToken)).status, 200)
  assert.ok(!server.log.some((line) => line.includes(refreshToken)))
})

/** A server whose next compare-and-set waits, before or after it happens, until it is released. */
async function startHesitantServer(when: 'before' | 'after') {
  const reached = Promise.withResolvers<void>()
  const letGo = Promise.withResolvers<void>()
  let isArmed = false
  const wrap = (store: Store): Store => ({
    ...store,
    grants: {
      ...store.grants,
      async advance(step) {
        if (!isArmed) return store.grants.advance(step)
        isArmed = false
        if (when === 'before') {
          reached.resolve()
          await letGo.promise
          return store.grants.advance(step)
        }
        const won = await store.grants.advance(step)
        reached.resolve()
        await letGo.promise
        return won
      },
    },
  })
  const hesitant = await startServer({ wrap })
  return {
    hesitant,
    reached: reached.promise,
    letGo: letGo.resolve,
    arm: () => {
      isArmed = true
    },
  }
}

for (const when of ['before', 'after'] as const) {
  test(`SCENARIO 12: revocation answers while a refresh is ${when} its compare-and-set`, async () => {
    const { hesitant, reached, letGo, arm } = await startHesitantServer(when)
    try {
      const { refreshToken } = await obtainTokens(hesitant)
      arm()
      const inFlight = refresh(hesitant, refreshToken)
      await reached
      assert.equal((await revoke(hesitant, refreshToken)).status, 200)
      letGo()
      const late = await inFlight
      if (when === 'before') return assertError(late, 'invalid_grant')
      // It won before the revocation, so it was answered with tokens: they have to be dead.
      const tokens = tokensOf(late)
      assert.deepEqual((await introspect(hesitant, tokens.accessToken)).body, { active: false })
      assertError(await refresh(hesitant, tokens.refreshToken), 'invalid_grant')
    } finally {
      await hesitant.close()
    }
  })
}
