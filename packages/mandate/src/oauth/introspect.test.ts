import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { ACT, actAt } from '../../test/act.ts'
import { credentialsOf, openProtocol, refusalFrom, START } from '../../test/protocol.ts'
import { accessTokenId, deriveAccessToken, deriveRedeemable } from '../grants/derivation.ts'
import { parseToken } from '../grants/token.ts'

let protocol: Awaited<ReturnType<typeof openProtocol>>
beforeEach(async () => {
  protocol = await openProtocol()
})
const inactive = { active: false }

async function rowOf(token: string) {
  const { grantId } = parseToken(token) ?? assert.fail('no token')
  return (await protocol.store.grants.find(grantId))?.grant ?? assert.fail('no grant')
}

test('an API gets all members of RFC 7662 §2.2 for a live access token, and no others', async () => {
  const { access_token } = await protocol.login()
  assert.deepEqual(await protocol.introspect(access_token), {
    active: true,
    scope: 'all',
    client_id: protocol.party.client.id,
    token_type: 'bearer',
    exp: START + 300,
    iat: START,
    sub: 'account_jo',
    iss: 'https://login.example',
    jti: accessTokenId(access_token),
    auth_time: START - 100,
  })
})

test('a client may introspect its own refresh token, which no API can mistake for an access token', async () => {
  const own = credentialsOf(protocol.party)
  const first = await protocol.login()
  protocol.clock.time += 10
  const { refresh_token, access_token } = await protocol.refresh(first.refresh_token)
  assert.deepEqual(await protocol.introspect(refresh_token, own), {
    active: true,
    scope: 'all',
    client_id: protocol.party.client.id,
    exp: START + 10 + 31_536_000,
    iat: START + 10,
    sub: 'account_jo',
    iss: 'https://login.example',
  })
  assert.deepEqual(await protocol.introspect(refresh_token), inactive)
  assert.deepEqual(await protocol.introspect(first.refresh_token, own), inactive)
  const seen = await protocol.introspect(access_token, own)
  assert.ok(seen.active)
  assert.equal(seen.aud, undefined)
})

test('whoever may introspect a bound token is told the key, and that it is no plain bearer token', async () => {
  const { access_token, refresh_token } = await protocol.login()
  const grant = await rowOf(access_token)
  const { keys } = protocol.context
  const thumbprint = `${'k'.repeat(42)}A`
  const times = { issuedAt: START, expiresAt: START + 300, narrowing: null }
  const accessBoundBy = (by: 'dpop' | 'certificate') =>
    deriveAccessToken(keys, grant, { ...grant, ...times, confirmation: { by, thumbprint } })
  const seen = async (text: string, by?: ReturnType<typeof credentialsOf>) => {
    const answer = await protocol.introspect(text, by)
    return answer.active ? { type: answer.token_type, cnf: answer.cnf } : assert.fail('inactive')
  }
  assert.deepEqual(await seen(accessBoundBy('dpop')), { type: 'DPoP', cnf: { jkt: thumbprint } })
  const byCertificate = { type: 'bearer', cnf: { 'x5t#S256': thumbprint } }
  assert.deepEqual(await seen(accessBoundBy('certificate')), byCertificate)
  const bound = deriveRedeemable(keys, grant, {
    ...grant,
    confirmation: { by: 'dpop', thumbprint },
  })
  assert.notEqual(bound, refresh_token)
  const own = credentialsOf(protocol.party)
  assert.deepEqual(await seen(bound, own), { type: undefined, cnf: { jkt: thumbprint } })
})

test('a forged token that claims to be newer than its row causes no look-up of restores', async (t) => {
  const { access_token } = await protocol.login()
  const grant = await rowOf(access_token)
  const foreign = { current: grant.keyId, secrets: new Map([[grant.keyId, Buffer.alloc(32, 7)]]) }
  const looked = t.mock.method(protocol.store.recoveries, 'acceptNewerUntil')
  const claims = { keyId: grant.keyId, issuedAt: START, expiresAt: START + 300, narrowing: null }
  const newer = { ...claims, generation: grant.generation + 5 }
  assert.deepEqual(await protocol.introspect(deriveAccessToken(foreign, grant, newer)), inactive)
  assert.equal(looked.mock.callCount(), 0)
  const { keys } = protocol.context
  assert.deepEqual(await protocol.introspect(deriveAccessToken(keys, grant, newer)), inactive)
  assert.equal(looked.mock.callCount(), 1)
})

test('another client gets inactive, and an unauthenticated caller nothing', async () => {
  const other = await protocol.register()
  const { access_token, refresh_token } = await protocol.login()
  for (const token of [access_token, refresh_token]) {
    assert.deepEqual(await protocol.introspect(token, credentialsOf(other)), inactive)
  }
  const nobody = await refusalFrom(protocol.introspect(access_token, {}))
  assert.equal(nobody.reason, 'no_credentials')
  const wrong = { ...credentialsOf(protocol.party), client_secret: 'x' }
  assert.equal((await refusalFrom(protocol.introspect('x', wrong))).reason, 'wrong_secret')
})

test('a code, a forged token and any other text are inactive', async () => {
  const code = await protocol.code()
  const { access_token } = await protocol.exchange(code)
  const grant = await rowOf(access_token)
  const own = credentialsOf(protocol.party)
  const claims = { generation: 1, keyId: grant.keyId, issuedAt: START, expiresAt: START + 300 }
  const other = { ...grant, seed: new Uint8Array(32) }
  const forged = deriveAccessToken(protocol.context.keys, other, { ...claims, narrowing: null })
  const id = `${grant.id.slice(0, -1)}${grant.id.endsWith('0') ? '1' : '0'}` as typeof grant.id
  const unknown = deriveAccessToken(
    protocol.context.keys,
    { ...grant, id },
    { ...claims, narrowing: null },
  )
  for (const text of [code, forged, unknown, 'x', access_token.slice(1)]) {
    assert.deepEqual(await protocol.introspect(text), inactive, text)
    assert.deepEqual(await protocol.introspect(text, own), inactive, text)
  }
})

