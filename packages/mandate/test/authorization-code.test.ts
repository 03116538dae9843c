/** The five steps of an integration, and attempts to use a code outside them. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { exchange, introspect, refresh, tokensOf } from './integrator.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { newVisitor, obtainCode, simplestRequest } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

test('a sign-in ends at the redirect URI with a code, state and iss', async () => {
  const visitor = newVisitor(server)
  const state = 'a b+c/%€'.repeat(150)
  const { address } = await visitor.signIn(
    await visitor.open({ ...simplestRequest(server), state: encodeURIComponent(state) }),
  )
  assert.match(address.href, /^https:\/\/urltoclient:4443\/\?code=mdt_ac_[A-Za-z0-9_-]+&state=/)
  assert.equal(address.searchParams.get('state'), encodeURIComponent(state))
  assert.equal(address.searchParams.get('iss'), server.issuer)
})

test('a code carries the requested APIs; resource may repeat (RFC 8707 §2)', async () => {
  const query = new URLSearchParams(simplestRequest(server))
  query.append('resource', server.resource.uri)
  query.append('resource', server.resource.uri)
  const visitor = newVisitor(server)
  await visitor.post('/sign-in', { email: server.account.email, password: PASSWORD })
  const { headers } = await visitor.get(`/oauth2/authorize?${query}`)
  const code = new URL(headers.get('location') ?? '').searchParams.get('code') ?? ''
  const { accessToken } = tokensOf(await exchange(server, code))
  assert.deepEqual((await introspect(server, accessToken)).body['aud'], [server.resource.uri])
})

test('a client without the default scope gets its own, and the response says which', async () => {
  const { client, secret } = await server.register({ scope: 'read write' })
  const code = await obtainCode(server, { ...simplestRequest(server), client_id: client.id })
  const { body } = await exchange(server, code, { as: { id: client.id, secret } })
  assert.equal(body['scope'], 'read write')
})

test('an exchange repeated with the same Idempotency-Key returns the same refresh token', async () => {
  const code = await obtainCode(server)
  const headers = { 'idempotency-key': '"8e03978e-40d5-43dd-bc93-6894a57f9324"' }
  const first = tokensOf(await exchange(server, code, { headers }))
  const second = tokensOf(await exchange(server, code, { headers }))
  assert.equal(second.refreshToken, first.refreshToken)
  assert.equal((await refresh(server, first.refreshToken)).status, 200)
})
