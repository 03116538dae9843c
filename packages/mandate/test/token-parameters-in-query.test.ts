/** The setting for integrations that were told of "query parameters" at the token endpoint. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertError, ownCredentials, post, tokensOf } from './integrator.ts'
import { REDIRECT_URI, type RunningServer, startServer } from './running-server.ts'
import { obtainCode } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer({ settings: { tokenParametersInQuery: true } })
})
after(() => server.close())

/** POSTs with one part of the parameters in the URL and the other in the body. */
function send(
  inQuery: Readonly<Record<string, string>>,
  inBody: Readonly<Record<string, string>> = {},
) {
  const url = `${server.issuer}/oauth2/token?${new URLSearchParams(inQuery)}`
  return post(url, inBody, { as: ownCredentials(server) })
}

const redeeming = (code: string) => ({
  grant_type: 'authorization_code',
  code,
  redirect_uri: REDIRECT_URI,
})

test('a whole login works with everything but the secret in the query', async () => {
  const { refreshToken } = tokensOf(await send(redeeming(await obtainCode(server))))
  const form = { grant_type: 'refresh_token', refresh_token: refreshToken, scope: 'all' }
  assert.equal((await send(form)).status, 200)
  assert.ok(!server.log.some((line) => line.includes(refreshToken)))
})

test('a POST without any body is enough', async () => {
  const url = `${server.issuer}/oauth2/token?${new URLSearchParams(redeeming(await obtainCode(server)))}`
  const { id, secret } = ownCredentials(server)
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
  const response = await fetch(url, { method: 'POST', headers: { authorization } })
  assert.equal(response.status, 200)
  await response.body?.cancel()
})

test('the two places may share the parameters, but not one parameter', async () => {
  const { code, ...others } = redeeming(await obtainCode(server))
  assertError(await send({ code }, { ...others, code }), 'invalid_request')
  assertError(await send({ code, ...others }, others), 'invalid_request')
  assert.equal((await send(others, { code })).status, 200)
})

test('a secret, a verifier, a resource or an assertion is never taken from the query', async () => {
  const code = await obtainCode(server)
  for (const [name, value] of [
    ['client_secret', server.clientSecret],
    ['client_id', server.client.id],
    ['code_verifier', 'x'.repeat(43)],
    ['resource', server.resource.uri],
    ['client_assertion', 'x'],
    ['client_assertion_type', 'x'],
  ] as const) {
    assertError(await send({ [name]: value }, redeeming(code)), 'invalid_request', name)
  }
  assert.equal((await send({}, redeeming(code))).status, 200)
})

test('an assertion in the body is refused also where the rest stands in the query', async () => {
  const code = await obtainCode(server)
  for (const name of ['client_assertion', 'client_assertion_type']) {
    assertError(await send(redeeming(code), { [name]: 'x' }), 'invalid_client', name)
  }
})

test('a parameter that repeats in the query is invalid_request', async () => {
  const url = `${server.issuer}/oauth2/token?grant_type=refresh_token&scope=read&scope=write`
  const answer = await post(url, { refresh_token: 'x' }, { as: ownCredentials(server) })
  assertError(answer, 'invalid_request')
})
