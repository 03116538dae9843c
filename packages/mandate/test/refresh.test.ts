/** The rules of a refresh token: good once, for its own client, for a year. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { forge } from './forgery.ts'
import {
  assertError,
  exchange,
  introspect,
  obtainTokens,
  refresh,
  revoke,
  type Tokens,
  tokensOf,
} from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { obtainCode } from './visitor.ts'

const DAY = 24 * 60 * 60

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

async function isActive({ accessToken }: Tokens): Promise<boolean> {
  return (await introspect(server, accessToken)).body['active'] === true
}

test('a used refresh token raises the alarm even with an invalid scope or resource', async () => {
  for (const form of [
    { scope: 'all nobody' },
    { scope: '"' },
    { resource: 'https://no.example' },
  ]) {
    const first = await obtainTokens(server)
    const second = tokensOf(await refresh(server, first.refreshToken))
    assertError(await refresh(server, first.refreshToken, { form }), 'invalid_grant')
    assert.equal(await isActive(second), false)
  }
})

test('SCENARIO 11: generations stay in order while the clock stops or is set back', async () => {
  const first = await obtainTokens(server)
  const second = tokensOf(await refresh(server, first.refreshToken))
  server.clock.advance(-DAY)
  const third = tokensOf(await refresh(server, second.refreshToken))
  assertError(await refresh(server, second.refreshToken), 'invalid_grant')
  assertError(await refresh(server, third.refreshToken), 'invalid_grant')
  server.clock.advance(DAY)
  assert.equal(await isActive(third), false)
})

test('a forged older generation of a live grant changes nothing', async () => {
  const first = await obtainTokens(server)
  const second = tokensOf(await refresh(server, first.refreshToken))
  assertError(await refresh(server, forge(first.refreshToken)), 'invalid_grant')
  assert.equal((await refresh(server, second.refreshToken)).status, 200)
})

test('SCENARIO 9: the newest refresh token of a revoked grant is refused', async () => {
  const first = await obtainTokens(server)
  const second = tokensOf(await refresh(server, first.refreshToken))
  assert.equal((await revoke(server, second.refreshToken)).status, 200)
  assertError(await refresh(server, second.refreshToken), 'invalid_grant')
  assert.equal(await isActive(second), false)
})

test('a resource narrows the access token to one API (RFC 8707 §2.2)', async () => {
  const { refreshToken } = await obtainTokens(server)
  const unknown = await refresh(server, refreshToken, { form: { resource: 'https://x.example' } })
  assertError(unknown, 'invalid_target')
  const form = { resource: server.resource.uri }
  const narrow = await refresh(server, refreshToken, { form })
  const { body } = await introspect(server, tokensOf(narrow).accessToken)
  assert.deepEqual([body['active'], body['aud']], [true, [server.resource.uri]])
})

test('a resource beyond those the user agreed to is invalid_target', async () => {
  const granted = { resource: server.resource.uri }
  const { refreshToken } = await obtainTokens(server, { parameters: granted })
  const form = { resource: 'https://other.example' }
  assertError(await refresh(server, refreshToken, { form }), 'invalid_target')
  assert.equal((await refresh(server, refreshToken, { form: granted })).status, 200)
})

const clientsWithWindow = async (seconds: number) => {
  const { client, secret } = await server.register({ refreshRetrySeconds: seconds })
  return { id: client.id, secret }
}

test('within its retry window a client gets the same successor again, without any header', async () => {
  const as = await clientsWithWindow(10)
  const first = await obtainTokens(server, { as })
  const second = tokensOf(await refresh(server, first.refreshToken, { as }))
  server.clock.advance(9)
  const again = tokensOf(await refresh(server, first.refreshToken, { as }))
  assert.equal(again.refreshToken, second.refreshToken)
  assert.equal((await refresh(server, second.refreshToken, { as })).status, 200)
})

test('SCENARIO 6: a token two generations old is reuse, even inside the retry window', async () => {
  const as = await clientsWithWindow(600)
  const first = await obtainTokens(server, { as })
  const second = tokensOf(await refresh(server, first.refreshToken, { as }))
  const third = tokensOf(await refresh(server, second.refreshToken, { as }))
  assertError(await refresh(server, first.refreshToken, { as }), 'invalid_grant')
  assertError(await refresh(server, third.refreshToken, { as }), 'invalid_grant')
})

test('SCENARIO 7: retrying every nine seconds does not prolong a window of ten', async () => {
  const as = await clientsWithWindow(10)
  const first = await obtainTokens(server, { as })
  const second = tokensOf(await refresh(server, first.refreshToken, { as }))
  server.clock.advance(9)
  assert.equal((await refresh(server, first.refreshToken, { as })).status, 200)
  server.clock.advance(9)
  assertError(await refresh(server, first.refreshToken, { as }), 'invalid_grant')
  assertError(await refresh(server, second.refreshToken, { as }), 'invalid_grant')
})

test('a retry window serves refresh tokens, never codes', async () => {
  const as = await clientsWithWindow(600)
  const parameters = { response_type: 'code', client_id: as.id }
  const code = await obtainCode(server, parameters)
  const form = { redirect_uri: '' }
  const first = tokensOf(await exchange(server, code, { as, form }))
  assertError(await exchange(server, code, { as, form }), 'invalid_grant')
  assertError(await refresh(server, first.refreshToken, { as }), 'invalid_grant')
})

test('fifty refreshes race inside a retry window; there is one successor and no alarm', async () => {
  const as = await clientsWithWindow(600)
  const { refreshToken } = await obtainTokens(server, { as })
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => refresh(server, refreshToken, { as })),
  )
  const successors = new Set(answers.map((answer) => tokensOf(answer).refreshToken))
  assert.equal(successors.size, 1)
  const [successor = ''] = successors
  assert.equal((await refresh(server, successor, { as })).status, 200)
})
