import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { ACT } from '../../test/act.ts'
import { openProtocol, type Party, START } from '../../test/protocol.ts'
import { sampleGrant } from '../../test/sample-grant.ts'
import { sampleSigningKeySet, sampleSigningKeys } from '../../test/sample-signing-keys.ts'
import { extrasText } from '../grants/extras.ts'
import type { Admitted } from '../grants/gate.ts'
import type { ExtrasText, Grant } from '../grants/grant.ts'
import { signInText } from '../grants/sign-in-text.ts'
import { sidFor } from '../grants/signed-in.ts'
import { createSigningKeys, type SigningKeySet, type SigningKeys } from '../signing/signing-keys.ts'
import { StorageUnavailable } from '../store/port.ts'
import { idTokenFor, leftHalfHash } from './id-token.ts'

let protocol: Awaited<ReturnType<typeof openProtocol>>
let app: Party
beforeEach(async () => {
  protocol = await openProtocol()
  app = await protocol.register({ scope: 'all openid offline_access' })
})

/** What a client makes of an ID token: verified with the published keys. */
async function read(token: string | undefined, audience = app.client.id) {
  assert.ok(token !== undefined, 'there is no ID token')
  const keys = createLocalJWKSet({ keys: [...sampleSigningKeys.publicKeys()] })
  const { payload, protectedHeader } = await jwtVerify(token, keys, {
    issuer: 'https://login.example',
    audience,
    currentDate: new Date(protocol.clock.time * 1000),
  })
  return { claims: payload, header: protectedHeader }
}

test('an exchange with openid has an ID token that says who signed in, when and how', async () => {
  const form = { scope: 'openid all', nonce: 'n-0S6_WzA2Mj' }
  const tokens = await protocol.login(form, app)
  const { claims, header } = await read(tokens.id_token)
  const [{ kid } = {}] = sampleSigningKeys.publicKeys()
  assert.deepEqual(header, { alg: 'RS256', kid, typ: 'JWT' })
  assert.deepEqual(claims, {
    iss: 'https://login.example',
    sub: protocol.account.id,
    aud: app.client.id,
    exp: START + 3_600,
    iat: START,
    auth_time: START - 100,
    nonce: 'n-0S6_WzA2Mj',
    amr: ['pwd'],
    at_hash: leftHalfHash(tokens.access_token, 'RS256'),
    sid: sidFor(protocol.session.sid, app.client.id),
  })
  assert.equal(tokens.scope, 'openid all')
})

test('at_hash is the left half of the hash that the algorithm uses (OpenID Connect Core §3.1.3.6)', () => {
  // The example of OpenID Connect Core §A.3.
  const token = 'jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y'
  assert.equal(leftHalfHash(token, 'RS256'), '77QmUPtjPfzWtF2AnpK9RQ')
  assert.equal(leftHalfHash(token, 'ES256'), leftHalfHash(token, 'PS256'))
  assert.equal(leftHalfHash(token, 'EdDSA').length, 43)
})

test('each client has the algorithm that it is registered for', async () => {
  for (const alg of ['RS256', 'PS256', 'ES256', 'EdDSA'] as const) {
    const metadata = { id_token_signed_response_alg: alg }
    const by = await protocol.register({ scope: 'openid', metadata })
    const tokens = await protocol.login({}, by)
    const { claims, header } = await read(tokens.id_token, by.client.id)
    assert.equal(header.alg, alg)
    assert.equal(claims['at_hash'], leftHalfHash(tokens.access_token, alg))
  }
})

/** The claims of an ID token of a grant with these properties. */
async function claimsOf(grant: Partial<Grant>, generation = 1) {
  const request = {
    admitted: { scope: 'openid' } as Admitted,
    grant: sampleGrant({ clientId: app.client.id, ...grant }),
    client: app.client,
    ...{ generation, accessToken: 'token', now: START },
  }
  return (await read(await idTokenFor(protocol.context, request))).claims
}

test('what is not known about the sign-in is left out', async () => {
  const claims = await claimsOf({ authTime: null, signIn: null })
  assert.deepEqual(Object.keys(claims), ['iss', 'sub', 'aud', 'exp', 'iat', 'at_hash'])
  const high = { amr: ['mfa', 'otp'], acr: 'high' }
  const { amr, acr } = await claimsOf({ signIn: signInText(high) })
  assert.deepEqual({ amr, acr }, high)
  assert.ok(!('amr' in (await claimsOf({ signIn: signInText({ amr: [], acr: null }) }))))
})

test('the nonce is repeated as it was sent, in the answer to the code alone', async () => {
  for (const nonce of ['n', '', ' "é\\ \u2028']) {
    const extras = extrasText({ nonce })
    assert.equal((await claimsOf({ extras }))['nonce'], nonce)
    assert.ok(!('nonce' in (await claimsOf({ extras }, 2))))
  }
})

test('a grant that asks for what only a newer version knows has no ID token', async () => {
  const extras = '{"nonce":"n","unheard_of":1}' as ExtrasText
  await assert.rejects(claimsOf({ extras }), /newer version/)
})

