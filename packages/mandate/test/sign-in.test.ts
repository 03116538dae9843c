/** Signing in: the form, what a stranger learns from it, and the session that begins. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { disableAccount } from '../src/operations/accounts.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { newVisitor, simplestRequest, unescapeHtml, type Visitor } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

const credentials = () => ({ email: server.account.email, password: PASSWORD })

/** Whether a browser with these cookies is signed in. */
async function isSignedIn(visitor: Visitor): Promise<boolean> {
  return (await visitor.get('/account')).status === 200
}

test('the form has the fields email and password and posts to its own address', async () => {
  const visitor = newVisitor(server)
  const { address, html, headers } = await visitor.open(simplestRequest(server))
  assert.equal(address.pathname, '/sign-in')
  assert.match(html, /<input[^>]* name="email"/)
  assert.match(html, /<input[^>]* name="password" type="password"/)
  assert.ok(
    unescapeHtml(html).includes(
      `<form class="fields" method="post" action="${address.pathname}${address.search}"`,
    ),
  )
  assert.match(html, /Ledgerline/)
  assert.equal(headers.get('cache-control'), 'no-store')
  assert.equal(headers.get('x-frame-options'), 'DENY')
  assert.equal(headers.get('referrer-policy'), 'same-origin')
  const policy = headers.get('content-security-policy') ?? ''
  assert.match(policy, /frame-ancestors 'none'/)
  assert.match(policy, /default-src 'none'/)
  assert.doesNotMatch(policy, /unsafe|script-src/)
})

