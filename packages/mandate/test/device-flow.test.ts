/** Devices (RFC 8628), with independent client libraries and a person who types the code. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as oauth from 'oauth4webapi'
import { askForCodes, codesFor, errorIn, newDeviceClient, poll, typeCode } from './device.ts'
import { introspect, post, tokensOf } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { newVisitor, unescapeHtml } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer({ settings: { secondFactorScopes: ['write'] } })
})
after(() => server.close())

const insecure = { [oauth.allowInsecureRequests]: true }

test('an independent client finds the endpoint, polls, and has tokens once its person agrees', async () => {
  const issuer = new URL(server.issuer)
  const as = await oauth.processDiscoveryResponse(
    issuer,
    await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure }),
  )
  assert.equal(as.device_authorization_endpoint, `${server.issuer}/oauth2/device`)
  assert.ok(as.grant_types_supported?.includes('urn:ietf:params:oauth:grant-type:device_code'))
  const { id } = await newDeviceClient(server, { scope: 'openid read' })
  const client = { client_id: id }
  const codes = await oauth.processDeviceAuthorizationResponse(
    as,
    client,
    await oauth.deviceAuthorizationRequest(
      ...([as, client, oauth.None(), new URLSearchParams({ scope: 'openid read' })] as const),
      { ...insecure, headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux) Firefox/128.0' } },
    ),
  )
  assert.deepEqual([codes.expires_in, codes.interval], [600, 5])
  assert.match(codes.user_code, /^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/)
  assert.equal(codes.verification_uri, `${server.issuer}/device`)
  const ask = async () =>
    oauth.processDeviceCodeResponse(
      as,
      client,
      await oauth.deviceCodeGrantRequest(
        ...([as, client, oauth.None(), codes.device_code, insecure] as const),
      ),
    )
  await assert.rejects(ask(), { error: 'authorization_pending' })

  const visitor = newVisitor(server)
  const typed = codes.user_code.toLowerCase().replace('-', ' ')
  const question = await typeCode(visitor, typed)
  assert.equal(question.address.pathname, '/device/connect')
  for (const text of [codes.user_code, 'Notes TV', 'Firefox (Linux)', '127.0.0.1', 'just now']) {
    assert.ok(question.html.includes(text), text)
  }
  assert.ok(!question.html.includes('not the network that you are on'))
  const done = await visitor.decide(question, 'allow')
  assert.equal(done.address.pathname, '/device/done')
  assert.match(done.html, /Go back to your device/)

  const tokens = await ask()
  assert.equal(tokens.scope, 'openid read')
  const claims = oauth.getValidatedIdTokenClaims(tokens)
  assert.equal(claims?.sub, server.account.id)
  assert.equal(claims?.['sid'], undefined, 'the browser’s session is not the device’s')
  const form = { grant_type: 'refresh_token', refresh_token: String(tokens.refresh_token) }
  const next = await post(`${server.issuer}/oauth2/token`, { ...form, client_id: id })
  assert.notEqual(tokensOf(next).refreshToken, tokens.refresh_token)
  const apps = await visitor.follow('/account')
  assert.ok(apps.html.includes('Notes TV') && apps.html.includes('Firefox (Linux)'))
})

test('signing out of the browser leaves the device connected; disconnecting the app ends it', async () => {
  const client = await newDeviceClient(server, { scope: 'openid read' })
  const codes = await codesFor(server, client, { form: { scope: 'openid read' } })
  const visitor = newVisitor(server)
  await visitor.decide(await typeCode(visitor, codes.userCode), 'allow')
  const { accessToken } = tokensOf(await poll(server, client, codes))
  await visitor.send('/sign-out', {})
  assert.equal((await introspect(server, accessToken)).body['active'], true)
  const { rows } = await server.store.grants.list({ clientId: client.id }, { limit: 5 })
  assert.equal(rows.length, 1)
  const [grant = assert.fail('no grant')] = rows
  const act = { by: { kind: 'operator', via: 'shell' }, at: server.clock.now() } as const
  await server.store.grants.revoke(grant.id, 'revoked_by_user', act)
  assert.equal((await introspect(server, accessToken)).body['active'], false)
})

test('a person who says no ends it, and the device is told so', async () => {
  const client = await newDeviceClient(server)
  const codes = await codesFor(server, client)
  const visitor = newVisitor(server)
  const end = await visitor.decide(await typeCode(visitor, codes.userCode), 'deny')
  assert.match(end.html, /Not connected/)
  for (let polls = 0; polls < 2; polls++) {
    assert.equal(errorIn(await poll(server, client, codes)), 'access_denied')
  }
  const late = await typeCode(visitor, codes.userCode)
  assert.match(late.html, /has already been used/)
})

test('the link fills in the code and decides nothing; the question shows it again to compare', async () => {
  const client = await newDeviceClient(server)
  const { complete, userCode, deviceCode } = await codesFor(server, client)
  assert.equal(complete, `${server.issuer}/device?user_code=${userCode}`)
  const visitor = newVisitor(server)
  const page = await visitor.follow(complete)
  assert.ok(page.html.includes(`value="${userCode}"`))
  assert.match(page.html, /The link that you opened contains this code/)
  assert.doesNotMatch(page.html, /<script/)
  assert.equal(errorIn(await poll(server, client, { deviceCode })), 'authorization_pending')
  const question = await typeCode(visitor, userCode)
  assert.ok(question.html.includes(userCode))
})

test('a code that cannot be one is refused where it is typed; a wrong one after the sign-in', async () => {
  const visitor = newVisitor(server)
  await visitor.follow('/device')
  const malformed = await visitor.send('/device', { user_code: 'ABCD-EFGH' })
  assert.deepEqual([malformed.status, malformed.address.pathname], [400, '/device'])
  assert.ok(malformed.html.includes('value="ABCD-EFGH"'))
  assert.match((await visitor.send('/device', { user_code: ' ' })).html, /field-problem/)
  const unknown = await typeCode(visitor, 'BBBB-BBBB')
  assert.equal(unknown.status, 404)
  assert.match(unknown.html, /No device is waiting for this code/)
})

test('a second person can be asked instead, and a scope that needs a second factor asks for one', async () => {
  const client = await newDeviceClient(server)
  const codes = await codesFor(server, client, { form: { scope: 'read' } })
  const visitor = newVisitor(server)
  const question = await typeCode(visitor, codes.userCode)
  const other = await server.createAccount('second@example.com')
  const [, action = ''] = /action="(\/device\/switch[^"]*)"/.exec(question.html) ?? []
  const signIn = await visitor.send(unescapeHtml(action), {})
  const asked = await visitor.signIn(signIn, { email: other.email })
  assert.equal(asked.address.pathname, '/device/connect')
  assert.ok(asked.html.includes(other.email))
  // The page of the first person, still open in another tab.
  const old = await visitor.decide({ ...asked, html: question.html }, 'allow')
  assert.equal(old.status, 400)
  await visitor.decide(asked, 'allow')
  const { accessToken } = tokensOf(await poll(server, client, codes))
  assert.equal((await introspect(server, accessToken)).body['sub'], other.id)

  const strong = await codesFor(server, client, { form: { scope: 'write' } })
  const factor = await typeCode(visitor, strong.userCode)
  assert.equal(factor.address.pathname, '/sign-in/set-up-factor')
  assert.ok(factor.address.searchParams.has('then'))
})

test('what a device may ask for is checked when it asks, with the errors of an authorization request', async () => {
  const client = await newDeviceClient(server, { scope: 'read' })
  const asked = async (form: Record<string, string>) =>
    errorIn(await askForCodes(server, client, { form }))
  assert.equal(await asked({ scope: 'write' }), 'invalid_scope')
  assert.equal(await asked({ resource: 'https://nobody.example' }), 'invalid_target')
  assert.equal(
    await asked({ authorization_details: '[{"type":"x"}]' }),
    'invalid_authorization_details',
  )
  assert.equal(await asked({ dpop_jkt: 'short' }), 'invalid_request')
  const web = await server.register({})
  const as = { id: web.client.id, secret: web.secret }
  assert.equal(errorIn(await askForCodes(server, as)), 'unauthorized_client')
  assert.equal(
    errorIn(await askForCodes(server, { id: web.client.id, secret: 'wrong' })),
    'invalid_client',
  )
  const confidential = await newDeviceClient(server, { isPublic: false })
  const codes = await codesFor(server, confidential, { form: { resource: server.resource.uri } })
  const visitor = newVisitor(server)
  const question = await typeCode(visitor, codes.userCode)
  assert.match(question.html, /does not know where the device is/)
  await visitor.decide(question, 'allow')
  const { accessToken } = tokensOf(await poll(server, confidential, codes))
  assert.deepEqual((await introspect(server, accessToken)).body['aud'], [server.resource.uri])
})

test('the operator can turn it off: no endpoint, no page, no grant type', async () => {
  await using off = await startServer({ settings: { deviceCodeSeconds: 0 } })
  const metadata = await fetch(`${off.issuer}/.well-known/oauth-authorization-server`)
  assert.doesNotMatch(await metadata.text(), /device/)
  for (const path of ['/device', '/device/done', '/oauth2/device']) {
    assert.equal((await fetch(off.issuer + path, { method: 'HEAD' })).status, 404, path)
  }
  const client = await newDeviceClient(off)
  assert.equal(errorIn(await poll(off, client, { deviceCode: 'x' })), 'unsupported_grant_type')
})
