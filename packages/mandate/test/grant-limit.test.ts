/** The setting `grant_seconds`: the longest life of a grant, however often it is refreshed. */

import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { assertError, exchange, introspect, refresh, tokensOf } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { obtainCode } from './visitor.ts'

let server: RunningServer
afterEach(() => server.close())

test('no token claims to last longer than its grant', async () => {
  server = await startServer({ settings: { grantSeconds: 400 } })
  const first = tokensOf(await exchange(server, await obtainCode(server)))
  server.clock.advance(390)
  const { body } = await refresh(server, first.refreshToken)
  assert.equal(body['expires_in'], 10)
  server.clock.advance(10)
  assert.deepEqual((await introspect(server, String(body['access_token']))).body, { active: false })
  assertError(await refresh(server, String(body['refresh_token'])), 'invalid_grant')
})

test('a code that outlives its grant does not get a token that has already expired', async () => {
  server = await startServer({ settings: { grantSeconds: 30 } })
  const code = await obtainCode(server)
  server.clock.advance(30)
  assertError(await exchange(server, code), 'invalid_grant')
})
