/** `/oauth2/logout`: clients that sign people out (OpenID Connect RP-Initiated and Front-Channel Logout 1.0). */

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import type { ClientMetadata } from '../src/clients/metadata/fields.ts'
import { endSessionOf } from '../src/operations/sessions.ts'
import { listen } from './event-stream.ts'
import { exchange, introspect } from './integrator.ts'
import { PASSWORD, REDIRECT_URI, startServer } from './running-server.ts'
import { sampleSigningKeys } from './sample-signing-keys.ts'
import { hiddenFields, newVisitor, type Visitor } from './visitor.ts'

/** The logout tokens that reach a client's own server. */
const posted: ((token: string) => void)[] = []
const clients = createServer(async (request, response) => {
  const token = new URLSearchParams(await text(request)).get('logout_token') ?? ''
  response.end()
  for (const hear of posted.splice(0)) hear(token)
})
await new Promise<void>((ready) => clients.listen(0, '127.0.0.1', ready))
const ofClients = `127.0.0.1:${(clients.address() as AddressInfo).port}`
const server = await startServer({ settings: { fetchAllowedHosts: [ofClients] } })
after(async () => {
  await server.close()
  clients.close()
})

const BYE = 'https://urltoclient:4443/bye?a=b'

/** A client with one address to go to after a logout. */
async function newClient(metadata: ClientMetadata = {}) {
  const { client, secret } = await server.register({
    scope: 'openid offline_access all',
    metadata: { post_logout_redirect_uris: [BYE], ...metadata },
  })
  return { id: client.id, secret }
}
type Credentials = Awaited<ReturnType<typeof newClient>>
const usual = await newClient()

/** Signs in at the client, with the session that the browser has, if any. */
async function signIn(visitor: Visitor, as: Credentials = usual, email = server.account.email) {
  const asked = { response_type: 'code', client_id: as.id, redirect_uri: REDIRECT_URI }
  const page = await visitor.open({ ...asked, scope: 'openid all' })
  const arrived =
    page.address.pathname === '/sign-in' ? await visitor.signIn(page, { email }) : page
  const code = arrived.address.searchParams.get('code') ?? assert.fail(arrived.html)
  const { body } = await exchange(server, code, { as })
  const [idToken, accessToken] = [String(body['id_token']), String(body['access_token'])]
  const isActive = async () => (await introspect(server, accessToken)).body['active']
  return { idToken, isActive }
}

const logout = (visitor: Visitor, parameters: Readonly<Record<string, string>>) =>
  visitor.follow(`/oauth2/logout?${new URLSearchParams(parameters)}`)
const isSignedIn = async (visitor: Visitor) => (await visitor.get('/account')).status === 200
const claimsOf = (idToken: string) => decodeJwt(idToken)
const forged = (claims: Record<string, unknown>, typ = 'JWT') =>
  sampleSigningKeys.sign(claims, { alg: 'ES256', typ })

test('an ID token of the session in the browser, even an expired one, signs out without a question', async () => {
  const visitor = newVisitor(server)
  const { idToken, isActive } = await signIn(visitor)
  server.clock.advance(2 * 3_600)
  const again = await signIn(visitor)
  const state = 'a b&c="é'
  const done = await logout(visitor, {
    id_token_hint: idToken,
    post_logout_redirect_uri: BYE,
    state,
  })
  assert.equal(done.status, 303)
  assert.equal(done.address.href, `${BYE}&state=${encodeURIComponent(state)}`)
  assert.equal(await isSignedIn(visitor), false)
  assert.deepEqual([await isActive(), await again.isActive()], [false, false])
  // A second request changes nothing, and leads back all the same.
  const repeated = await logout(visitor, { id_token_hint: idToken, post_logout_redirect_uri: BYE })
  assert.equal(repeated.address.href, BYE)
})

