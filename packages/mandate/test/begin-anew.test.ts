/**
 * A request that was sealed for another browser, or for this one before its cookies changed, starts
 * over, so an honest person never sees an error. An attacker's link gains nothing from that.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  codeIn,
  grantsGiven,
  prepareConsentQuestions,
  request,
  server,
  visitor,
} from './consent-question.ts'
import { PASSWORD } from './running-server.ts'
import { type Arrival, hiddenFields, newVisitor, simplestRequest, type Visitor } from './visitor.ts'

prepareConsentQuestions()

const ownPage = { 'sec-fetch-site': 'same-origin' }
const credentials = () => ({ email: server.account.email, password: PASSWORD })

/** Submits a form as a browser does; returns where its redirects end. */
async function send(
  by: Visitor,
  page: Pick<Arrival, 'address'>,
  form: Readonly<Record<string, string>>,
): Promise<Arrival> {
  const response = await by.post(page.address.href, form, ownPage)
  const location = response.headers.get('location')
  const address = new URL(location ?? page.address.href, server.issuer)
  if (location === null || address.origin !== server.issuer) {
    const { status, headers } = response
    return { address, status, headers, html: await response.text() }
  }
  return by.follow(address.href)
}

/** Two pages shown to one browser on its first visit; the cookie of the second one won. */
async function twoTabs(asked: Readonly<Record<string, string>>): Promise<readonly Arrival[]> {
  const first = await visitor.open({ ...asked, state: 'one' })
  visitor.cookies.clear()
  return [first, await visitor.open({ ...asked, state: 'two' })]
}

test('SCENARIO 65: two tabs on the first visit both end at the client', async () => {
  for (const tab of await twoTabs(simplestRequest(server))) {
    assert.match(codeIn(await send(visitor, tab, credentials())), /^mdt_ac_/)
  }
})

test('SCENARIO 65: two tabs also end at the client if it has to ask for consent', async () => {
  const [first, second] = await twoTabs(request())
  assert.ok(first !== undefined && second !== undefined)
  const asked = await send(visitor, first, credentials())
  assert.equal(asked.address.pathname, '/consent')
  const answer = { ...hiddenFields(asked.html), decision: 'allow' }
  const { address } = await send(visitor, asked, answer)
  assert.equal(address.searchParams.get('state'), 'one')
  assert.match(codeIn(await send(visitor, second, credentials())), /^mdt_ac_/)
})

test('clearing cookies before submitting the sign-in form does no harm', async () => {
  const page = await visitor.open(request())
  visitor.cookies.clear()
  const asked = await send(visitor, page, credentials())
  assert.equal(asked.address.pathname, '/consent')
  const allowed = await send(visitor, asked, { ...hiddenFields(asked.html), decision: 'allow' })
  assert.match(codeIn(allowed), /^mdt_ac_/)
})

test('clearing cookies before Allow leads to the sign-in page, with an explanation', async () => {
  const asked = await visitor.signIn(await visitor.open(request()))
  visitor.cookies.clear()
  const page = await send(visitor, asked, { ...hiddenFields(asked.html), decision: 'allow' })
  assert.equal(page.address.pathname, '/sign-in')
  assert.match(page.html, /You were signed out\. Nothing was changed\./)
  assert.equal(await grantsGiven(), 0)
  const again = await send(visitor, page, credentials())
  assert.equal(again.address.pathname, '/consent')
})

test('a browser that keeps no cookies is told so on every path and never redirects in a loop', async () => {
  const { address } = await visitor.open(request())
  const account = new URL('/sign-in', server.issuer)
  const consent = new URL(`/consent${address.search}`, server.issuer)
  for (const act of [
    () => forgetful().open(request()),
    () => forgetful().follow(address.href),
    () => forgetful().follow(consent.href),
    () => send(forgetful(), { address }, credentials()),
    () => send(forgetful(), { address: consent }, { decision: 'allow' }),
    () => send(forgetful(), { address: account }, credentials()),
  ]) {
    const { status, html } = await act()
    assert.equal(status, 400)
    assert.match(html, /Cookies are blocked/)
    const [, again = ''] = /href="(\/(?:oauth2\/authorize|sign-in)[^"]*)"/.exec(html) ?? []
    assert.notEqual(again, '')
  }
})

test('a tab reopened after months starts over', async () => {
  const page = await visitor.open(request())
  server.clock.advance(200 * 24 * 60 * 60)
  visitor.cookies.clear()
  const again = await visitor.follow(page.address.href)
  assert.equal(again.address.pathname, '/sign-in')
  assert.equal(again.status, 200)
  const asked = await visitor.signIn(again)
  assert.match(codeIn(await visitor.decide(asked, 'allow')), /^mdt_ac_/)
})

test('SCENARIO 45: a signed-in user who follows a prepared link is asked before it continues', async () => {
  const trusted = simplestRequest(server)
  const { address } = await newVisitor(server).open({ ...trusted, state: 'attacker' })
  await visitor.signIn(await visitor.open(trusted))
  for (const path of ['/sign-in', '/consent']) {
    const asked = await visitor.follow(`${server.issuer}${path}${address.search}`)
    assert.equal(asked.address.pathname, '/consent')
    assert.equal(asked.status, 200)
    const mine = asked.address.searchParams.get('pending')
    assert.ok(mine === null || path === '/consent' || mine !== address.searchParams.get('pending'))
  }
})

test('SCENARIO 45: a prepared link with another redirect URI is refused like any other', async () => {
  const query = new URLSearchParams({ ...request(), redirect_uri: 'https://evil.example' })
  const payload = Buffer.from(JSON.stringify({ asked: query.toString() })).toString('base64url')
  const page = await visitor.follow(`${server.issuer}/sign-in?pending=${payload}.x`)
  assert.equal(page.status, 400)
  assert.equal(page.address.origin, server.issuer)
})

/** A browser with cookies turned off. */
function forgetful(): Visitor {
  const by = newVisitor(server)
  by.cookies.set = () => by.cookies
  return by
}