test('a live code is inactive too, because it is only for the token endpoint', async () => {
  const code = await protocol.code()
  assert.deepEqual(await protocol.introspect(code, credentialsOf(protocol.party)), inactive)
})

test('both tokens expire to the second', async () => {
  const own = credentialsOf(protocol.party)
  const { access_token, refresh_token } = await protocol.login()
  protocol.clock.time = START + 299
  assert.equal((await protocol.introspect(access_token)).active, true)
  protocol.clock.time = START + 300
  assert.deepEqual(await protocol.introspect(access_token), inactive)
  protocol.clock.time = START + 31_536_000 - 1
  assert.equal((await protocol.introspect(refresh_token, own)).active, true)
  protocol.clock.time = START + 31_536_000
  assert.deepEqual(await protocol.introspect(refresh_token, own), inactive)
})

test('a token of a generation that the row has not reached is inactive', async () => {
  const { access_token } = await protocol.login()
  const grant = await rowOf(access_token)
  const { keys } = protocol.context
  const times = { issuedAt: START, expiresAt: START + 300, narrowing: null }
  const newer = { generation: 2, keyId: grant.keyId }
  const token = deriveAccessToken(keys, grant, { ...newer, ...times })
  assert.deepEqual(await protocol.introspect(token), inactive)
  const refresh = deriveRedeemable(keys, grant, newer)
  assert.deepEqual(await protocol.introspect(refresh, credentialsOf(protocol.party)), inactive)
})

test('the previous access token survives a refresh, and ends with a revocation', async () => {
  const { access_token, refresh_token } = await protocol.login()
  await protocol.refresh(refresh_token)
  assert.equal((await protocol.introspect(access_token)).active, true)
  await protocol.revoke(access_token)
  assert.deepEqual(await protocol.introspect(access_token), inactive)
})

test('a token for some APIs is active only there, and names them (RFC 8707 §2)', async () => {
  const uri = 'https://notes.example'
  const { access_token } = await protocol.login({ resource: uri })
  const seen = await protocol.introspect(access_token)
  assert.ok(seen.active)
  assert.deepEqual(seen.aud, [uri])
  const narrow = await protocol.login()
  const { access_token: narrowed } = await protocol.refresh(narrow.refresh_token, { resource: uri })
  assert.equal((await protocol.introspect(narrowed)).active, true)

  const grant = await rowOf(narrowed)
  const elsewhere = { scope: 'all', resource: ['https://other.example'] }
  const claims = { generation: 1, keyId: grant.keyId, issuedAt: START, expiresAt: START + 300 }
  const { keys } = protocol.context
  const foreign = deriveAccessToken(keys, grant, { ...claims, narrowing: elsewhere })
  assert.deepEqual(await protocol.introspect(foreign), inactive)
  const own = await protocol.introspect(foreign, credentialsOf(protocol.party))
  assert.ok(own.active)
  assert.deepEqual(own.aud, ['https://other.example'])
})

test('withdrawn scope disappears from every token; one without scope is inactive', async () => {
  const { id } = protocol.party.client
  const whole = await protocol.login({ scope: 'read write' })
  const narrowed = await protocol.refresh(whole.refresh_token, { scope: 'write' })
  await protocol.store.clients.update(id, { scope: 'read' }, ACT)
  const seen = await protocol.introspect(whole.access_token)
  assert.equal(seen.active && seen.scope, 'read')
  assert.deepEqual(await protocol.introspect(narrowed.access_token), inactive)
  await protocol.store.clients.update(id, { scope: 'read write' }, ACT)
  const again = await protocol.introspect(narrowed.access_token)
  assert.equal(again.active && again.scope, 'write')
})

test('a narrowed token reports its own scope', async () => {
  const { refresh_token } = await protocol.login({ scope: 'all read write' })
  const { access_token } = await protocol.refresh(refresh_token, { scope: 'read write' })
  const seen = await protocol.introspect(access_token)
  assert.equal(seen.active && seen.scope, 'read write')
})

test('tokens of a disabled account or client are inactive', async () => {
  const { access_token } = await protocol.login()
  await protocol.store.accounts.disable('account_jo', actAt(START))
  assert.deepEqual(await protocol.introspect(access_token), inactive)
  await protocol.store.accounts.enable('account_jo', ACT)
  assert.equal((await protocol.introspect(access_token)).active, true)
  await protocol.store.clients.disable(protocol.party.client.id, actAt(START))
  assert.deepEqual(await protocol.introspect(access_token), inactive)
})

test('a repeated token or hint, or a missing token, is refused', async () => {
  const { access_token } = await protocol.login()
  const api = { client_id: protocol.api.resource.id, client_secret: protocol.api.secret }
  const hints = { ...api, token_type_hint: ['access_token', 'access_token'] }
  const repeated = await refusalFrom(protocol.introspect(access_token, hints))
  assert.deepEqual(repeated.details, { parameter: 'token_type_hint' })
  const twice = await refusalFrom(protocol.introspect('', { ...api, token: ['a', 'b'] }))
  assert.deepEqual(twice.details, { parameter: 'token' })
  assert.equal((await refusalFrom(protocol.introspect('', api))).reason, 'missing_parameter')
})