test('without an ID token the person is asked, and only their answer ends the session', async () => {
  const visitor = newVisitor(server)
  const { isActive } = await signIn(visitor)
  const asked = { client_id: usual.id, post_logout_redirect_uri: BYE, ui_locales: 'sv' }
  const page = await logout(visitor, asked)
  assert.match(page.html, /lang="sv"/)
  assert.match(page.html, /Ledgerline<\/bdi> vill logga ut dig/)
  assert.equal(await isActive(), true)
  const form = hiddenFields(page.html)
  const foreign = await visitor.post('/oauth2/logout/confirm', form, {
    origin: 'https://evil.example',
  })
  assert.equal(foreign.status, 400)
  assert.equal(await isSignedIn(visitor), true)
  const done = await visitor.send('/oauth2/logout/confirm', form)
  assert.equal(done.address.href, BYE)
  assert.deepEqual([await isSignedIn(visitor), await isActive()], [false, false])
  // Nobody is signed in: no link leads through this server to another site without an ID token.
  assert.match((await logout(visitor, asked)).html, /You are signed out|Du är utloggad/)
})

test('an ID token that is not of this very session does not spare the person the question', async () => {
  const visitor = newVisitor(server)
  const earlier = await signIn(visitor)
  await visitor.post('/sign-out', {})
  const { idToken } = await signIn(visitor)
  const other = newVisitor(server)
  const kim = await server.createAccount('kim@example.com')
  const ofKim = await signIn(other, usual, kim.email)
  const { sid: _, ...withoutSid } = claimsOf(idToken)
  for (const id_token_hint of [earlier.idToken, ofKim.idToken, forged(withoutSid)]) {
    const page = await logout(visitor, { id_token_hint, post_logout_redirect_uri: BYE })
    assert.match(page.html, /Sign out\?<\/h1>/)
    assert.equal(await isSignedIn(visitor), true)
  }
  assert.equal(await isSignedIn(other), true)
})

test('the answer counts in the browser, and for the person, that were asked', async () => {
  const visitor = newVisitor(server)
  await signIn(visitor)
  const { html } = await logout(visitor, {})
  assert.doesNotMatch(html, /asks to sign you out/)
  const other = newVisitor(server)
  await signIn(other)
  const moved = await other.send('/oauth2/logout/confirm', hiddenFields(html))
  assert.equal(moved.address.pathname, '/sign-out')
  assert.equal(await isSignedIn(other), true)

  const lee = await server.createAccount('lee@example.com')
  await visitor.post('/sign-in', { email: lee.email, password: PASSWORD })
  const late = await visitor.send('/oauth2/logout/confirm', hiddenFields(html))
  assert.equal(late.address.pathname, '/sign-out')
  assert.equal(await isSignedIn(visitor), true)
})

test('a request that is not valid is refused on a page of ours, and ends nothing', async () => {
  const visitor = newVisitor(server)
  const { idToken } = await signIn(visitor)
  const another = await newClient()
  const [header = '', payload = '', signature = ''] = idToken.split('.')
  const none = Buffer.from('{"alg":"none"}').toString('base64url')
  const claims = claimsOf(idToken)
  const refused: readonly Readonly<Record<string, string>>[] = [
    { id_token_hint: `${header}.${payload}.${signature.slice(0, -4)}AAAA` },
    { id_token_hint: `${none}.${payload}.` },
    { id_token_hint: 'x'.repeat(3_000) },
    { id_token_hint: forged({ ...claims, iss: 'https://other.example' }) },
    { id_token_hint: forged(claims, 'logout+jwt') },
    { id_token_hint: forged({ ...claims, aud: [usual.id, another.id] }) },
    { id_token_hint: forged({ ...claims, aud: 'nobody' }) },
    { id_token_hint: idToken, client_id: another.id },
    { client_id: 'nobody', post_logout_redirect_uri: BYE },
    { id_token_hint: idToken, post_logout_redirect_uri: 'https://evil.example/' },
    { id_token_hint: idToken, post_logout_redirect_uri: `${BYE}&c=d` },
    { id_token_hint: idToken, post_logout_redirect_uri: REDIRECT_URI },
    { post_logout_redirect_uri: BYE },
  ]
  for (const parameters of refused) {
    const page = await logout(visitor, { ...parameters, state: 's' })
    assert.equal(page.status, 400, JSON.stringify(parameters))
    assert.match(page.html, /request to sign out is not valid/)
    assert.match(page.html, /href="\/sign-out"/)
  }
  assert.equal(await isSignedIn(visitor), true)
  await server.store.clients.disable(another.id, { by: { kind: 'operator', via: 'shell' }, at: 0 })
  assert.equal((await logout(visitor, { client_id: another.id })).status, 400)
})

