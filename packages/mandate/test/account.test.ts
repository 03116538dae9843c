/** The account page: which apps act for me, and a button that ends each at once. */

import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { ACT, actAt } from './act.ts'
import {
  assertError,
  type Credentials,
  exchange,
  introspect,
  obtainTokens,
  refresh,
  tokensOf,
} from './integrator.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { newVisitor, obtainCode, simplestRequest, type Visitor } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

let as: Credentials
let visitor: Visitor
beforeEach(async () => {
  const { client, secret } = await server.register({ name: 'Parcel Desk', trusted: false })
  as = { id: client.id, secret }
  visitor = newVisitor(server)
  await visitor.post('/sign-in', { email: server.account.email, password: PASSWORD })
})

const page = async () => (await visitor.get('/account')).text()
const disconnect = (clientId: string, headers = {}) =>
  visitor.post('/account/disconnect', { client_id: clientId }, headers)

test('a visitor who is not signed in is sent to the sign-in page', async () => {
  const stranger = newVisitor(server)
  const response = await stranger.get('/account')
  assert.deepEqual([response.status, response.headers.get('location')], [303, '/sign-in'])
})

test('the page lists an app once it may act, with what it may do', async () => {
  assert.ok(!(await page()).includes(as.id))
  await obtainTokens(server, { as, parameters: { scope: 'read' } })
  const response = await visitor.get('/account')
  const html = await response.text()
  assert.ok(html.includes(`value="${as.id}"`))
  assert.match(html, /Parcel Desk/)
  assert.equal(response.headers.get('cache-control'), 'no-store')
  assert.match(response.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/)
})

test('disconnecting ends every token of the app before the page is back', async () => {
  const first = await obtainTokens(server, { as })
  const second = tokensOf(await refresh(server, first.refreshToken, { as }))
  const other = await obtainTokens(server, { as })
  const code = await obtainCode(server, { ...simplestRequest(server), client_id: as.id })

  const response = await disconnect(as.id)
  assert.equal(response.status, 200)
  assert.match(await response.text(), /is disconnected/)
  for (const { accessToken } of [first, second, other]) {
    assert.deepEqual((await introspect(server, accessToken)).body, { active: false })
  }
  assertError(await refresh(server, second.refreshToken, { as }), 'invalid_grant')
  assertError(await refresh(server, other.refreshToken, { as }), 'invalid_grant')
  assertError(await exchange(server, code, { as }), 'invalid_grant')
  assert.ok(!(await page()).includes(as.id))
})

test('an app that was disconnected has to ask again', async () => {
  await obtainTokens(server, { as })
  await disconnect(as.id)
  const { address } = await visitor.open({ ...simplestRequest(server), client_id: as.id })
  assert.equal(address.pathname, '/consent')
})

test('disconnecting one app does not affect other apps or other people', async () => {
  const own = await obtainTokens(server)
  const other = await server.createAccount(`else.${as.id}@example.com`)
  const request = { ...simplestRequest(server), client_id: as.id }
  const code = await obtainCode(server, request, { email: other.email })
  const theirs = tokensOf(await exchange(server, code, { as }))
  await obtainTokens(server, { as })
  await disconnect(as.id)
  assert.equal((await introspect(server, own.accessToken)).body['active'], true)
  assert.equal((await introspect(server, theirs.accessToken)).body['active'], true)
  assert.equal((await refresh(server, theirs.refreshToken, { as })).status, 200)
})

test('disconnecting an app that is not connected says so and is not an error', async () => {
  for (const clientId of [as.id, 'client_unknown', '"><script>']) {
    const response = await disconnect(clientId)
    assert.equal(response.status, 200)
    assert.match(await response.text(), /no longer connected/)
  }
  assert.equal((await visitor.post('/account/disconnect', {})).status, 400)
})

test('SCENARIO 42: another site can neither disconnect an app nor sign a user out', async () => {
  const { accessToken } = await obtainTokens(server, { as })
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
  ]) {
    assert.equal((await disconnect(as.id, headers)).status, 400)
    assert.equal((await visitor.post('/sign-out', {}, headers)).status, 400)
  }
  assert.equal((await introspect(server, accessToken)).body['active'], true)
  assert.equal((await visitor.get('/account')).status, 200)
  assert.equal((await visitor.get('/account/disconnect')).status, 405)
})

test('signing out ends the session, even for someone who copied the cookie', async () => {
  const copy = newVisitor(server)
  copy.cookies.set('mandate_session', visitor.cookies.get('mandate_session') ?? '')
  assert.equal((await copy.get('/account')).status, 200)
  const response = await visitor.post('/sign-out', {})
  assert.deepEqual(
    [response.status, response.headers.get('location')],
    [303, '/sign-in?signed_out=1'],
  )
  assert.equal(visitor.cookies.has('mandate_session'), false)
  assert.equal((await copy.get('/account')).status, 303)
  assert.match(await (await visitor.get('/sign-in?signed_out=1')).text(), /You are signed out/)
})

test('signing out ends no grant', async () => {
  const { refreshToken } = await obtainTokens(server, { as })
  await visitor.post('/sign-out', {})
  assert.equal((await refresh(server, refreshToken, { as })).status, 200)
})

test('disabling an account signs it out everywhere at once', async () => {
  const other = await server.createAccount(`off.${as.id}@example.com`)
  const theirs = newVisitor(server)
  await theirs.post('/sign-in', { email: other.email, password: PASSWORD })
  await server.store.accounts.disable(other.id, actAt(server.clock.now()))
  assert.equal((await theirs.get('/account')).status, 303)
  await server.store.accounts.enable(other.id, ACT)
  assert.equal((await theirs.get('/account')).status, 303)
})
