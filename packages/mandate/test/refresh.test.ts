/** What a refresh token is worth: once, to its own client, for a year. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { forge } from './forgery.ts'
import {
  type Answer,
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
const YEAR = 365 * DAY

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

async function isActive({ accessToken }: Tokens): Promise<boolean> {
  return (await introspect(server, accessToken)).body['active'] === true
}

test('a refresh yields exactly the fields of an exchange, and two new tokens', async () => {
  const first = await obtainTokens(server)
  const answer = await refresh(server, first.refreshToken)
  const second = tokensOf(answer)
  assert.equal(answer.status, 200)
  assert.deepEqual(Object.keys(answer.body), [
    'scope',
    'access_token',
    'token_type',
    'expires_in',
    'refresh_token',
  ])
  assert.deepEqual(
    [answer.body['scope'], answer.body['token_type'], answer.body['expires_in']],
    ['all', 'bearer', 300],
  )
  assert.equal(answer.headers.get('cache-control'), 'no-store')
  assert.equal(answer.headers.get('pragma'), 'no-cache')
  assert.notEqual(second.refreshToken, first.refreshToken)
  assert.notEqual(second.accessToken, first.accessToken)
  assert.ok(await isActive(second))
})

test('a refresh leaves the access tokens in flight alone', async () => {
  const first = await obtainTokens(server)
  tokensOf(await refresh(server, first.refreshToken))
  assert.ok(await isActive(first))
})

test('a refresh token used twice ends the grant and every token of it', async () => {
  const first = await obtainTokens(server)
  const second = tokensOf(await refresh(server, first.refreshToken))
  const third = tokensOf(await refresh(server, second.refreshToken))
  assertError(await refresh(server, first.refreshToken), 'invalid_grant')
  assert.deepEqual(
    await Promise.all([first, second, third].map(isActive)),
    [false, false, false],
    'access tokens outlived their grant',
  )
  assertError(await refresh(server, third.refreshToken), 'invalid_grant')
})

test('a used refresh token is an alarm also with a scope or resource that could not be had', async () => {
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

test('a used code ends a grant that has long been refreshed', async () => {
  const code = await obtainCode(server)
  const first = tokensOf(await exchange(server, code))
  const second = tokensOf(await refresh(server, first.refreshToken))
  assertError(await exchange(server, code), 'invalid_grant')
  assert.equal(await isActive(second), false)
  assertError(await refresh(server, second.refreshToken), 'invalid_grant')
})

test('SCENARIO 11: order holds by generation while the clock stands or is set back', async () => {
  const first = await obtainTokens(server)
  const second = tokensOf(await refresh(server, first.refreshToken))
  server.clock.advance(-DAY)
  const third = tokensOf(await refresh(server, second.refreshToken))
  assertError(await refresh(server, second.refreshToken), 'invalid_grant')
  assertError(await refresh(server, third.refreshToken), 'invalid_grant')
  server.clock.advance(DAY)
  assert.equal(await isActive(third), false)
})

test('SCENARIO 18: another client cannot use a refresh token, and its owner still can', async () => {
  const other = await server.register({ name: 'Other' })
  const { refreshToken } = await obtainTokens(server)
  const as = { id: other.client.id, secret: other.secret }
  assertError(await refresh(server, refreshToken, { as }), 'invalid_grant')
  assert.equal((await refresh(server, refreshToken)).status, 200)
})

test('another client that replays a used refresh token harms nobody', async () => {
  const other = await server.register({ name: 'Other' })
  const first = await obtainTokens(server)
  const second = tokensOf(await refresh(server, first.refreshToken))
  const as = { id: other.client.id, secret: other.secret }
  assertError(await refresh(server, first.refreshToken, { as }), 'invalid_grant')
  assert.equal((await refresh(server, second.refreshToken)).status, 200)
})

test('a forged older generation of a live grant changes nothing', async () => {
  const first = await obtainTokens(server)
  const second = tokensOf(await refresh(server, first.refreshToken))
  assertError(await refresh(server, forge(first.refreshToken)), 'invalid_grant')
  assert.equal((await refresh(server, second.refreshToken)).status, 200)
})

test('a refresh token expires one year after its own issue, not after the sign-in', async () => {
  const first = await obtainTokens(server)
  server.clock.advance(YEAR - 1)
  const second = tokensOf(await refresh(server, first.refreshToken))
  server.clock.advance(YEAR - 1)
  const third = tokensOf(await refresh(server, second.refreshToken))
  server.clock.advance(YEAR)
  assertError(await refresh(server, third.refreshToken), 'invalid_grant')
})

test('SCENARIO 9: the newest refresh token of a revoked grant is refused', async () => {
  const first = await obtainTokens(server)
  const second = tokensOf(await refresh(server, first.refreshToken))
  assert.equal((await revoke(server, second.refreshToken)).status, 200)
  assertError(await refresh(server, second.refreshToken), 'invalid_grant')
  assert.equal(await isActive(second), false)
})

test('a narrower scope narrows the access token, and the next refresh has all again', async () => {
  const parameters = { scope: 'read write' }
  const first = await obtainTokens(server, { parameters })
  const narrow = await refresh(server, first.refreshToken, { form: { scope: 'read' } })
  assert.equal(narrow.body['scope'], 'read')
  const { body } = await introspect(server, tokensOf(narrow).accessToken)
  assert.equal(body['scope'], 'read')
  const wide = await refresh(server, tokensOf(narrow).refreshToken)
  assert.equal(wide.body['scope'], 'read write')
})

test('a scope wider than the grant, or no scope at all, is invalid_scope and uses nothing up', async () => {
  const { refreshToken } = await obtainTokens(server, { parameters: { scope: 'read' } })
  for (const scope of ['read write', 'READ', 'read  ', ' read', 'read\twrite', 'r"ead', 'réad']) {
    assertError(await refresh(server, refreshToken, { form: { scope } }), 'invalid_scope', scope)
  }
  assert.equal((await refresh(server, refreshToken)).body['scope'], 'read')
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

test('SCENARIO 1: fifty refreshes of one token race; one wins, and the rest is reuse', async () => {
  const { refreshToken } = await obtainTokens(server)
  const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(server, refreshToken)))
  const winners = answers.filter(({ status }) => status === 200)
  assert.equal(winners.length, 1)
  assert.equal(count(answers, 'invalid_grant'), 49)
  const [winner] = winners
  assert.ok(winner !== undefined)
  assertError(await refresh(server, tokensOf(winner).refreshToken), 'invalid_grant')
  assert.equal(await isActive(tokensOf(winner)), false)
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

function count(answers: readonly Answer[], error: string): number {
  return answers.filter(({ body }) => body['error'] === error).length
}
