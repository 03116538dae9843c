import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { credentialsOf, openProtocol, refusalFrom, START } from '../../test/protocol.ts'
import { deriveRedeemable } from '../grants/derivation.ts'
import { parseToken } from '../grants/token.ts'

let protocol: Awaited<ReturnType<typeof openProtocol>>
beforeEach(async () => {
  protocol = await openProtocol()
})

async function rowOf(token: string) {
  const { grantId } = parseToken(token) ?? assert.fail('no token')
  return (await protocol.store.grants.find(grantId))?.grant ?? assert.fail('no grant')
}

test('revoking a refresh token ends its grant and records who did it (RFC 7009 §2.1)', async () => {
  const { access_token, refresh_token } = await protocol.login()
  await protocol.revoke(refresh_token)
  const { revokedAt, revokedBecause } = await rowOf(refresh_token)
  assert.deepEqual([revokedAt, revokedBecause], [START, 'revoked_by_client'])
  assert.deepEqual(await protocol.introspect(access_token), { active: false })
  const later = await refusalFrom(protocol.refresh(refresh_token))
  assert.equal(later.reason, 'grant_revoked')
})

test('revoking a code ends its grant too', async () => {
  const code = await protocol.code()
  await protocol.revoke(code)
  assert.equal((await rowOf(code)).revokedBecause, 'revoked_by_client')
})

test('revoking an access token ends only that token', async () => {
  const { access_token, refresh_token } = await protocol.login()
  await protocol.revoke(access_token, protocol.party, { token_type_hint: 'refresh_token' })
  assert.deepEqual(await protocol.introspect(access_token), { active: false })
  assert.equal((await rowOf(access_token)).revokedAt, null)
  const next = await protocol.refresh(refresh_token)
  assert.equal((await protocol.introspect(next.access_token)).active, true)
})

test('revoking an invalid token succeeds silently (RFC 7009 §2.2)', async () => {
  const { refresh_token } = await protocol.login()
  const grant = await rowOf(refresh_token)
  const { keys } = protocol.context
  const live = { generation: 1, keyId: grant.keyId }
  const forged = deriveRedeemable(keys, { ...grant, seed: new Uint8Array(32) }, live)
  const id = `${grant.id.slice(0, -1)}${grant.id.endsWith('0') ? '1' : '0'}` as typeof grant.id
  const unknown = deriveRedeemable(keys, { ...grant, id }, live)
  for (const text of ['x', forged, unknown]) await protocol.revoke(text)
  assert.equal((await rowOf(refresh_token)).revokedAt, null)
})

test('another client’s token is not revoked but refused', async () => {
  const other = await protocol.register()
  const { refresh_token, access_token } = await protocol.login()
  for (const token of [refresh_token, access_token]) {
    const refusal = await refusalFrom(protocol.revoke(token, other))
    assert.equal(refusal.reason, 'revoking_another_clients_token')
    assert.deepEqual(refusal.addressee, { clientId: other.client.id, standing: 'authenticated' })
  }
  assert.equal((await rowOf(refresh_token)).revokedAt, null)
  assert.equal((await protocol.introspect(access_token)).active, true)
})

test('a client must authenticate first, and send each parameter once', async () => {
  const { refresh_token } = await protocol.login()
  const form = { ...credentialsOf(protocol.party), client_secret: 'x' }
  const wrong = await refusalFrom(protocol.revoke(refresh_token, protocol.party, form))
  assert.equal(wrong.reason, 'wrong_secret')
  const hints = { token_type_hint: ['a', 'b'] }
  const twice = await refusalFrom(protocol.revoke(refresh_token, protocol.party, hints))
  assert.deepEqual(twice.details, { parameter: 'token_type_hint' })
  const tokens = await refusalFrom(protocol.revoke('', protocol.party, { token: ['a', 'b'] }))
  assert.deepEqual(tokens.details, { parameter: 'token' })
  assert.equal(tokens.addressee, null)
  const none = await refusalFrom(protocol.revoke(''))
  assert.deepEqual([none.reason, none.details], ['missing_parameter', { parameter: 'token' }])
  assert.equal((await rowOf(refresh_token)).revokedAt, null)
})
