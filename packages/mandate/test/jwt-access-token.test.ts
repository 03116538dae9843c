import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  type JWTPayload,
  jwtVerify,
} from 'jose'
import { makeResource } from '../src/clients/registration.ts'
import { parseToken } from '../src/grants/token.ts'
import { parseParameters } from '../src/oauth/parameters.ts'
import { introspectSigned } from '../src/oauth/signed-introspection.ts'
import { hasOpenId } from '../src/oidc/scopes.ts'
import { createSigningKeys } from '../src/signing/signing-keys.ts'
import { ACT } from './act.ts'
import { openProtocol } from './protocol.ts'
import { sampleSigningKeys } from './sample-signing-keys.ts'

let protocol: Awaited<ReturnType<typeof openProtocol>>
beforeEach(async () => {
  protocol = await openProtocol()
})

/** An API that reads tokens itself. */
async function newApi(uri: string, jwtAlgorithm: 'RS256' | 'ES256' | null = 'ES256') {
  const random = (bytes: number) => Buffer.alloc(bytes, uri)
  const made = makeResource({ name: uri, uri, jwtAlgorithm }, { clock: protocol.clock, random })
  await protocol.store.resources.insert(made.resource, ACT)
  return { uri, by: { client_id: made.resource.id, client_secret: made.secret } }
}

const published = () => createLocalJWKSet({ keys: [...sampleSigningKeys.publicKeys()] })
/** The same claims, with some changed, signed by this server's own signing key. */
const resigned = (jwt: string, change: Readonly<Record<string, unknown>>) =>
  sampleSigningKeys.sign({ ...decodeJwt(jwt), ...change }, { alg: 'ES256', typ: 'at+jwt' })

test('a token for an API that reads JWTs is one, and says what introspection says', async () => {
  const api = await newApi('https://jwt.example')
  const { access_token, scope, refresh_token } = await protocol.login({ resource: api.uri })
  const { payload, protectedHeader } = await jwtVerify(access_token, published(), {
    issuer: 'https://login.example',
    audience: api.uri,
    typ: 'at+jwt',
    algorithms: ['ES256'],
    currentDate: new Date(protocol.clock.time * 1_000),
  })
  assert.ok(protectedHeader.kid)
  const { grant, ...claims } = payload
  assert.match(String(grant), /^[0-9a-f]{32}\.1\.[0-9a-f]{8}$/)
  assert.deepEqual(claims, {
    ...{ iss: 'https://login.example', sub: protocol.account.id, aud: api.uri },
    ...{ client_id: protocol.party.client.id, scope, auth_time: protocol.session.authTime },
    ...{ iat: protocol.clock.time, exp: protocol.clock.time + 300, jti: payload.jti },
  })
  const told = await protocol.introspect(access_token, api.by)
  assert.ok(told.active)
  const { active: _, token_type, aud, ...members } = told
  assert.deepEqual([token_type, aud], ['bearer', [api.uri]])
  const { aud: named, ...same } = claims
  assert.equal(named, api.uri)
  assert.deepEqual(members, same)
  assert.equal(parseToken(refresh_token)?.kind, 'rt')
})

test('a token is opaque if it names no API, or one that has its tokens introspected', async () => {
  const jwt = await newApi('https://jwt.example')
  const other = await newApi('https://other.example', 'RS256')
  const opaque = await newApi('https://opaque.example', null)
  const kindOf = async (resource: readonly string[]) => {
    const { access_token } = await protocol.login({ resource })
    return access_token.startsWith('mdt_at_') ? 'opaque' : decodeProtectedHeader(access_token).alg
  }
  assert.equal(await kindOf([]), 'opaque')
  assert.equal(await kindOf([opaque.uri]), 'opaque')
  assert.equal(await kindOf([jwt.uri, opaque.uri]), 'opaque')
  assert.equal(await kindOf([jwt.uri, other.uri]), 'ES256')
  assert.equal(await kindOf([other.uri]), 'RS256')
  assert.equal(await kindOf(['https://JWT.example:443/']), 'ES256')
})

test('a refresh for one API of two yields a JWT for it alone', async () => {
  const [jwt, opaque] = [
    await newApi('https://jwt.example'),
    await newApi('https://o.example', null),
  ]
  const { refresh_token } = await protocol.login({ resource: [jwt.uri, opaque.uri] })
  const { access_token } = await protocol.refresh(refresh_token, {
    resource: jwt.uri,
    scope: 'all',
  })
  assert.deepEqual(decodeJwt(access_token).aud, jwt.uri)
  assert.deepEqual(await protocol.introspect(access_token, opaque.by), { active: false })
})

