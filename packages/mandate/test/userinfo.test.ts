/** The userinfo endpoint (OpenID Connect Core §5.3), over HTTP. */

import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import { ACT } from './act.ts'
import { newProver } from './dpop.ts'
import { apiCredentials, exchange, introspect, obtainTokens, post, tokensOf } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { newVisitor, obtainCode, simplestRequest } from './visitor.ts'

const SCOPE = 'openid profile email phone address'
const APP = 'https://app.example'

let server: RunningServer
let as: { readonly id: string; readonly secret: string }
before(async () => {
  server = await startServer()
  const { client, secret } = await server.register({
    ...{ scope: `${SCOPE} all offline_access`, trusted: true },
    redirectUris: [`${APP}/callback`, 'https://urltoclient:4443'],
  })
  as = { id: client.id, secret }
  await server.store.accounts.update(
    server.account.id,
    {
      name: 'Ada Lovelace',
      emailVerified: true,
      profile: {
        ...{ given_name: 'Ada', birthdate: '1815-12-10', phone_number: '+44 1', updated_at: 7 },
        address: { locality: 'London' },
      },
    },
    ACT,
  )
})
after(() => server.close())

const tokenFor = async (scope: string, more: Readonly<Record<string, string>> = {}) =>
  (await obtainTokens(server, { as, parameters: { scope, ...more } })).accessToken