test('a form of another site comes without cookies, so the browser is sent to the same address', async () => {
  const visitor = newVisitor(server)
  const { idToken } = await signIn(visitor)
  const form = { id_token_hint: idToken, post_logout_redirect_uri: BYE }
  const away = await newVisitor(server).post('/oauth2/logout', form)
  assert.equal(away.status, 303)
  const done = await visitor.follow(away.headers.get('location') ?? '')
  assert.equal(done.address.href, BYE)
  assert.equal(await isSignedIn(visitor), false)
})

test('the page after a logout opens the registered address of each client, and no other', async () => {
  const out = 'https://urltoclient:4443/out?x=1'
  const silent = await newClient({ frontchannel_logout_uri: out })
  const told = await newClient({
    frontchannel_logout_uri: out,
    frontchannel_logout_session_required: true,
  })
  const elsewhere = await newClient()
  const foreign = { frontchannel_logout_uri: 'https://elsewhere.example/out' }
  const operator = { by: { kind: 'operator', via: 'shell' }, at: 0 } as const
  await server.store.clients.update(elsewhere.id, { metadata: foreign }, operator)
  const visitor = newVisitor(server)
  const { idToken } = await signIn(visitor)
  for (const client of [silent, elsewhere]) await signIn(visitor, client)
  const { sid } = claimsOf((await signIn(visitor, told)).idToken)
  // Two clients cannot compare what they know of a person.
  assert.notEqual(sid, claimsOf(idToken)['sid'])
  const page = await logout(visitor, { id_token_hint: idToken, post_logout_redirect_uri: BYE })
  const frames = [...page.html.matchAll(/<iframe[^>]* src="([^"]*)"/g)].map(([, src]) => src)
  const asked = `${out}&#38;iss=${encodeURIComponent(server.issuer)}&#38;sid=${sid}`
  assert.deepEqual(frames.toSorted(), [out, asked].toSorted())
  assert.match(page.html, /id="next" href="https:\/\/urltoclient:4443\/bye\?a=b"/)
  const policy = page.headers.get('content-security-policy') ?? ''
  assert.match(policy, /frame-src https:\/\/urltoclient:4443\/out https:\/\/urltoclient:4443\/out;/)
  assert.equal(await isSignedIn(visitor), false)

  await signIn(visitor, silent)
  const own = await visitor.send('/sign-out', {})
  assert.match(own.html, /<iframe/)
  assert.match(own.html, /id="next" href="\/sign-in\?signed_out=1"/)
})

test('a session that ends anywhere is told to the client’s server, and to every API', async (t) => {
  const metadata = { backchannel_logout_uri: `http://${ofClients}/logout` }
  const as = await newClient(metadata)
  const visitor = newVisitor(server)
  const max = await server.createAccount('max@example.com')
  const { idToken, isActive } = await signIn(visitor, as, max.email)
  const stream = await listen(t, server)
  assert.equal((await stream.next()).event, 'ready')
  const told = new Promise<string>((resolve) => posted.push(resolve))
  const [session] = await server.store.sessions.listOf(max.id)
  const context = { store: server.store, clock: server.clock }
  const whose = { accountId: max.id, id: session?.id ?? '' }
  await endSessionOf(context, { kind: 'operator', via: 'shell' }, whose)

  const { data } = await stream.next()
  const { at, ...which } = data as Readonly<Record<string, unknown>>
  assert.ok(Number.isInteger(at))
  assert.deepEqual(which, { client_id: as.id, sub: max.id })
  assert.equal(await isActive(), false)
  const keys = createRemoteJWKSet(new URL(`${server.issuer}/oauth2/jwks`))
  const expected = { issuer: server.issuer, audience: as.id, typ: 'logout+jwt' }
  const currentDate = new Date(server.clock.now() * 1_000)
  const { payload } = await jwtVerify(await told, keys, { ...expected, currentDate })
  const { sub, sid } = claimsOf(idToken)
  assert.deepEqual([payload.sub, payload['sid']], [sub, sid])
})

test('without OpenID Connect there is no such address', async () => {
  const node = await server.addNode({ openid: false })
  assert.equal((await fetch(`${node}/oauth2/logout`)).status, 404)
})
