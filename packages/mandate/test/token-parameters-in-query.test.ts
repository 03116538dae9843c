/** The setting for integrations that were told to use "query parameters" at the token endpoint. */

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

/** POSTs with some parameters in the URL and the others in the body. */
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

test('a POST with no body is enough', async () => {
  const url = `${server.issuer}/oauth2/token?${new URLSearchParams(redeeming(await obtainCode(server)))}`
  const { id, secret } = ownCredentials(server)
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
  const response = await fetch(url, { method: 'POST', headers: { authorization } })
  assert.equal(response.status, 200)
  await response.body?.cancel()
})

test('an assertion in the body is refused even if the rest is in the query', async () => {
  const code = await obtainCode(server)
  for (const name of ['client_assertion', 'client_assertion_type']) {
    assertError(await send(redeeming(code), { [name]: 'x' }), 'invalid_client', name)
  }
})
