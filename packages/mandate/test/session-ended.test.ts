/** A form sent after its session ended: the page says so, and the action is done after sign-in. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACT, actAt } from './act.ts'
import {
  as,
  askedFor,
  codeIn,
  grantsGiven,
  prepareConsentQuestions,
  request,
  server,
  visitor,
} from './consent-question.ts'
import { introspect, obtainTokens } from './integrator.ts'
import { PASSWORD } from './running-server.ts'
import { hiddenFields, newVisitor, obtainCode } from './visitor.ts'

prepareConsentQuestions()

const SIGNED_OUT = /You were signed out\. Nothing was changed\./

/** The account page of a user with a connected app, and what its button sends. */
async function connected() {
  const { accessToken } = await obtainTokens(server, { as })
  await visitor.post('/sign-in', { email: server.account.email, password: PASSWORD })
  const page = await visitor.follow('/account')
  const [, account = ''] = /name="account" value="([^"]+)"/.exec(page.html) ?? []
  assert.equal(account, server.account.id)
  return {
    form: { account, client_id: as.id },
    isActive: async () => (await introspect(server, accessToken)).body['active'],
  }
}

test('SCENARIO 67: Disconnect says that nothing was changed, and is done after the sign-in', async () => {
  const { form, isActive } = await connected()
  await visitor.post('/sign-out', {})
  const page = await visitor.send('/account/disconnect', form)
  assert.equal(page.address.pathname, '/sign-in')
  assert.match(page.html, SIGNED_OUT)
  assert.equal(await isActive(), true)

  const wrong = await visitor.signIn(page, { password: 'not the password' })
  assert.equal(wrong.status, 401)
  const done = await visitor.signIn(page)
  assert.match(done.html, /is disconnected/)
  assert.equal(await isActive(), false)
})

test('if another account signs in then, nothing is disconnected, and the page says so', async () => {
  const { form, isActive } = await connected()
  const other = await server.createAccount(`other.${as.id}@example.com`)
  await obtainCode(server, request(), { email: other.email })
  await visitor.post('/sign-out', {})
  const page = await visitor.send('/account/disconnect', form)
  const { html } = await visitor.signIn(page, { email: other.email })
  assert.match(html, /another account now\. Nothing was changed/)
  assert.ok(html.includes(`value="${as.id}"`))
  assert.equal(await isActive(), true)
})

test('the same applies if another account is signed in when the button is pressed', async () => {
  const { form, isActive } = await connected()
  const other = await server.createAccount(`second.${as.id}@example.com`)
  await visitor.post('/sign-in', { email: other.email, password: PASSWORD })
  const { html } = await visitor.send('/account/disconnect', form)
  assert.match(html, /another account now\. Nothing was changed/)
  assert.equal(await isActive(), true)
})

test('a sign-in that is too late, or from someone else’s link, disconnects nothing', async () => {
  const { form } = await connected()
  await visitor.post('/sign-out', {})
  const page = await visitor.send('/account/disconnect', form)
  const victim = newVisitor(server)
  await victim.follow('/sign-in')
  assert.match((await victim.signIn(page)).html, /Nothing was changed|nothing was changed/)
  server.clock.advance(60 * 60)
  assert.match((await visitor.signIn(page)).html, /nothing was changed/)
  for (const then of ['x', 'x.y', `${'a'.repeat(5_000)}.b`]) {
    const there = { ...page, address: new URL(`/sign-in?then=${then}`, server.issuer) }
    assert.equal((await newVisitor(server).signIn(there)).status, 200)
  }
  assert.ok((await visitor.follow('/account')).html.includes(`value="${as.id}"`))
})

test('an account that has since been disabled does not get in to do it', async () => {
  const { form, isActive } = await connected()
  const { id } = server.account
  await server.store.accounts.disable(id, actAt(server.clock.now()))
  const page = await visitor.send('/account/disconnect', form)
  assert.match(page.html, SIGNED_OUT)
  assert.equal((await visitor.signIn(page)).status, 401)
  await server.store.accounts.enable(id, ACT)
  assert.equal(await isActive(), true)
})

test('a page that was asked for without a session is shown after the sign-in', async () => {
  const page = await visitor.follow('/account/security')
  assert.equal(page.address.pathname, '/sign-in')
  assert.doesNotMatch(page.html, SIGNED_OUT)
  const arrived = await visitor.signIn(page)
  assert.equal(arrived.address.pathname, '/account/security')
  assert.match(arrived.html, /aria-current="page">Security/)
  // Another tab that still asks for the sign-in goes there too.
  const again = await visitor.follow(page.address.href)
  assert.equal(again.address.pathname, '/account/security')
})

test('SCENARIO 67: Allow counts only for the account that pressed it', async () => {
  const asked = await askedFor()
  const other = await server.createAccount(`allow.${as.id}@example.com`)
  await visitor.post('/sign-out', {})
  const page = await visitor.decide(asked, 'allow')
  const again = await visitor.signIn(page, { email: other.email })
  assert.equal(again.address.pathname, '/consent')
  assert.equal(await grantsGiven(), 0)
})

test('an hour-old Allow is asked for again', async () => {
  const asked = await askedFor()
  await visitor.post('/sign-out', {})
  const page = await visitor.decide(asked, 'allow')
  server.clock.advance(60 * 60)
  assert.equal((await visitor.signIn(page)).address.pathname, '/consent')
})

test('Allow on a page left open overnight takes effect after the required sign-in', async () => {
  const asked = await askedFor({ max_age: '600' })
  server.clock.advance(12 * 60 * 60)
  const page = await visitor.decide(asked, 'allow')
  assert.match(page.html, /open for too long/)
  assert.match(codeIn(await visitor.signIn(page)), /^mdt_ac_/)
})

test('Deny needs no session', async () => {
  const asked = await askedFor()
  await visitor.post('/sign-out', {})
  const { address } = await visitor.decide(asked, 'deny')
  assert.equal(address.searchParams.get('error'), 'access_denied')
})

test('an app that has since been disabled or deleted gets nothing, and the person reads why', async () => {
  const asked = await askedFor()
  await visitor.post('/sign-out', {})
  const page = await visitor.decide(asked, 'allow')
  await server.store.clients.disable(as.id, actAt(server.clock.now()))
  const { status, html } = await visitor.signIn(page)
  assert.equal(status, 400)
  assert.match(html, /<h1>/)
  assert.equal(await grantsGiven(), 0)
})

test('"not you?" and sign-out work without a session', async () => {
  const asked = await askedFor()
  await visitor.post('/sign-out', {})
  const changed = await visitor.send(`/sign-out${asked.address.search}`, hiddenFields(asked.html))
  assert.equal(changed.address.pathname, '/sign-in')
  assert.equal((await visitor.signIn(changed)).address.pathname, '/consent')
  await visitor.post('/sign-out', {})
  assert.match((await visitor.send('/sign-out', {})).html, /You are signed out/)
  assert.equal((await visitor.open(request())).address.pathname, '/sign-in')
})