test('a login_hint fills in the e-mail field, escaped', async () => {
  const login_hint = '"><script>alert(1)</script>@example.com'
  const { html } = await newVisitor(server).open({ ...simplestRequest(server), login_hint })
  assert.doesNotMatch(html, /<script/)
  assert.match(html, /value="&#34;&#62;&#60;script/)
})

test('a sign-in without an app leads to the account page, with 303', async () => {
  const visitor = newVisitor(server)
  const response = await visitor.post('/sign-in', credentials())
  assert.equal(response.status, 303)
  assert.equal(response.headers.get('location'), '/account')
  assert.ok(await isSignedIn(visitor))
})

test('the address may be in any case and surrounded by white space', async () => {
  const visitor = newVisitor(server)
  const email = ` ${server.account.email.toUpperCase()} `
  assert.equal((await visitor.post('/sign-in', { ...credentials(), email })).status, 303)
})

test('SCENARIO 50: unknown account, wrong password and disabled account look the same', async () => {
  const disabled = await server.createAccount('di.sabled@example.com')
  await disableAccount(server, { kind: 'operator', via: 'shell' }, { accountId: disabled.id })
  const visitor = newVisitor(server)
  const page = await visitor.open(simplestRequest(server))
  const seen: unknown[] = []
  for (const [email, password] of [
    [server.account.email, 'wrong password'],
    ['no.martin@example.com', PASSWORD],
    [disabled.email, PASSWORD],
  ] as const) {
    const { status, html, headers } = await visitor.signIn(page, { email, password })
    assert.equal(status, 401)
    assert.equal(visitor.cookies.has('mandate_session'), false)
    const shown = [...headers].filter(([name]) => !['date', 'content-length'].includes(name))
    seen.push({ shown, body: html.replaceAll(email, 'EMAIL') })
  }
  assert.deepEqual(seen[1], seen[0])
  assert.deepEqual(seen[2], seen[0])
})

test('the page never shows a password again', async () => {
  const form = { email: server.account.email, password: 'my-other-secret' }
  const html = await (await newVisitor(server).post('/sign-in', form)).text()
  assert.doesNotMatch(html, /my-other-secret/)
  assert.ok(!server.log.some((line) => line.includes('my-other-secret')))
})

test('a missing field is 400, and the page says which', async () => {
  for (const [form, words] of [
    [{}, /Enter your e-mail address and your password/],
    [{ email: server.account.email }, /Enter your password/],
    [{ password: PASSWORD }, /Enter your e-mail address/],
  ] as const) {
    const response = await newVisitor(server).post('/sign-in', form)
    assert.equal(response.status, 400)
    assert.match(await response.text(), words)
  }
})

test('a form that is too large, or not a form, is refused on a page', async () => {
  const large = await newVisitor(server).post('/sign-in', { email: 'a'.repeat(100_000) })
  assert.equal(large.status, 413)
  assert.match(await large.text(), /<h1>/)
  const twice = await fetch(`${server.issuer}/sign-in`, {
    method: 'POST',
    body: new URLSearchParams([
      ['email', 'a'],
      ['email', 'b'],
    ]),
  })
  assert.equal(twice.status, 400)
  assert.match(await twice.text(), /<h1>/)
})

test('SCENARIO 45: a session planted in the browser is not reused', async () => {
  const attacker = newVisitor(server)
  const other = await server.createAccount('attacker@example.com')
  await attacker.post('/sign-in', { email: other.email, password: PASSWORD })
  const planted = attacker.cookies.get('mandate_session') ?? ''
  const victim = newVisitor(server)
  victim.cookies.set('mandate_session', planted)
  await victim.post('/sign-in', credentials())
  assert.notEqual(victim.cookies.get('mandate_session'), planted)
  assert.equal(await isSignedIn(attacker), false)
  const html = await (await victim.get('/account')).text()
  assert.ok(html.includes(server.account.email))
})

test('each sign-in starts a new session and ends the one before', async () => {
  const visitor = newVisitor(server)
  await visitor.post('/sign-in', credentials())
  const first = visitor.cookies.get('mandate_session') ?? ''
  await visitor.post('/sign-in', credentials())
  assert.notEqual(visitor.cookies.get('mandate_session'), first)
  visitor.cookies.set('mandate_session', first)
  assert.equal(await isSignedIn(visitor), false)
})

test('SCENARIO 45: someone else’s prepared sign-in link is useless, and signs nobody in', async () => {
  const { address } = await newVisitor(server).open(simplestRequest(server))
  const fresh = newVisitor(server)
  const used = newVisitor(server)
  await used.open(simplestRequest(server))
  for (const victim of [fresh, used]) {
    const posted = await victim.post(address.href, credentials())
    assert.equal(posted.status, 303)
    assert.match(posted.headers.get('location') ?? '', /^\/sign-in\?/)
    assert.equal(victim.cookies.has('mandate_session'), false)
  }
})

test('a link with a modified sealed request is useless', async () => {
  const visitor = newVisitor(server)
  const { address } = await visitor.open(simplestRequest(server))
  const [payload = '', seal = ''] = (address.searchParams.get('pending') ?? '').split('.')
  const other = Buffer.from(payload, 'base64url').toString().replace('urltoclient', 'evil')
  for (const pending of [
    `${Buffer.from(other).toString('base64url')}.${seal}`,
    payload,
    `${Buffer.from('{"asked":"a b"}').toString('base64url')}.${seal}`,
    `${Buffer.from('{"asked":2}').toString('base64url')}.${seal}`,
    `${Buffer.from('7').toString('base64url')}.${seal}`,
    `${payload}.`,
    `.${seal}`,
    `${payload}.${seal}.x`,
    'x',
    '%00',
  ]) {
    const { status } = await visitor.get(`/sign-in?pending=${pending}`)
    assert.equal(status, 400, pending)
  }
})

test('a session lasts as long as the operator says, and not a second longer', async () => {
  const visitor = newVisitor(server)
  await visitor.post('/sign-in', credentials())
  for (let day = 1; day <= 7; day++) {
    server.clock.advance(86_399)
    assert.ok(await isSignedIn(visitor))
  }
  server.clock.advance(6)
  assert.ok(await isSignedIn(visitor))
  server.clock.advance(1)
  assert.equal(await isSignedIn(visitor), false)
})

test('a browser that opened no page for a day is signed out, unless it is to stay signed in', async () => {
  const [visitor, home] = [newVisitor(server), newVisitor(server)]
  await visitor.post('/sign-in', credentials())
  await home.post('/sign-in', { ...credentials(), keep: '1' })
  server.clock.advance(86_400)
  assert.equal(await isSignedIn(visitor), false)
  assert.ok(await isSignedIn(home))
  server.clock.advance(29 * 86_400 - 1)
  assert.ok(await isSignedIn(home))
  server.clock.advance(1)
  assert.equal(await isSignedIn(home), false)
})

test('the choice to stay signed in is still made after a wrong password', async () => {
  const wrong = { ...credentials(), password: 'wrong', keep: '1' }
  const { html } = await newVisitor(server).send('/sign-in', wrong)
  assert.match(html, /name="keep" type="checkbox" value="1" checked=""/)
})

test('prompt=login asks for the password again, once', async () => {
  const visitor = newVisitor(server)
  await visitor.post('/sign-in', credentials())
  server.clock.advance(1)
  const page = await visitor.open({ ...simplestRequest(server), prompt: 'login' })
  assert.equal(page.address.pathname, '/sign-in')
  const { address } = await visitor.signIn(page)
  assert.match(address.searchParams.get('code') ?? '', /^mdt_ac_/)
})

test('SCENARIO 42: a sign-in that another site triggers in the browser is refused', async () => {
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: `${server.issuer}.evil.example` },
    { origin: 'null', referer: 'https://evil.example/' },
    { referer: 'https://evil.example/' },
    { referer: `${server.issuer}.evil.example/` },
    { referer: 'about:blank' },
    { origin: 'https://evil.example', referer: `${server.issuer}/sign-in` },
    { 'sec-fetch-site': 'cross-site', origin: server.issuer },
  ]) {
    const visitor = newVisitor(server)
    const response = await visitor.post('/sign-in', credentials(), headers)
    assert.equal(response.status, 400, JSON.stringify(headers))
    assert.equal(visitor.cookies.has('mandate_session'), false)
  }
  for (const headers of [
    { 'sec-fetch-site': 'same-origin', origin: 'null' },
    { origin: server.issuer },
    { origin: 'null', referer: `${server.issuer}/sign-in` },
    { referer: `${server.issuer}/sign-in` },
  ]) {
    assert.equal((await newVisitor(server).post('/sign-in', credentials(), headers)).status, 303)
  }
})

test('nonsense in the cookies is neither a session nor a 5xx', async () => {
  for (const value of ['', 'x', '%', '%E0%A4%A', '"', 'a'.repeat(4_000), '..', '\u00ff']) {
    const visitor = newVisitor(server)
    for (const name of ['session', 'browser']) {
      visitor.cookies.set(`mandate_${name}`, value)
    }
    assert.equal((await visitor.get('/account')).status, 303, value)
    assert.equal((await visitor.post('/sign-in', credentials())).status, 303, value)
  }
})