async function ask(headers: Readonly<Record<string, string>>, form?: string | object) {
  const body = form === undefined ? null : new URLSearchParams(form as string)
  const method = form === undefined ? 'GET' : 'POST'
  const response = await fetch(`${server.issuer}/oauth2/userinfo`, { headers, method, body })
  const text = await response.text()
  return { response, status: response.status, body: text === '' ? {} : JSON.parse(text) }
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const challengesOf = ({ response }: Awaited<ReturnType<typeof ask>>) =>
  response.headers.get('www-authenticate') ?? ''

test('each scope gives its claims and no others; a client gets what is known', async () => {
  const sub = server.account.id
  const { email } = server.account
  const claims = {
    openid: {},
    profile: { name: 'Ada Lovelace', given_name: 'Ada', birthdate: '1815-12-10', updated_at: 7 },
    email: { email, email_verified: true },
    phone: { phone_number: '+44 1', phone_number_verified: false },
    address: { address: { locality: 'London' } },
  }
  for (const [scope, expected] of Object.entries(claims)) {
    const told = await ask(bearer(await tokenFor(`openid ${scope}`)))
    assert.deepEqual([told.status, told.body], [200, { sub, ...expected }], scope)
    assert.match(told.response.headers.get('content-type') ?? '', /^application\/json/)
    assert.match(told.response.headers.get('cache-control') ?? '', /no-store/)
  }
  const all = await ask(bearer(await tokenFor(SCOPE)))
  assert.deepEqual(all.body, Object.assign({ sub }, ...Object.values(claims)))
})

test('by GET and by POST, with the token in the header or in the form, and never in the address', async () => {
  const token = await tokenFor('openid')
  const sub = { sub: server.account.id }
  assert.deepEqual((await ask(bearer(token), {})).body, sub)
  assert.deepEqual((await ask({}, { access_token: token })).body, sub)
  assert.deepEqual((await ask({ authorization: `bearer ${token}` })).body, sub)
  const twice = await ask(bearer(token), { access_token: token })
  assert.deepEqual([twice.status, twice.body.error], [400, 'invalid_request'])
  const url = `${server.issuer}/oauth2/userinfo?access_token=${token}`
  assert.equal((await fetch(url)).status, 400)
})

test('RFC 6750 §3.1: without a token the challenge has no error; otherwise it says which', async () => {
  const none = await ask({})
  assert.equal(none.status, 401)
  assert.equal(
    challengesOf(none),
    `Bearer realm="${server.issuer}", DPoP realm="${server.issuer}", algs="ES256 EdDSA Ed25519 PS256"`,
  )
  const narrow = await ask(bearer(await tokenFor('all')))
  assert.deepEqual([narrow.status, narrow.body.error], [403, 'insufficient_scope'])
  assert.match(challengesOf(narrow), /^Bearer .*error="insufficient_scope".*scope="openid", DPoP/)
  const { accessToken, refreshToken } = await obtainTokens(server, {
    as,
    parameters: { scope: 'openid' },
  })
  const other = accessToken.endsWith('x') ? 'y' : 'x'
  for (const bad of ['x', `${accessToken.slice(0, -1)}${other}`, refreshToken]) {
    const refused = await ask(bearer(bad))
    assert.deepEqual([refused.status, refused.body.error], [401, 'invalid_token'])
    assert.match(challengesOf(refused), /^Bearer realm="[^"]+", error="invalid_token", error_desc/)
  }
})

test('SCENARIO 39: a token that is no longer good is refused, whatever ended it', async () => {
  const endings: Readonly<Record<string, (token: string) => Promise<unknown>>> = {
    'the token is revoked': (token) => post(`${server.issuer}/oauth2/revoke`, { token }, { as }),
    'the grant is revoked': () =>
      server.store.grants.revokeAllOf({ clientId: as.id }, 'revoked_by_operator', ACT),
    'the scope is withdrawn': () => server.store.clients.update(as.id, { scope: 'all' }, ACT),
    'the client is disabled': () => server.store.clients.disable(as.id, ACT),
    'the account is disabled': () => server.store.accounts.disable(server.account.id, ACT),
  }
  for (const [name, end] of Object.entries(endings)) {
    const token = await tokenFor('openid all')
    assert.equal((await ask(bearer(token))).status, 200)
    await end(token)
    const refused = await ask(bearer(token))
    const status = name === 'the scope is withdrawn' ? 403 : 401
    assert.equal(refused.status, status, name)
    await server.store.clients.update(as.id, { scope: `${SCOPE} all` }, ACT)
    await server.store.clients.enable(as.id, ACT)
    await server.store.accounts.enable(server.account.id, ACT)
  }
  const token = await tokenFor('openid')
  server.clock.advance(300)
  assert.equal((await ask(bearer(token))).body.error, 'invalid_token')
})

test('SCENARIO 74: a token for an API does not work here, so the API learns nothing more with it', async () => {
  const token = await tokenFor('openid', { resource: server.resource.uri })
  const refused = await ask(bearer(token))
  assert.deepEqual([refused.status, refused.body.error], [401, 'invalid_token'])
  assert.match(refused.body.error_description, /for the APIs that it names/)
})

test('a page of a registered origin may ask, and no other page', async () => {
  const token = await tokenFor('openid')
  const allowed = async (origin: string) =>
    (await ask({ ...bearer(token), origin })).response.headers.get('access-control-allow-origin')
  assert.equal(await allowed(APP), APP)
  assert.equal(await allowed('https://evil.example'), null)
})

test('RFC 9449 §7.1: a bound token needs its proof, and as a plain bearer token it is refused', async () => {
  const tokens = `${server.issuer}/oauth2/token`
  const key = await newProver(`${server.issuer}/oauth2/userinfo`)
  const now = server.clock.now()
  const code = await obtainCode(server, {
    ...{ ...simplestRequest(server), client_id: as.id, scope: 'openid' },
  })
  const headers = { dpop: await key.prove({ uri: tokens, now }) }
  const { accessToken } = tokensOf(await exchange(server, code, { as, headers }))
  const here = { htm: 'GET', ath: hash('sha256', accessToken, 'base64url') }
  const proof = (claims: object, by = key) => by.prove({ claims: { ...here, ...claims }, now })
  const authorization = `DPoP ${accessToken}`
  const good = await proof({})
  assert.equal((await ask({ authorization, dpop: good })).status, 200)
  const other = await newProver(`${server.issuer}/oauth2/userinfo`)
  for (const [problem, sent] of [
    ['plain bearer', bearer(accessToken)],
    ['no proof', { authorization }],
    ['used before', { authorization, dpop: good }],
    ['of another token', { authorization, dpop: await proof({ ath: 'x'.repeat(43) }) }],
    ['of another method', { authorization, dpop: await proof({ htm: 'POST' }) }],
    ['of another key', { authorization, dpop: await proof({}, other) }],
    ['not bound', { authorization: `DPoP ${await tokenFor('openid')}`, dpop: good }],
  ] as const) {
    assert.equal((await ask(sent)).status, 401, problem)
  }
})

test('an address that is not the sign-in name is told, but not as verified', async () => {
  const { id, email, emailKey } = server.account
  const token = await tokenFor('openid email')
  await server.store.accounts.update(id, { emailKey: null }, ACT)
  const { body } = await ask(bearer(token))
  assert.deepEqual([body.email, body.email_verified], [email, false])
  await server.store.accounts.update(id, { emailKey }, ACT)
})

test('the claims parameter asks for single claims; their scopes are asked for and granted with them', async () => {
  const claims = JSON.stringify({
    userinfo: { name: { essential: true }, unheard_of: null },
    id_token: { email: null, birthdate: { value: '1815-12-10' }, auth_time: { essential: true } },
  })
  const request = { ...simplestRequest(server), client_id: as.id, scope: 'openid', claims }
  const { body } = await exchange(server, await obtainCode(server, request), { as })
  assert.equal(body['scope'], 'openid profile email')
  const told = await ask(bearer(String(body['access_token'])))
  assert.deepEqual(told.body, { sub: server.account.id, name: 'Ada Lovelace' })
  const idToken = decodeJwt(String(body['id_token']))
  const { email, birthdate, name, auth_time } = idToken
  assert.deepEqual([email, birthdate, name], [server.account.email, '1815-12-10', undefined])
  assert.equal(typeof auth_time, 'number')
})

test('a claim that the person has not agreed to is not told, and one that the client may not have neither', async () => {
  const claims = '{"userinfo":{"name":null,"email":null},"id_token":{"email":null}}'
  const { client, secret } = await server.register({ scope: 'openid profile', trusted: false })
  const its = { id: client.id, secret }
  const visitor = newVisitor(server)
  const request = { ...simplestRequest(server), client_id: its.id, scope: 'openid', claims }
  const page = await visitor.signIn(await visitor.open(request))
  assert.match(page.html, /Know your name and other details of your profile/)
  assert.doesNotMatch(page.html, /Know your e-mail address/)
  const agreed = await visitor.decide(page, 'allow')
  const code = agreed.address.searchParams.get('code') ?? ''
  const { accessToken } = tokensOf(await exchange(server, code, { as: its }))
  assert.deepEqual((await ask(bearer(accessToken))).body, {
    ...{ sub: server.account.id, name: 'Ada Lovelace' },
  })
  const { rows } = await server.store.grants.list({ clientId: its.id }, { limit: 9 })
  const what = { accountId: server.account.id, clientId: its.id, taken: 'profile' }
  for (const { id } of rows) await server.store.grants.narrow({ id, ...what }, ACT)
  assert.deepEqual((await ask(bearer(accessToken))).body, { sub: server.account.id })
})

test('OpenID Connect Core §5.5.1: a certain sub is signed in, or nobody', async () => {
  const asking = (sub: string) => JSON.stringify({ id_token: { sub: { value: sub } } })
  const visitor = newVisitor(server)
  const request = { ...simplestRequest(server), client_id: as.id, scope: 'openid' }
  await visitor.signIn(await visitor.open(request))
  const silent = async (claims: string) =>
    (await visitor.open({ ...request, prompt: 'none', claims })).address.searchParams
  assert.ok((await silent(asking(server.account.id))).has('code'))
  assert.equal((await silent(asking('somebody-else'))).get('error'), 'login_required')
  assert.equal((await silent('[]')).get('error'), 'invalid_request')
})

test('OpenID Connect Core §8: a pairwise client gets its own sub everywhere, and an API the public one', async () => {
  const loginOf = async (host: string) => {
    const { client, secret } = await server.register({
      ...{ scope: 'openid email offline_access', redirectUris: [`https://${host}/callback`] },
      metadata: { subject_type: 'pairwise', userinfo_signed_response_alg: 'ES256' },
    })
    const its = { id: client.id, secret }
    const redirect_uri = `https://${host}/callback`
    const request = { ...simplestRequest(server), client_id: its.id, redirect_uri, scope: 'openid' }
    const visitor = newVisitor(server)
    let page = await visitor.signIn(await visitor.open(request))
    if (page.address.pathname === '/consent') page = await visitor.decide(page, 'allow')
    const code = page.address.searchParams.get('code') ?? ''
    const { body } = await exchange(server, code, { as: its, form: { redirect_uri } })
    const accessToken = String(body['access_token'])
    const idToken = String(body['id_token'])
    const again = { ...request, prompt: 'none', id_token_hint: idToken }
    const hinted = (await visitor.open(again)).address.searchParams
    assert.ok(hinted.has('code'), hinted.toString())
    const info = await fetch(`${server.issuer}/oauth2/userinfo`, { headers: bearer(accessToken) })
    assert.equal(info.headers.get('content-type'), 'application/jwt')
    const { payload } = await jwtVerify(
      await info.text(),
      createRemoteJWKSet(new URL(`${server.issuer}/oauth2/jwks`)),
      { issuer: server.issuer, audience: its.id, algorithms: ['ES256'] },
    )
    const own = (await introspect(server, accessToken, its)).body['sub']
    const { sub } = decodeJwt(idToken)
    assert.deepEqual([payload.sub, own], [sub, sub])
    const atApi = await introspect(server, accessToken, apiCredentials(server))
    assert.equal(atApi.body['sub'], server.account.id)
    return sub
  }
  const [one, same, other] = [
    await loginOf('one.example'),
    await loginOf('one.example'),
    await loginOf('other.example'),
  ]
  assert.equal(one, same)
  assert.equal(new Set([one, other, server.account.id]).size, 3)
})