test('SCENARIO 83: revoked, ended, expired or disabled, a JWT is over at once', async () => {
  const api = await newApi('https://jwt.example')
  const isActive = async (text: string) => (await protocol.introspect(text, api.by)).active
  const one = await protocol.login({ resource: api.uri })
  await protocol.revoke(one.access_token)
  assert.equal(await isActive(one.access_token), false)
  const next = await protocol.refresh(one.refresh_token)
  assert.equal(await isActive(next.access_token), true)
  await protocol.revoke(next.refresh_token)
  assert.equal(await isActive(next.access_token), false)
  const two = await protocol.login({ resource: api.uri })
  protocol.clock.time += 300
  assert.equal(await isActive(two.access_token), false)
  const three = await protocol.login({ resource: api.uri })
  await protocol.store.clients.disable(protocol.party.client.id, ACT)
  assert.equal(await isActive(three.access_token), false)
})

test('who has a signing key alone makes no token that is honoured here', async () => {
  const api = await newApi('https://jwt.example')
  const { access_token } = await protocol.login({ resource: api.uri, scope: 'read' })
  const { iat = 0, grant } = decodeJwt(access_token)
  const changes: JWTPayload[] = [
    { scope: 'read write' },
    { exp: iat + 3_000 },
    { iat: iat + 1 },
    { aud: 'https://notes.example' },
    { aud: [api.uri, 'https://notes.example'] },
    { grant: String(grant).replace('.1.', '.2.') },
    { jti: 'A'.repeat(27) },
    { cnf: { jkt: 'A'.repeat(43) } },
    { cnf: { jkt: 'A'.repeat(43), more: 1 } },
    { grant: 'none' },
    { iss: 'https://other.example' },
  ]
  assert.equal((await protocol.introspect(resigned(access_token, {}), api.by)).active, true)
  for (const change of changes) {
    const answer = await protocol.introspect(resigned(access_token, change), api.by)
    assert.deepEqual(answer, { active: false }, JSON.stringify(change))
  }
  // Nor is another kind of JWT of this server, or a broken signature.
  const claims = decodeJwt(access_token)
  const wrong = [
    sampleSigningKeys.sign({ ...claims }, { alg: 'ES256', typ: 'JWT' }),
    `${access_token.slice(0, -8)}AAAAAAAA`,
    access_token.replace(/[^.]*$/, ''),
  ]
  for (const text of wrong) {
    assert.deepEqual(await protocol.introspect(text, api.by), { active: false }, text)
  }
})

test('an introspection answer is signed for its caller alone (RFC 9701)', async () => {
  const api = await newApi('https://jwt.example')
  const { access_token } = await protocol.login({ resource: api.uri })
  const ask = (token: string, by: Readonly<Record<string, string>>) =>
    introspectSigned(protocol.context, {
      authorization: [],
      parameters: parseParameters(new URLSearchParams({ token, ...by }).toString()),
    })
  const read = async (jwt: string, audience: string) =>
    jwtVerify(jwt, published(), {
      ...{ issuer: 'https://login.example', audience, typ: 'token-introspection+jwt' },
      currentDate: new Date(protocol.clock.time * 1_000),
    })
  const own = await read(await ask(access_token, api.by), api.by.client_id)
  assert.deepEqual(
    own.payload['token_introspection'],
    await protocol.introspect(access_token, api.by),
  )
  assert.deepEqual([own.protectedHeader.alg, own.payload.iat], ['ES256', protocol.clock.time])
  // RFC 9701 §5: nothing of the token itself is at the top, so it cannot pass for an access token.
  assert.deepEqual(Object.keys(own.payload).toSorted(), [
    'aud',
    'iat',
    'iss',
    'token_introspection',
  ])
  const notes = { client_id: protocol.api.resource.id, client_secret: protocol.api.secret }
  const others = await read(await ask(access_token, notes), notes.client_id)
  assert.deepEqual(others.payload['token_introspection'], { active: false })
  assert.equal(others.protectedHeader.alg, 'RS256')
})

test('without a key for its algorithm the answer is 503, and the code stays good', async () => {
  const none = createSigningKeys(() => ({ active: [], published: [] }))
  protocol = await openProtocol({ signing: none })
  const api = await newApi('https://jwt.example')
  const code = await protocol.code({ resource: api.uri })
  await assert.rejects(protocol.exchange(code), /no key of this server signs access tokens/)
  await protocol.store.resources.update(
    [...(await protocol.store.resources.listReadingJwts())][0]?.id ?? '',
    { jwtAlgorithm: null },
    ACT,
  )
  protocol.clock.time += 2
  const { access_token, scope } = await protocol.exchange(code)
  assert.equal(parseToken(access_token)?.kind, 'at')
  assert.equal(hasOpenId(scope), false)
})
