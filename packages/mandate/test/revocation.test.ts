/** Revocation (RFC 7009): 200 means that the token is dead, here and everywhere. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Store } from '../src/store/port.ts'
import { forge } from './forgery.ts'
import {
  assertError,
  exchange,
  introspect,
  obtainTokens,
  ownCredentials,
  post,
  refresh,
  revoke,
  type Tokens,
  tokensOf,
} from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { obtainCode } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

async function isActive({ accessToken }: Tokens): Promise<boolean> {
  return (await introspect(server, accessToken)).body['active'] === true
}

test('a refresh token takes its grant along, and every token of it (RFC 7009 §2.1)', async () => {
  const first = await obtainTokens(server)
  const second = tokensOf(await refresh(server, first.refreshToken))
  const { status, headers } = await revoke(server, second.refreshToken)
  assert.equal(status, 200)
  assert.equal(headers.get('cache-control'), 'no-store')
  assert.deepEqual([await isActive(first), await isActive(second)], [false, false])
  assertError(await refresh(server, second.refreshToken), 'invalid_grant')
})

test('an access token goes alone', async () => {
  const first = await obtainTokens(server)
  assert.equal((await revoke(server, first.accessToken)).status, 200)
  assert.equal(await isActive(first), false)
  const second = tokensOf(await refresh(server, first.refreshToken))
  assert.deepEqual([await isActive(first), await isActive(second)], [false, true])
})

test('a code that is revoked cannot be exchanged', async () => {
  const code = await obtainCode(server)
  assert.equal((await revoke(server, code)).status, 200)
  assertError(await exchange(server, code), 'invalid_grant')
})

test('a token that is unknown, forged, used or already revoked is 200 too (RFC 7009 §2.2)', async () => {
  const { accessToken, refreshToken } = await obtainTokens(server)
  for (const token of ['nonsense', forge(refreshToken), forge(accessToken)]) {
    assert.equal((await revoke(server, token)).status, 200)
  }
  assert.equal((await refresh(server, refreshToken)).status, 200)
  for (const token of [refreshToken, refreshToken, accessToken]) {
    assert.equal((await revoke(server, token)).status, 200)
  }
})

test('SCENARIO 37: another client cannot revoke a token, and changes nothing by trying', async () => {
  const other = await server.register({ name: 'Other' })
  const as = { id: other.client.id, secret: other.secret }
  const tokens = await obtainTokens(server)
  for (const token of [tokens.refreshToken, tokens.accessToken]) {
    assertError(await revoke(server, token, as), 'invalid_request')
  }
  assert.equal(await isActive(tokens), true)
  assert.equal((await refresh(server, tokens.refreshToken)).status, 200)
})

test('SCENARIO 38: a wrong token_type_hint changes nothing', async () => {
  for (const token_type_hint of ['access_token', 'refresh_token', 'nonsense']) {
    const tokens = await obtainTokens(server)
    const form = { token: tokens.refreshToken, token_type_hint }
    const url = `${server.issuer}/oauth2/revoke`
    assert.equal((await post(url, form, { as: ownCredentials(server) })).status, 200)
    assert.equal(await isActive(tokens), false)
  }
})

test('whoever does not authenticate gets 401, and the token lives', async () => {
  const tokens = await obtainTokens(server)
  const as = { ...ownCredentials(server), secret: 'wrong' }
  assertError(await revoke(server, tokens.refreshToken, as), 'invalid_client')
  const url = `${server.issuer}/oauth2/revoke`
  assertError(await post(url, { token: tokens.refreshToken }), 'invalid_client')
  assert.equal(await isActive(tokens), true)
})

test('a token that is missing, repeated or in the URL is invalid_request', async () => {
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

/** A server whose next compare-and-set waits, before or after it happens, until it is let go. */
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
      // Won before the revocation, so it was answered with tokens: they have to be dead.
      const tokens = tokensOf(late)
      assert.deepEqual((await introspect(hesitant, tokens.accessToken)).body, { active: false })
      assertError(await refresh(hesitant, tokens.refreshToken), 'invalid_grant')
    } finally {
      await hesitant.close()
    }
  })
}
