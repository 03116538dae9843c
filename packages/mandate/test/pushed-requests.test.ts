/** Pushed authorization requests (RFC 9126), with an independent client library and a person. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as oauth from 'oauth4webapi'
import { type Credentials, exchange, ownCredentials, post } from './integrator.ts'
import { REDIRECT_URI, type RunningServer, startServer } from './running-server.ts'
import { type Arrival, newVisitor, simplestRequest } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

const insecure = { [oauth.allowInsecureRequests]: true }

type Form = Readonly<Record<string, string>>
async function push(form: Form = {}, as: Credentials = ownCredentials(server)) {
  const asked = { ...simplestRequest(server), client_id: as.id, ...form }
  const { status, body } = await post(`${server.issuer}/oauth2/par`, asked, { as })
  return { status, body, uri: String(body['request_uri']) }
}

async function pushed(form: Form = {}, as: Credentials = ownCredentials(server)) {
  const { status, body, uri } = await push(form, as)
  assert.equal(status, 201, JSON.stringify(body))
  return { client_id: as.id, request_uri: uri }
}

async function asking(): Promise<Credentials> {
  const { client, secret } = await server.register({ trusted: false })
  return { id: client.id, secret }
}

const errorOf = ({ address }: Arrival) => address.searchParams.get('error')
const codeOf = ({ address }: Arrival) => address.searchParams.get('code')

test('an independent client finds the endpoint, pushes its request and gets tokens', async () => {
  const issuer = new URL(server.issuer)
  const as = await oauth.processDiscoveryResponse(
    issuer,
    await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure }),
  )
  assert.equal(as.require_pushed_authorization_requests, false)
  const client = { client_id: server.client.id }
  const authentication = oauth.ClientSecretBasic(server.clientSecret)
  const verifier = oauth.generateRandomCodeVerifier()
  const state = oauth.generateRandomState()
  const parameters = new URLSearchParams({
    ...{ response_type: 'code', redirect_uri: REDIRECT_URI, scope: 'read', state },
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  const answer = await oauth.processPushedAuthorizationResponse(
    as,
    client,
    await oauth.pushedAuthorizationRequest(as, client, authentication, parameters, insecure),
  )
  assert.equal(answer.expires_in, 90)
  assert.match(answer.request_uri, /^urn:ietf:params:oauth:request_uri:[\w-]{43}$/)

  const visitor = newVisitor(server)
  const page = await visitor.open({ ...client, request_uri: answer.request_uri })
  const back = await visitor.signIn(page)
  const callback = oauth.validateAuthResponse(as, client, back.address, state)
  const tokens = await oauth.processAuthorizationCodeResponse(
    as,
    client,
    await oauth.authorizationCodeGrantRequest(
      ...([as, client, authentication, callback, REDIRECT_URI, verifier, insecure] as const),
    ),
  )
  assert.equal(tokens.scope, 'read')
})

test('a person can reload, go back, use two tabs and take twenty minutes; then it is used up', async () => {
  const as = await asking()
  const request = await pushed({ state: 'first' }, as)
  const visitor = newVisitor(server)
  const page = await visitor.open(request)
  assert.equal((await visitor.follow(page.address.href)).status, 200)
  const otherTab = await visitor.open(request)
  server.clock.advance(20 * 60)
  const consent = await visitor.signIn(page)
  assert.equal(consent.address.pathname, '/consent')
  assert.equal((await visitor.follow(consent.address.href)).status, 200)
  assert.equal((await visitor.follow(otherTab.address.href)).address.pathname, '/consent')
  const denied = await visitor.decide(consent, 'deny')
  assert.equal(errorOf(denied), 'access_denied')
  const allowed = await visitor.decide(consent, 'allow')
  assert.equal(allowed.address.searchParams.get('state'), 'first')
  assert.equal((await exchange(server, codeOf(allowed) ?? '', { as })).status, 200)

  for (const again of [request, { ...request, prompt: 'none' }]) {
    const refused = await visitor.open(again)
    assert.equal(refused.status, 400)
    assert.match(refused.html, /This sign-in is over/)
  }
  assert.equal((await visitor.follow(consent.address.href)).status, 400)
})

test('a double click, and a reload right after it, give the same code until it is redeemed', async () => {
  const as = await asking()
  const request = await pushed({}, as)
  const visitor = newVisitor(server)
  const first = await visitor.signIn(await visitor.open(request))
  const second = await visitor.open(request)
  const both = await Promise.all([first, second].map((page) => visitor.decide(page, 'allow')))
  const again = await visitor.follow(first.address.href)
  const codes = [...both, again].map(codeOf)
  assert.equal(new Set(codes).size, 1, String(codes))
  const { rows } = await server.store.grants.list({ clientId: as.id }, { limit: 10 })
  assert.equal(rows.filter(({ revokedAt }) => revokedAt === null).length, 1)
  assert.equal((await visitor.open(request)).status, 400)

  assert.equal((await exchange(server, codes[0] ?? '', { as })).status, 200)
  assert.match((await visitor.decide(second, 'allow')).html, /This sign-in is over/)
  assert.match((await visitor.follow(first.address.href)).html, /This sign-in is over/)
})

test('the code is not given again to somebody else in the same browser', async () => {
  const as = await asking()
  const request = await pushed({}, as)
  const visitor = newVisitor(server)
  const page = await visitor.signIn(await visitor.open(request))
  const code = codeOf(await visitor.decide(page, 'allow'))
  const other = await server.createAccount('other@example.com')
  for (const name of [...visitor.cookies.keys()]) {
    if (name.includes('session')) visitor.cookies.delete(name)
  }
  const asked = await visitor.signIn(await visitor.follow(page.address.href), other)
  const end = asked.address.pathname === '/consent' ? await visitor.decide(asked, 'allow') : asked
  assert.notEqual(codeOf(end), code)
  assert.equal(codeOf(end), null)
})

test('a request_uri is no use to another client, misspelt, or when it is too late', async () => {
  const request = await pushed()
  const { id } = await asking()
  const visitor = newVisitor(server)
  await visitor.signIn(await visitor.open(simplestRequest(server)))
  const stolen = { ...simplestRequest(server), ...request, client_id: id }
  const misspelt = { ...request, request_uri: `${request.request_uri}x` }
  for (const parameters of [stolen, misspelt]) {
    const refused = await visitor.open(parameters)
    assert.deepEqual([refused.status, refused.address.origin], [400, server.issuer])
    assert.match(refused.html, /This sign-in is over/)
  }
  server.clock.advance(89)
  assert.notEqual(codeOf(await visitor.open(request)), null)
  const late = await pushed()
  server.clock.advance(90)
  assert.equal((await visitor.open(late)).status, 400)
})

test('a link to a sign-in page of another browser opens the request only while it is good', async () => {
  const request = await pushed()
  const { address } = await newVisitor(server).open(request)
  const inTime = await newVisitor(server).follow(address.href)
  assert.match(inTime.html, /name="password"/)
  server.clock.advance(90)
  const late = await newVisitor(server).follow(address.href)
  assert.match(late.html, /This sign-in is over/)
})

test('parameters beside the reference change nothing (RFC 9101 §5)', async () => {
  const request = await pushed({ scope: 'read', state: 'pushed' })
  const more = { scope: 'all', state: 'added', redirect_uri: 'https://evil.example/' }
  const visitor = newVisitor(server)
  const back = await visitor.signIn(await visitor.open({ ...request, ...more }))
  assert.equal(back.address.searchParams.get('state'), 'pushed')
  const { body } = await exchange(server, codeOf(back) ?? '')
  assert.equal(body['scope'], 'read')
})

test('what the authorization endpoint would refuse is refused at once, as JSON (RFC 9126 §2.3)', async () => {
  const refused: readonly (readonly [form: Form, error: string])[] = [
    [{ redirect_uri: 'https://evil.example/cb' }, 'invalid_request'],
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ scope: 'admin' }, 'invalid_scope'],
    [{ resource: 'https://unknown.example' }, 'invalid_target'],
    [{ request_uri: 'urn:ietf:params:oauth:request_uri:x' }, 'invalid_request'],
    [{ state: 'x'.repeat(9_000) }, 'invalid_request'],
    [{ client_id: 'client_other' }, 'invalid_client'],
  ]
  for (const [form, error] of refused) {
    const { status, body } = await push(form)
    const code = error === 'invalid_client' ? 401 : 400
    assert.deepEqual([status, body['error']], [code, error], JSON.stringify(form))
    assert.match(String(body['error_uri']), /\/errors\//)
  }
  const { client, secret } = await server.register({})
  assert.equal((await push({}, { id: client.id, secret: `${secret}x` })).status, 401)
  const inQuery = `${server.issuer}/oauth2/par?client_secret=${secret}`
  assert.equal((await post(inQuery, simplestRequest(server))).status, 400)
  assert.equal((await fetch(`${server.issuer}/oauth2/par`)).status, 405)
})

test('the secret of a client that authenticates in the body is not kept', async () => {
  const { id, secret } = ownCredentials(server)
  const form = { ...simplestRequest(server), client_id: id, client_secret: secret, state: 'kept' }
  const { status, headers } = await post(`${server.issuer}/oauth2/par`, form)
  assert.equal(status, 201)
  assert.equal(headers.get('cache-control'), 'no-store')
  assert.ok(!server.log.join('').includes(secret))
})

test('a client, or a whole server, can insist that requests are pushed', async () => {
  const metadata = { require_pushed_authorization_requests: true }
  const { client, secret } = await server.register({ metadata })
  const visitor = newVisitor(server)
  const plain = { ...simplestRequest(server), client_id: client.id, state: 's' }
  const refused = await visitor.open(plain)
  assert.deepEqual(
    [errorOf(refused), refused.address.searchParams.get('state')],
    ['invalid_request', 's'],
  )
  const page = await visitor.open(await pushed({}, { id: client.id, secret }))
  assert.notEqual(codeOf(await visitor.signIn(page)), null)

  await using strict = await startServer({ settings: { requirePushedRequests: true } })
  assert.equal(errorOf(await newVisitor(strict).open(simplestRequest(strict))), 'invalid_request')
  const described = await fetch(`${strict.issuer}/.well-known/oauth-authorization-server`)
  assert.match(await described.text(), /"require_pushed_authorization_requests":true/)
})
