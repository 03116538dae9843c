/** Handoff: sign-in on the platform's own login page. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { LOGOUT_URL, type Platform, signInIdAt, startPlatform } from './handoff-platform.ts'
import { REDIRECT_URI } from './running-server.ts'
import { cookieHeader, newVisitor, simplestRequest } from './visitor.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform.server.close())

const ada = { subject: 'ada', email: 'ada@acme.example', email_verified: true, name: 'Ada' }

function codeIn({ address }: { readonly address: URL }): string {
  assert.equal(address.origin, REDIRECT_URI, address.href)
  const code = address.searchParams.get('code')
  assert.ok(code, address.href)
  return code
}

test('a sign-in by handoff takes two requests of the platform’s back end', async () => {
  const { server } = platform
  const visitor = newVisitor(server)
  const before = platform.sent()
  const id = await platform.begin(visitor, { ...simplestRequest(server), state: 'xyz' })
  assert.equal((await platform.read(id)).status, 200)
  const answered = await platform.answer(id, ada)
  assert.deepEqual([answered.status, answered.body['expires_in']], [200, 60])
  assert.equal(platform.sent() - before, 2)
  const arrival = await visitor.follow(String(answered.body['continue_url']))
  codeIn(arrival)
  assert.equal(arrival.address.searchParams.get('state'), 'xyz')
  assert.equal(await platform.shownTo(visitor), ada.email)
})

test('the platform can read the request', async () => {
  const { server } = platform
  const wish = {
    scope: 'all',
    prompt: 'login',
    max_age: '300',
    acr_values: 'phr 2fa',
    login_hint: 'ada',
    ui_locales: 'sv',
  }
  const id = await platform.begin(newVisitor(server), { ...simplestRequest(server), ...wish })
  const now = server.clock.now()
  assert.deepEqual((await platform.read(id)).body, {
    client: { client_id: server.client.id, name: 'Ledgerline' },
    scope: 'all',
    resources: [],
    prompt: ['login'],
    max_age: 300,
    acr_values: 'phr 2fa',
    login_hint: 'ada',
    ui_locales: 'sv',
    interactive: true,
    auth_time_after: now,
    expires_at: now + 900,
    signed_in_as: null,
  })
})

test('a sign-in for the account page has no client and ends there', async () => {
  const visitor = newVisitor(platform.server)
  const id = signInIdAt((await visitor.follow('/account')).address)
  const { body } = await platform.read(id)
  assert.deepEqual([body['client'], body['scope'], body['prompt']], [null, null, []])
  const arrival = await visitor.follow(await platform.continueUrl(id, ada))
  assert.equal(arrival.address.pathname, '/account')
  assert.equal(arrival.status, 200)
})

test('the answer creates the account, with the platform as actor, and the next one updates it', async () => {
  const { server } = platform
  const subject = 'grace'
  const first = { subject, email: 'grace@acme.example', email_verified: true, name: 'Grace' }
  const find = () => server.store.accounts.findByIdentity('acme', subject)
  const id = await platform.begin(newVisitor(server))
  assert.equal(await find(), undefined)
  await platform.continueUrl(id, first)
  const made = (await find()) ?? assert.fail()
  assert.deepEqual(
    [made.email, made.emailVerified, made.name, made.passwordHash],
    [first.email, true, 'Grace', null],
  )
  const facts = await server.store.facts.list({ accountId: made.id }, 10)
  assert.deepEqual(
    facts.map(({ kind, by }) => [kind, by.kind]),
    [['account.created', 'platform']],
  )
  const again = await platform.begin(newVisitor(server))
  await platform.continueUrl(again, { subject, email: 'g@acme.example', name: 'Grace H' })
  const { id: accountId, ...changed } = (await find()) ?? assert.fail()
  assert.equal(accountId, made.id)
  assert.deepEqual([changed.email, changed.name], ['g@acme.example', 'Grace H'])
})

test('the session keeps how and when the user signed in at the platform', async () => {
  const { server } = platform
  const visitor = newVisitor(server)
  const authTime = server.clock.now() - 3_600
  const id = await platform.begin(visitor)
  const how = { auth_time: authTime, amr: ['pwd', 'otp'], acr: 'urn:acme:2' }
  await visitor.follow(await platform.continueUrl(id, { ...ada, ...how }))
  const { rows } = await server.store.grants.list({}, { limit: 1_000 })
  const grant = rows.find((one) => one.authTime === authTime)
  assert.ok(grant)
  assert.match(String(grant.signIn), /"otp"/)
  assert.match(String(grant.signIn), /urn:acme:2/)
})

test('prompt=none with a session at the platform signs in without a page', async () => {
  const { server } = platform
  const visitor = newVisitor(server)
  const id = await platform.begin(visitor, { ...simplestRequest(server), prompt: 'none' })
  assert.equal((await platform.read(id)).body['interactive'], false)
  codeIn(await visitor.follow(await platform.continueUrl(id, ada)))
})

test('prompt=none without one is login_required at the client', async () => {
  const { server } = platform
  const visitor = newVisitor(server)
  const id = await platform.begin(visitor, { ...simplestRequest(server), prompt: 'none' })
  const goOn = await platform.continueUrl(id, { refused: 'login_required' })
  const { address } = await visitor.follow(goOn)
  assert.equal(address.origin, REDIRECT_URI)
  assert.equal(address.searchParams.get('error'), 'login_required')
  assert.equal(await platform.shownTo(visitor), null)
})

test('prompt=login reaches the platform even with a session here', async () => {
  const { server } = platform
  const visitor = newVisitor(server)
  await platform.signIn(visitor, 'ada')
  server.clock.advance(60)
  const id = await platform.begin(visitor, { ...simplestRequest(server), prompt: 'login' })
  assert.deepEqual((await platform.read(id)).body['signed_in_as'], { subject: 'ada' })
  codeIn(await visitor.follow(await platform.continueUrl(id, ada)))
})

test('max_age reaches the platform, and a sign-in within it is accepted', async () => {
  const { server } = platform
  const visitor = newVisitor(server)
  const id = await platform.begin(visitor, { ...simplestRequest(server), max_age: '300' })
  const now = server.clock.now()
  assert.equal((await platform.read(id)).body['auth_time_after'], now - 300)
  const recently = { ...ada, auth_time: now - 299 }
  codeIn(await visitor.follow(await platform.continueUrl(id, recently)))
  // Not again for the next request within the five minutes, measured from the sign-in there.
  server.clock.advance(1)
  codeIn(await visitor.open({ ...simplestRequest(server), max_age: '300' }))
  server.clock.advance(1)
  await platform.begin(visitor, { ...simplestRequest(server), max_age: '300' })
})

test('a refusal goes to the client as access_denied', async () => {
  const { server } = platform
  const visitor = newVisitor(server)
  const id = await platform.begin(visitor, { ...simplestRequest(server), state: 'abc' })
  const reason = 'Your trial is over'
  const goOn = await platform.continueUrl(id, { refused: 'access_denied', reason })
  const { address } = await visitor.follow(goOn)
  assert.equal(address.origin, REDIRECT_URI)
  assert.equal(address.searchParams.get('error'), 'access_denied')
  assert.equal(address.searchParams.get('state'), 'abc')
})

test('sign-out reaches the platform, which returns to the sign-in page', async () => {
  const { server } = platform
  const visitor = newVisitor(server)
  await platform.signIn(visitor, 'ada')
  const left = await visitor.post('/sign-out', {})
  assert.equal(left.status, 303)
  const there = new URL(left.headers.get('location') ?? '', server.issuer)
  assert.equal(`${there.origin}${there.pathname}`, LOGOUT_URL)
  const back = there.searchParams.get('return_to') ?? ''
  assert.ok(back.startsWith(`${server.issuer}/sign-in?signed_out`), back)
  const page = await visitor.follow(back)
  assert.deepEqual([page.address.origin, page.status], [server.issuer, 200])
  assert.equal(await platform.shownTo(visitor), null)
})

test('HEAD and a prefetch of continue_url do not use it up', async () => {
  const { server } = platform
  const visitor = newVisitor(server)
  const id = await platform.begin(visitor)
  const goOn = await platform.continueUrl(id, ada)
  for (const headers of [
    { 'sec-purpose': 'prefetch' },
    { 'sec-purpose': 'prefetch;prerender' },
    { purpose: 'prefetch' },
    { 'x-moz': 'prefetch' },
  ]) {
    const prefetched = await visitor.get(goOn, headers)
    assert.ok(prefetched.status >= 400, `${prefetched.status}`)
    assert.equal(visitor.cookies.has('mandate_session'), false)
  }
  const cookie = cookieHeader(visitor)
  await fetch(goOn, { method: 'HEAD', headers: { cookie }, redirect: 'manual' })
  codeIn(await visitor.follow(goOn))
})

test('the longest state survives the round trip', async () => {
  const { server } = platform
  const state = `~!*()"\\${'x'.repeat(7_500)}`
  const visitor = newVisitor(server)
  const { address } = await platform.signIn(visitor, 'ada', { ...simplestRequest(server), state })
  assert.equal(address.searchParams.get('state'), state)
})