test('without openid there is neither an ID token nor anything for one in the row', async () => {
  const tokens = await protocol.login({ scope: 'all', nonce: 'n' }, app)
  assert.deepEqual(Object.keys(tokens), [
    ...['scope', 'access_token', 'token_type', 'expires_in', 'refresh_token'],
  ])
  const { rows } = await protocol.store.grants.list({}, { limit: 2 })
  assert.deepEqual(
    rows.map(({ extras, sid }) => ({ extras, sid })),
    [{ extras: null, sid: null }],
  )
})

test('a refresh has an ID token only if its scope names openid; it tells of the same sign-in', async () => {
  const first = await protocol.login({ scope: 'openid all', nonce: 'n' }, app)
  protocol.clock.time += 500
  const plain = await protocol.refresh(first.refresh_token, {}, app)
  assert.equal(plain.id_token, undefined)
  const narrow = await protocol.refresh(plain.refresh_token, { scope: 'all' }, app)
  assert.equal(narrow.id_token, undefined)
  const again = await protocol.refresh(narrow.refresh_token, { scope: 'openid all' }, app)
  const { claims } = await read(again.id_token)
  const before = (await read(first.id_token)).claims
  assert.ok(!('nonce' in claims))
  for (const name of ['iss', 'sub', 'aud', 'auth_time', 'amr', 'sid']) {
    assert.deepEqual(claims[name], before[name], name)
  }
  assert.equal(claims.iat, START + 500)
  assert.equal(claims['at_hash'], leftHalfHash(again.access_token, 'RS256'))
})

test('with OpenID Connect turned off, openid is a scope like any other', async () => {
  protocol.settings.openid = false
  const tokens = await protocol.login({ scope: 'openid', nonce: 'n' }, app)
  assert.deepEqual([tokens.scope, tokens.id_token], ['openid', undefined])
})

test('an answer that cannot be signed changes nothing: the code stays good', async () => {
  let keys: SigningKeySet = sampleSigningKeySet
  protocol = await openProtocol({ signing: createSigningKeys(() => keys) })
  app = await protocol.register({ scope: 'openid' })
  const code = await protocol.code({ scope: 'openid' }, app)
  keys = { active: [], published: [] }
  await assert.rejects(protocol.exchange(code, {}, app), StorageUnavailable)
  await assert.rejects(protocol.exchange(code, {}, app), /no key of this server signs/)
  keys = sampleSigningKeySet
  await read((await protocol.exchange(code, {}, app)).id_token)
})

/** The same keys, and what they have signed. */
function countingKeys() {
  const signed: unknown[] = []
  const signing: SigningKeys = {
    ...sampleSigningKeys,
    algorithms: sampleSigningKeys.algorithms,
    sign(claims, header) {
      signed.push(claims)
      return sampleSigningKeys.sign(claims, header)
    },
  }
  return { signing, signed }
}

test('only an answer that has an ID token costs a signature, and none is stored', async () => {
  const { signing, signed } = countingKeys()
  protocol = await openProtocol({ signing })
  app = await protocol.register({ scope: 'all openid' })
  const plain = await protocol.login({}, app)
  await protocol.refresh(plain.refresh_token, {}, app)
  await protocol.introspect(plain.access_token)
  assert.equal(signed.length, 0)
  let tokens = await protocol.login({ scope: 'openid', nonce: 'n' }, app)
  assert.equal(signed.length, 1)
  const rows = async () => (await protocol.store.grants.list({}, { limit: 9 })).rows
  const before = await rows()
  for (let round = 0; round < 3; round++) {
    tokens = await protocol.refresh(tokens.refresh_token, {}, app)
    tokens = await protocol.refresh(tokens.refresh_token, { scope: 'openid' }, app)
  }
  assert.equal(signed.length, 4)
  const after = await rows()
  assert.equal(after.length, 2)
  const ofOpenId = ({ extras, sid, signIn }: Grant) => ({ extras, sid, signIn })
  assert.deepEqual(after.map(ofOpenId), before.map(ofOpenId))
})

test('claims about the person are in it only if the request asks for them there by name', async () => {
  await protocol.store.accounts.update(protocol.account.id, { name: 'Jo Martin' }, ACT)
  const by = await protocol.register({ scope: 'openid profile' })
  const names = async (claims?: object) => {
    const form = { scope: 'openid profile', ...(claims && { claims: JSON.stringify(claims) }) }
    const { claims: told } = await read((await protocol.login(form, by)).id_token, by.client.id)
    return [told['name'], told['nickname'], told['sub']]
  }
  const { id } = protocol.account
  assert.deepEqual(await names(), [undefined, undefined, id])
  assert.deepEqual(await names({ userinfo: { name: null } }), [undefined, undefined, id])
  const both = { id_token: { name: { essential: true }, nickname: null } }
  assert.deepEqual(await names(both), ['Jo Martin', undefined, id])
})

test('an account is read only for such claims, and one that is gone has none', async () => {
  const extras = extrasText({ claims: { id_token: ['name'] } })
  const find = async () => undefined
  const context = { ...protocol.context, store: { accounts: { find } } } as never
  const request = {
    ...{ admitted: { scope: 'openid profile' } as Admitted, client: app.client },
    ...{ generation: 1, accessToken: 'token', now: START },
    grant: sampleGrant({ clientId: app.client.id, extras }),
  }
  const { claims } = await read(await idTokenFor(context, request))
  assert.ok(!('name' in claims))
  const unread = { ...protocol.context, store: {} } as never
  await read(await idTokenFor(unread, { ...request, grant: { ...request.grant, extras: null } }))
})
