/** Consent to a part of what was asked for: which choices count, and what is remembered of them. */

import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { ACT } from './act.ts'
import { type Credentials, exchange, introspect, post, tokensOf } from './integrator.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { type Arrival, hiddenFields, newVisitor, simplestRequest, type Visitor } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer({
    settings: { scopes: { all: 'All', read: 'Read', write: 'Write', mail: 'Write mails' } },
  })
})
after(() => server.close())

let as: Credentials
let visitor: Visitor
beforeEach(async () => {
  const { client, secret } = await server.register({
    ...{ name: 'Parcel Desk', trusted: false, scope: 'all read write mail' },
    optionalScope: 'write mail',
  })
  as = { id: client.id, secret }
  visitor = newVisitor(server)
  await visitor.post('/sign-in', { email: server.account.email, password: PASSWORD })
})

const request = (scope: string) => ({ ...simplestRequest(server), client_id: as.id, scope })
const ask = (scope = 'read write mail', more = {}) => visitor.open({ ...request(scope), ...more })
/** The optional permissions of the page, and whether each is ticked. */
const boxes = ({ html }: Arrival) =>
  [...html.matchAll(/<input type="checkbox"[^>]* value="([^"]+)"[^>]*>/g)].map(
    ([box, token]) => `${token}${box.includes('checked') ? ' ticked' : ''}`,
  )
/** Allows with exactly these `scope` values, as often as they are given. */
async function allow(page: Arrival, ...ticked: readonly string[]): Promise<Arrival> {
  const form = new URLSearchParams({ ...hiddenFields(page.html), decision: 'allow' })
  for (const token of ticked) form.append('scope', token)
  const response = await fetch(page.address, {
    ...{ method: 'POST', body: form, redirect: 'manual' },
    headers: { cookie: [...visitor.cookies].map((cookie) => cookie.join('=')).join('; ') },
  })
  const location = response.headers.get('location')
  if (location === null) {
    const { status, headers } = response
    return { address: page.address, status, html: await response.text(), headers }
  }
  return visitor.follow(new URL(location, server.issuer).href).catch(() => ({
    ...{ address: new URL(location), status: response.status, html: '' },
    headers: response.headers,
  }))
}
async function granted({ address }: Arrival): Promise<unknown> {
  const code = address.searchParams.get('code') ?? assert.fail(`no code at ${address}`)
  const answer = await exchange(server, code, { as })
  const { accessToken } = tokensOf(answer)
  assert.equal((await introspect(server, accessToken)).body['scope'], answer.body['scope'])
  return answer.body['scope']
}

test('what a person leaves unticked is not granted, and the answer says so', async () => {
  const page = await ask()
  assert.deepEqual(boxes(page), ['write', 'mail'])
  assert.equal(await granted(await allow(page, 'mail')), 'read mail')
  const next = await ask('read write', { prompt: 'consent' })
  assert.equal(await granted(await allow(next)), 'read')
})

test('a forged form gains nothing: not what was not asked for, nor less than what is needed', async () => {
  assert.equal(
    await granted(await allow(await ask('read write'), 'write', 'all', 'mail')),
    'read write',
  )
  const page = await ask('all read mail')
  const odd = ['', ' ', 'write read', '"><script>', 'x'.repeat(3_000), 'mail', 'mail']
  assert.equal(await granted(await allow(page, ...odd)), 'all read mail')
})

test('if all could be left out, one has to be ticked', async () => {
  const page = await ask('write mail')
  const again = await allow(page)
  assert.equal(again.status, 400)
  assert.match(again.html, /Tick at least one permission/)
  assert.equal(await granted(await allow(again, 'mail')), 'mail')
})

