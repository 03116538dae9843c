/** Refresh tokens across restarts and nodes, and with settings that end a grant. */

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { assertError, introspect, obtainTokens, refresh, revoke, tokensOf } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'

let folder: string
let server: RunningServer
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mandate-refresh-'))
  server = await startServer({ database: join(folder, 'mandate.db') })
})
after(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

test('SCENARIO 10: after a restart used tokens are still used, and unused ones still good', async () => {
  const robbed = await obtainTokens(server)
  const honest = await obtainTokens(server)
  const second = tokensOf(await refresh(server, robbed.refreshToken))
  await server.restart()
  assert.equal((await introspect(server, honest.accessToken)).body['active'], true)
  assert.equal((await refresh(server, honest.refreshToken)).status, 200)
  assertError(await refresh(server, robbed.refreshToken), 'invalid_grant')
  await server.restart()
  assertError(await refresh(server, second.refreshToken), 'invalid_grant')
})

test('SCENARIO 5: the retry reaches another node after the first one has died', async () => {
  const { refreshToken } = await obtainTokens(server)
  const key = { headers: { 'idempotency-key': '"0f2ad7f0"' } }
  const first = tokensOf(await refresh(server, refreshToken, key))
  const node = { ...server, issuer: await server.addNode() }
  const again = tokensOf(await refresh(node, refreshToken, key))
  assert.equal(again.refreshToken, first.refreshToken)
  await server.restart()
  assert.equal((await refresh(server, first.refreshToken)).status, 200)
})

test('SCENARIO 1: fifty refreshes race on two nodes; one wins, and the others count as reuse', async () => {
  const { refreshToken } = await obtainTokens(server)
  const node = { ...server, issuer: await server.addNode() }
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, i) => refresh(i % 2 === 0 ? server : node, refreshToken)),
  )
  const winners = answers.filter(({ status }) => status === 200)
  assert.equal(winners.length, 1)
  assert.equal(answers.filter(({ body }) => body['error'] === 'invalid_grant').length, 49)
  for (const winner of winners) {
    assertError(await refresh(node, tokensOf(winner).refreshToken), 'invalid_grant')
  }
})

test('once a revocation is answered by one node, the other knows it', async () => {
  const { accessToken, refreshToken } = await obtainTokens(server)
  const node = { ...server, issuer: await server.addNode() }
  assert.equal((await revoke(server, refreshToken)).status, 200)
  assert.deepEqual((await introspect(node, accessToken)).body, { active: false })
})

test('nothing outlives the absolute limit of a grant, if the operator sets one', async () => {
  const limited = await startServer({ settings: { grantSeconds: 1_000 } })
  try {
    const first = await obtainTokens(limited)
    limited.clock.advance(900)
    const answer = await refresh(limited, first.refreshToken)
    const { accessToken, refreshToken } = tokensOf(answer)
    assert.equal(answer.body['expires_in'], 100)
    limited.clock.advance(99)
    assert.equal((await introspect(limited, accessToken)).body['active'], true)
    limited.clock.advance(1)
    assert.deepEqual((await introspect(limited, accessToken)).body, { active: false })
    assertError(await refresh(limited, refreshToken), 'invalid_grant')
  } finally {
    await limited.close()
  }
})
