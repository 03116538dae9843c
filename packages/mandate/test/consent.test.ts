/** Consent: when a person is asked, what they see, and that nobody can answer for them. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  as,
  askedFor,
  client,
  codeIn,
  grantsGiven,
  prepareConsentQuestions,
  request,
  requestFor,
  server,
  visitor,
} from './consent-question.ts'
import { exchange, obtainTokens } from './integrator.ts'
import { hiddenFields, newVisitor, simplestRequest } from './visitor.ts'

prepareConsentQuestions()

test('the page shows who asks, which account is signed in, and what the app may do', async () => {
  const { html, headers } = await askedFor({ scope: 'read write' })
  for (const words of ['Ledgerline', 'urltoclient:4443', server.account.email, 'Read', 'Write']) {
    assert.ok(html.includes(words), words)
  }
  assert.match(html, /<button[^>]* name="decision" value="allow"/)
  assert.match(html, /<button[^>]* name="decision" value="deny"/)
  assert.equal(headers.get('cache-control'), 'no-store')
  assert.equal(headers.get('x-frame-options'), 'DENY')
  assert.equal(headers.get('referrer-policy'), 'same-origin')
  const policy = headers.get('content-security-policy') ?? ''
  assert.match(policy, /frame-ancestors 'none'/)
})

test('allow leads to the client with a code, state and iss, by 303', async () => {
  const { address, status } = await visitor.decide(await askedFor(), 'allow')
  assert.equal(status, 303)
  assert.equal(address.searchParams.get('state'), 'abc')
  assert.equal(address.searchParams.get('iss'), server.issuer)
  const code = address.searchParams.get('code') ?? ''
  assert.equal((await exchange(server, code, { as })).status, 200)
})

test('deny leads to the client with access_denied, and is not remembered', async () => {
  const { address } = await visitor.decide(await askedFor(), 'deny')
  assert.equal(address.searchParams.get('error'), 'access_denied')
  assert.equal(address.searchParams.get('state'), 'abc')
  assert.equal(address.searchParams.get('iss'), server.issuer)
  assert.equal(await grantsGiven(), 0)
  await askedFor()
})

test('consent already given is not asked for again, even in another browser', async () => {
  await visitor.decide(await askedFor({ scope: 'read write' }), 'allow')
  assert.match(codeIn(await visitor.open(request({ scope: 'read write' }))), /^mdt_ac_/)
  assert.match(codeIn(await visitor.open(request({ scope: 'write' }))), /^mdt_ac_/)
  const elsewhere = newVisitor(server)
  const { address } = await elsewhere.signIn(await elsewhere.open(request({ scope: 'read' })))
  assert.match(address.searchParams.get('code') ?? '', /^mdt_ac_/)
})

test('SCENARIO 46: a wider scope is asked for', async () => {
  await visitor.decide(await askedFor({ scope: 'read' }), 'allow')
  const { html } = await askedFor({ scope: 'read write' })
  assert.match(html, /Write/)
  await askedFor()
})

test('another API is asked for', async () => {
  await visitor.decide(await askedFor({ resource: server.resource.uri }), 'allow')
  await askedFor()
})

test('one person’s consent does not count for another', async () => {
  await visitor.decide(await askedFor(), 'allow')
  const other = await server.createAccount(`someone.${client.id}@example.com`)
  const elsewhere = newVisitor(server)
  const page = await elsewhere.signIn(await elsewhere.open(request()), { email: other.email })
  assert.equal(page.address.pathname, '/consent')
})

test('SCENARIO 46: a public client is asked about each time', async () => {
  const registered = await server.register({ isPublic: true, trusted: false })
  requestFor(registered.client)
  const pkce = {
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  }
  await visitor.decide(await askedFor(pkce), 'allow')
  await askedFor(pkce)
})

test('a trusted client is not asked about unless it requests that', async () => {
  await obtainTokens(server)
  const page = await visitor.open({ ...simplestRequest(server), prompt: 'consent' })
  const asked = await visitor.signIn(page)
  assert.equal(asked.address.pathname, '/consent')
  assert.match(codeIn(await visitor.decide(asked, 'allow')), /^mdt_ac_/)
})

test('prompt=consent asks again for consent already given', async () => {
  await visitor.decide(await askedFor(), 'allow')
  const again = await askedFor({ prompt: 'consent' })
  assert.match(codeIn(await visitor.decide(again, 'allow')), /^mdt_ac_/)
})

test('SCENARIO 67: a user signed out before Allow is told, signs in again, and the consent is recorded', async () => {
  const asked = await askedFor()
  await visitor.post('/sign-out', {})
  const page = await visitor.decide(asked, 'allow')
  assert.equal(page.address.pathname, '/sign-in')
  assert.match(page.html, /You were signed out\. Nothing was changed\./)
  assert.match(codeIn(await visitor.signIn(page)), /^mdt_ac_/)
})

test('"not you?" leads to the sign-in page and continues with the same request', async () => {
  const asked = await askedFor()
  const other = await server.createAccount(`not.you.${client.id}@example.com`)
  const response = await visitor.post(`/sign-out${asked.address.search}`, hiddenFields(asked.html))
  const location = response.headers.get('location') ?? ''
  assert.match(location, /^\/sign-in\?pending=/)
  const page = { ...asked, address: new URL(location, server.issuer) }
  const again = await visitor.signIn(page, { email: other.email })
  assert.equal(again.address.pathname, '/consent')
  assert.ok(again.html.includes(other.email))
})

test('SCENARIO 47: a double click on Allow, followed by the back button, ends at the client', async () => {
  const asked = await askedFor()
  const clicks = await Promise.all([visitor.decide(asked, 'allow'), visitor.decide(asked, 'allow')])
  for (const arrival of clicks) {
    assert.equal((await exchange(server, codeIn(arrival), { as })).status, 200)
  }
  const back = await visitor.get(asked.address.href)
  assert.equal(back.status, 303)
  assert.match(back.headers.get('location') ?? '', /\?code=mdt_ac_/)
  const oncemore = await visitor.decide(asked, 'allow')
  assert.match(codeIn(oncemore), /^mdt_ac_/)
})

test('SCENARIO 47: two tabs with two requests both end at the client', async () => {
  const one = await visitor.open(request({ state: 'one' }))
  const two = await visitor.open(request({ state: 'two' }))
  const first = await visitor.decide(await visitor.signIn(one), 'allow')
  const second = await visitor.signIn(two)
  assert.equal(first.address.searchParams.get('state'), 'one')
  assert.equal(second.address.searchParams.get('state'), 'two')
  assert.match(codeIn(second), /^mdt_ac_/)
})

test('SCENARIO 47: going back to the sign-in page continues with the current sign-in', async () => {
  const page = await visitor.open(request())
  await visitor.signIn(page)
  const back = await visitor.get(page.address.href)
  assert.equal(back.status, 303)
  assert.match(back.headers.get('location') ?? '', /^\/consent\?/)
})

test('SCENARIO 43: HTML in a client’s name is shown as text', async () => {
  const name = '<script>alert(1)</script><b>"\'&amp;'
  const registered = await server.register({ name, trusted: false })
  requestFor(registered.client)
  const page = await visitor.open(request())
  const asked = await visitor.signIn(page)
  for (const { html } of [page, asked]) {
    assert.doesNotMatch(html, /<script|<b>/)
    assert.match(html, /&#60;script&#62;alert/)
  }
  await visitor.decide(asked, 'allow')
  const account = await (await visitor.get('/account')).text()
  assert.doesNotMatch(account, /<script|<b>/)
  assert.match(account, /&#60;script&#62;alert/)
})
