/** A refresh whose answer was lost, repeated with its `Idempotency-Key`. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  assertError,
  introspect,
  obtainTokens,
  ownCredentials,
  refresh,
  tokensOf,
} from './integrator.ts'
import { FORM, rawRequest } from './raw-request.ts'
import { type RunningServer, startServer } from './running-server.ts'

const DAY = 24 * 60 * 60

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

const withKey = (key: string) => ({ headers: { 'idempotency-key': key } })
const KEY = '"8e03978e-40d5-43dd-bc93-6894a57f9324"'

test('SCENARIO 5: the same request with the same key gets the same refresh token', async () => {
  const { refreshToken } = await obtainTokens(server)
  const first = tokensOf(await refresh(server, refreshToken, withKey(KEY)))
  server.clock.advance(DAY - 1)
  const again = tokensOf(await refresh(server, refreshToken, withKey(KEY)))
  assert.equal(again.refreshToken, first.refreshToken)
  assert.equal((await introspect(server, again.accessToken)).body['active'], true)
  assert.equal((await refresh(server, first.refreshToken)).status, 200)
})

test('a quoted key and a bare key are the same', async () => {
  const { refreshToken } = await obtainTokens(server)
  const first = tokensOf(await refresh(server, refreshToken, withKey('"a-key"')))
  const again = tokensOf(await refresh(server, refreshToken, withKey('a-key')))
  assert.equal(again.refreshToken, first.refreshToken)
})

test('keys of 1 and of 255 characters are accepted', async () => {
  for (const key of ['k', 'k'.repeat(255), `"${'k'.repeat(255)}"`]) {
    const { refreshToken } = await obtainTokens(server)
    assert.equal((await refresh(server, refreshToken, withKey(key))).status, 200, key)
    assert.equal((await refresh(server, refreshToken, withKey(key))).status, 200, key)
  }
})

test('another key, or none, is reuse', async () => {
  for (const more of [withKey('"another"'), {}]) {
    const { refreshToken } = await obtainTokens(server)
    const second = tokensOf(await refresh(server, refreshToken, withKey(KEY)))
    assertError(await refresh(server, refreshToken, more), 'invalid_grant')
    assertError(await refresh(server, second.refreshToken), 'invalid_grant')
  }
})

test('a key sent only the second time is reuse', async () => {
  const { refreshToken } = await obtainTokens(server)
  tokensOf(await refresh(server, refreshToken))
  assertError(await refresh(server, refreshToken, withKey(KEY)), 'invalid_grant')
})

test('the key is worth nothing after the successor was used', async () => {
  const { refreshToken } = await obtainTokens(server)
  const second = tokensOf(await refresh(server, refreshToken, withKey(KEY)))
  const third = tokensOf(await refresh(server, second.refreshToken, withKey('"next"')))
  assertError(await refresh(server, refreshToken, withKey(KEY)), 'invalid_grant')
  assertError(await refresh(server, third.refreshToken), 'invalid_grant')
})

test('the key is worth nothing after 24 hours', async () => {
  const { refreshToken } = await obtainTokens(server)
  const second = tokensOf(await refresh(server, refreshToken, withKey(KEY)))
  server.clock.advance(DAY)
  assertError(await refresh(server, refreshToken, withKey(KEY)), 'invalid_grant')
  assertError(await refresh(server, second.refreshToken), 'invalid_grant')
})

test('another grant’s key opens nothing', async () => {
  const one = await obtainTokens(server)
  const other = await obtainTokens(server)
  tokensOf(await refresh(server, one.refreshToken, withKey(KEY)))
  tokensOf(await refresh(server, other.refreshToken))
  assertError(await refresh(server, other.refreshToken, withKey(KEY)), 'invalid_grant')
})

test('fifty requests with one key race; all get the same successor', async () => {
  const { refreshToken } = await obtainTokens(server)
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => refresh(server, refreshToken, withKey(KEY))),
  )
  const successors = new Set(answers.map((answer) => tokensOf(answer).refreshToken))
  assert.equal(successors.size, 1)
  const [successor = ''] = successors
  assert.equal((await refresh(server, successor)).status, 200)
})

test('a malformed key is invalid_request and uses up nothing', async () => {
  const { refreshToken } = await obtainTokens(server)
  const malformed = ['""', '"open', 'k'.repeat(256), '"a"; b=1', 'tab\there', '"a\\b"']
  for (const key of malformed) {
    assertError(await refresh(server, refreshToken, withKey(key)), 'invalid_request', key)
  }
  assert.equal((await refresh(server, refreshToken)).status, 200)
})

test('two keys in one request are invalid_request', async () => {
  const { refreshToken } = await obtainTokens(server)
  const { id, secret } = ownCredentials(server)
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
  const { status, text } = await rawRequest(server.issuer, {
    method: 'POST',
    path: '/oauth2/token',
    headers: [
      FORM,
      ['Authorization', authorization],
      ['Idempotency-Key', '"one"'],
      ['Idempotency-Key', '"two"'],
    ],
    body: `grant_type=refresh_token&refresh_token=${refreshToken}`,
  })
  assert.deepEqual([status, JSON.parse(text).error], [400, 'invalid_request'])
  assert.equal((await refresh(server, refreshToken)).status, 200)
})

test('the same key may be used for a narrower access token, and the refresh token stays the same', async () => {
  const { refreshToken } = await obtainTokens(server, { parameters: { scope: 'read write' } })
  const first = await refresh(server, refreshToken, withKey(KEY))
  const narrow = await refresh(server, refreshToken, { ...withKey(KEY), form: { scope: 'read' } })
  assert.equal(narrow.body['scope'], 'read')
  assert.equal(tokensOf(narrow).refreshToken, tokensOf(first).refreshToken)
})
