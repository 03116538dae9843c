import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { CALLBACK, openProtocol, refusalFrom, START } from '../../../test/protocol.ts'

let protocol: Awaited<ReturnType<typeof openProtocol>>
beforeEach(async () => {
  protocol = await openProtocol()
})
const reasonOf = async (act: Promise<unknown>) => (await refusalFrom(act)).reason

test('no defined parameter may be repeated (RFC 6749 §3.2)', async () => {
  const once = ['grant_type', 'code', 'redirect_uri', 'code_verifier', 'refresh_token', 'scope']
  const more = ['client_id', 'client_secret', 'client_assertion', 'client_assertion_type']
  for (const parameter of [...once, ...more]) {
    const refusal = await refusalFrom(protocol.token({ [parameter]: ['a', 'a'] }))
    assert.equal(refusal.reason, 'repeated_parameter')
    assert.deepEqual(refusal.details, { parameter })
    assert.equal(refusal.addressee, null)
  }
})

test('what is missing is named, and told to the client that authenticated', async () => {
  for (const [form, parameter] of [
    [{}, 'grant_type'],
    [{ grant_type: 'authorization_code' }, 'code'],
    [{ grant_type: 'refresh_token' }, 'refresh_token'],
  ] as const) {
    const refusal = await refusalFrom(protocol.token(form))
    assert.deepEqual([refusal.reason, refusal.details], ['missing_parameter', { parameter }])
    assert.equal(refusal.addressee?.clientId, protocol.party.client.id)
  }
})

test('a grant type that is not offered is refused, after the client was authenticated', async () => {
  for (const grant_type of ['password', 'implicit', 'Refresh_token', 'x']) {
    assert.equal(await reasonOf(protocol.token({ grant_type })), 'unknown_grant_type')
  }
  const form = { grant_type: 'password', client_secret: 'x' }
  assert.equal(await reasonOf(protocol.token(form)), 'wrong_secret')
})

test('a client uses the grant types that it is registered for (RFC 6749 §5.2)', async () => {
  const once = await protocol.register({ grantTypes: ['authorization_code'] })
  const tokens = await protocol.exchange(await protocol.code({}, once), {}, once)
  assert.equal(tokens.refresh_token, '')
  const { rows } = await protocol.store.grants.list({ clientId: once.client.id }, { limit: 2 })
  // Nothing is left of the grant once its access token has expired.
  assert.deepEqual(
    rows.map(({ expiresAt }) => expiresAt),
    [START + tokens.expires_in],
  )
  const refusal = await refusalFrom(protocol.refresh('x', {}, once))
  assert.deepEqual(
    [refusal.reason, refusal.error],
    ['grant_type_not_allowed', 'unauthorized_client'],
  )
  const machine = await protocol.register({ grantTypes: ['client_credentials'] })
  assert.equal(await reasonOf(protocol.exchange('x', {}, machine)), 'grant_type_not_allowed')
})

test('a code is bound to its redirect URI and its challenge; its scope is not up for change', async () => {
  const code = await protocol.code({ scope: 'read' })
  const other = { redirect_uri: 'https://client.example/other' }
  assert.equal(await reasonOf(protocol.exchange(code, other)), 'redirect_uri_differs')
  const verifier = { code_verifier: 'v'.repeat(43) }
  assert.equal(await reasonOf(protocol.exchange(code, verifier)), 'verifier_not_expected')
  const tokens = await protocol.exchange(code, { scope: 'all' })
  assert.equal(tokens.scope, 'read')
  assert.equal((await protocol.refresh(tokens.refresh_token, { scope: 'read' })).scope, 'read')
})

test('a public client redeems with its name alone', async () => {
  const app = await protocol.register({ isPublic: true, trusted: false })
  // RFC 7636 App. B.
  const code_challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
  const code = await protocol.code({ code_challenge, code_challenge_method: 'S256' }, app)
  assert.equal(await reasonOf(protocol.exchange(code, {}, app)), 'verifier_missing')
  const code_verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
  const { refresh_token } = await protocol.exchange(code, { code_verifier }, app)
  await protocol.refresh(refresh_token, {}, app)
})

test('every parameter in the query is refused, with or without a body', async () => {
  const defined = ['grant_type', 'code', 'redirect_uri', 'code_verifier', 'refresh_token', 'scope']
  const credentials = ['client_id', 'client_secret', 'client_assertion', 'client_assertion_type']
  for (const name of [...defined, ...credentials, 'resource']) {
    const act = protocol.token({ grant_type: 'refresh_token' }, { query: { [name]: 'a' } })
    assert.equal(await reasonOf(act), 'parameters_in_query', name)
  }
  const { refresh_token } = await protocol.login()
  const form = { grant_type: 'refresh_token', refresh_token }
  await protocol.token(form, { query: { utm_source: 'x' } })
})

test('with the setting, five may be in the query, but never twice and never a secret', async () => {
  protocol.settings.tokenParametersInQuery = true
  const code = await protocol.code()
  const query = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK }
  const { refresh_token } = await protocol.token({}, { query })
  const again = { grant_type: 'refresh_token', refresh_token, scope: 'all' }
  const next = await protocol.token({}, { query: again })
  for (const name of ['client_id', 'client_secret', 'code_verifier', 'resource']) {
    const act = protocol.token({ grant_type: 'x' }, { query: { [name]: 'a' } })
    assert.equal(await reasonOf(act), 'parameters_in_query', name)
  }
  const both = protocol.token({ grant_type: 'refresh_token' }, { query: again })
  assert.equal(await reasonOf(both), 'parameters_in_query')
  const twice = { ...again, refresh_token: ['a', 'b'] }
  assert.equal(await reasonOf(protocol.token({}, { query: twice })), 'repeated_parameter')
  const uri = 'https://notes.example'
  const last = { grant_type: 'refresh_token', refresh_token: next.refresh_token }
  const other = { resource: [uri, 'https://other.example'] }
  assert.equal(await reasonOf(protocol.token(other, { query: last })), 'unknown_resource')
  await protocol.token({ resource: [uri, uri] }, { query: last })
})

test('the Idempotency-Key is read before anything is redeemed', async () => {
  const { refresh_token } = await protocol.login()
  const form = { grant_type: 'refresh_token', refresh_token }
  const act = protocol.token(form, { retryKey: ['a', 'b'] })
  assert.equal(await reasonOf(act), 'malformed_retry_key')
  await protocol.token(form, { retryKey: ['"a"'] })
  await protocol.token(form, { retryKey: ['a'] })
})
