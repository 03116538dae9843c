/** Tokens that are nearly right: damaged, of another kind, of another server. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  assertError,
  exchange,
  introspect,
  obtainTokens,
  ownCredentials,
  post,
  refresh,
  tokensOf,
} from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { obtainCode } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

test('SCENARIO 34: a truncated or extended token, or one with its case changed, is worth nothing', async () => {
  const { accessToken, refreshToken } = await obtainTokens(server)
  const changes: readonly ((token: string) => string)[] = [
    (token) => token.slice(0, -1),
    (token) => token.slice(1),
    (token) => `${token}A`,
    (token) => `${token}=`,
    (token) => ` ${token}`,
    (token) => `${token}\n`,
    (token) => token.toUpperCase(),
    (token) => token.toLowerCase(),
    (token) => token.replace('mdt_', 'MDT_'),
    (token) => token.slice(7),
    (token) => token + token,
  ]
  for (const change of changes) {
    const changed = change(refreshToken)
    assertError(await refresh(server, changed), 'invalid_grant', changed)
    assert.deepEqual((await introspect(server, change(accessToken))).body, { active: false })
  }
  assert.equal((await refresh(server, refreshToken)).status, 200)
})

test('SCENARIO 35: no kind of token can be used as another', async () => {
  const code = await obtainCode(server)
  assertError(await refresh(server, code), 'invalid_grant')
  const { accessToken, refreshToken } = tokensOf(await exchange(server, code))
  assertError(await refresh(server, accessToken), 'invalid_grant')
  assertError(await exchange(server, refreshToken), 'invalid_grant')
  assertError(await exchange(server, accessToken), 'invalid_grant')
  for (const token of [refreshToken, code]) {
    assert.deepEqual((await introspect(server, token)).body, { active: false })
  }
  for (const token of [code, refreshToken, accessToken]) {
    const relabelled = token.replace(/^mdt_../, 'mdt_rt')
    if (relabelled !== token) assertError(await refresh(server, relabelled), 'invalid_grant')
  }
  assert.equal((await refresh(server, refreshToken)).status, 200)
})

test('an access token of one server is worth nothing to another', async () => {
  const { accessToken, refreshToken } = await obtainTokens(server)
  const other = await startServer()
  try {
    assert.deepEqual((await introspect(other, accessToken)).body, { active: false })
    assertError(await refresh(other, refreshToken), 'invalid_grant')
    const revoked = await post(
      `${other.issuer}/oauth2/revoke`,
      { token: refreshToken },
      { as: ownCredentials(other) },
    )
    assert.equal(revoked.status, 200)
  } finally {
    await other.close()
  }
  assert.equal((await refresh(server, refreshToken)).status, 200)
})