test('nobody is asked twice about what they left out, unless the app wants that', async () => {
  await allow(await ask(), 'mail')
  assert.equal(await granted(await ask()), 'read mail')
  const page = await ask('read write mail', { prompt: 'consent' })
  assert.deepEqual(boxes(page), ['mail ticked', 'write'].toReversed())
  assert.equal(await granted(await allow(page, 'write')), 'read write')
  // The other one is left out now.
  assert.equal(await granted(await ask()), 'read write')
})

test('what is no longer optional is asked about again', async () => {
  await allow(await ask())
  await server.store.clients.update(as.id, { optionalScope: 'mail' }, ACT)
  const page = await ask()
  assert.deepEqual([page.address.pathname, boxes(page)], ['/consent', ['mail']])
})

test('the page tells what is new from what was allowed before, also after it was taken back', async () => {
  await allow(await ask('read write'), 'write')
  const wider = await ask('all read write')
  const text = wider.html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
  assert.match(text, /New .*All .*You agreed to this before .*Read .*Write/)
  await granted(await allow(wider, 'write'))
  const now = server.clock.now()
  const { installations } = await server.store.grants.listNewest(server.account.id, { now })
  const found = installations.find(({ clientId }) => clientId === as.id) ?? assert.fail('no grant')
  const what = { id: found.id, accountId: server.account.id, clientId: as.id, taken: 'read' }
  assert.ok(await server.store.grants.narrow(what, ACT))
  const again = (await ask('all read write')).html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
  assert.match(again, /New .*Read .*You agreed to this before .*All .*Write/)
})

test('a public client is never said to have been allowed before', async () => {
  const { client } = await server.register({
    ...{ isPublic: true, trusted: false, scope: 'read write' },
  })
  const pkce = {
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  }
  const asPublic = { ...simplestRequest(server), client_id: client.id, scope: 'read', ...pkce }
  await allow(await visitor.open(asPublic))
  const page = await visitor.open({ ...asPublic, scope: 'read write' })
  assert.equal(page.address.pathname, '/consent')
  assert.doesNotMatch(page.html, /You agreed to this before/)
})

test('SCENARIO 67: the session ended before Allow; the ticks count after the sign-in', async () => {
  const page = await ask()
  await visitor.post('/sign-out', {})
  const form = await allow(page, 'mail')
  assert.equal(form.address.pathname, '/sign-in')
  assert.equal(await granted(await visitor.signIn(form)), 'read mail')
})

test('a client of the platform itself gets what it asks for, without a question', async () => {
  await server.store.clients.update(as.id, { trusted: true }, ACT)
  assert.equal(await granted(await ask()), 'read write mail')
})

test('the logo comes from here, as an image and nothing else', async () => {
  const image = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  assert.equal((await visitor.get(`/client-logo/${as.id}`)).status, 404)
  const logo = { contentType: 'image/png', image, digest: 'abc' }
  assert.ok(await server.store.clients.setLogo(as.id, logo, ACT))
  const { html } = await ask()
  const address = /<img class="client-logo" src="([^"]+)"/.exec(html)?.[1] ?? ''
  const response = await visitor.get(address)
  assert.equal(response.headers.get('content-type'), 'image/png')
  assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'; sandbox/)
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
  assert.deepEqual(Buffer.from(await response.arrayBuffer()), image)
  await server.store.clients.delete(as.id, ACT)
  assert.equal((await visitor.get(address)).status, 404)
})

test('a permission that is left out in the second tab is not in the code of a pushed request', async () => {
  const par = await post(`${server.issuer}/oauth2/par`, request('read write mail'), { as })
  const pushed = { client_id: as.id, request_uri: String(par.body['request_uri']) }
  const [first, second] = [await visitor.open(pushed), await visitor.open(pushed)]
  const more = await allow(first, 'write', 'mail')
  const less = await allow(second, 'mail')
  const code = less.address.searchParams.get('code')
  assert.notEqual(more.address.searchParams.get('code'), null)
  assert.equal(code, null)
  assert.equal(less.address.searchParams.get('error'), 'invalid_request_uri')
})
