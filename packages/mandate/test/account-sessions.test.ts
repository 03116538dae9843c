/** The owner of an account, the platform and support see its sessions, and end them. */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { exchange, introspect, tokensOf } from './integrator.ts'
import { operatorOf } from './platform.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { newVisitor, obtainCode, simplestRequest, type Visitor } from './visitor.ts'

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0'
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

interface Body {
  readonly sessions: readonly { readonly session_id: string; readonly [name: string]: unknown }[]
}

/** A person with an account of their own, signed in with these browsers. */
async function person(...browsers: readonly string[]) {
  const { id, email } = await server.createAccount(`${randomBytes(6).toString('hex')}@example.com`)
  const form = { email: email ?? '', password: PASSWORD }
  const visitors: Visitor[] = []
  for (const browser of browsers) {
    const visitor = newVisitor(server)
    await visitor.post('/sign-in', form, { 'user-agent': browser })
    visitors.push(visitor)
    server.clock.advance(60)
  }
  const page = (await visitors[0]?.follow('/account/sessions'))?.html ?? ''
  const [, account = ''] = /name="account" value="([^"]+)"/.exec(page) ?? []
  const sessions = [...page.matchAll(/name="session" value="([^"]+)"/g)].map(([, one = '']) => one)
  return { id, form, visitors, page, account, sessions }
}

const isSignedIn = async (visitor: Visitor | undefined) =>
  (await visitor?.get('/account'))?.status === 200

test('the page lists every browser, this one first, and signs out one of them', async () => {
  const { page, visitors, account, sessions } = await person(FIREFOX, SAFARI, 'curl/8.0')
  const names = [...page.matchAll(/<strong><bdi>(.*?)<\/bdi>/g)].map(([, name]) => name)
  assert.deepEqual(names, ['Firefox (Linux)', 'Unknown browser', 'Safari (iOS)'])
  assert.match(page, /Firefox \(Linux\)<\/bdi><\/strong> <span class="mark">This browser/)
  assert.match(page, /from <bdi>127\.0\.0\.1<\/bdi>, last used/)
  assert.equal(sessions.length, 2)

  const [here, phone, other] = visitors
  const form = { account, session: sessions[1] ?? '' }
  const done = await here?.send('/account/sessions/end', form)
  assert.match(done?.html ?? '', /Safari \(iOS\)<\/bdi> is signed out/)
  assert.equal(await isSignedIn(phone), false)
  assert.ok(await isSignedIn(other))
  const again = await here?.send('/account/sessions/end', form)
  assert.match(again?.html ?? '', /already signed out\. Nothing was changed/)
})

test('a session of somebody else, and one’s own, cannot be ended with the form', async () => {
  const mine = await person(FIREFOX)
  const theirs = await person(FIREFOX, SAFARI)
  const session = theirs.sessions[0] ?? ''
  const [here] = mine.visitors
  const answer = await here?.send('/account/sessions/end', { account: mine.account, session })
  assert.match(answer?.html ?? '', /Nothing was changed/)
  assert.ok(await isSignedIn(theirs.visitors[1]))
})

test('signing out everywhere else asks for a recent sign-in, says what ends, and keeps the apps', async () => {
  const { form, visitors, account, id } = await person(FIREFOX, SAFARI, SAFARI)
  const [here, ...others] = visitors
  assert.ok(here)
  const path = '/account/sessions/end-others'
  server.clock.advance(15 * 60)
  const code = await obtainCode(server, simplestRequest(server), { email: form.email })
  const { accessToken } = tokensOf(await exchange(server, code))
  const asked = await here.send(path, { account })
  assert.equal(asked.address.pathname, '/sign-in')
  const question = await here.signIn(asked, form)
  assert.match(question.html, /You are signed out in 3 other browsers\./)
  assert.match(question.html, /Other apps stay connected/)
  for (const other of others) assert.ok(await isSignedIn(other), 'nothing ended yet')

  const done = await here.send(path, { account, confirmed: 'yes' })
  assert.match(done.html, /3 other browsers are signed out/)
  assert.match(done.html, /not signed in anywhere else/)
  for (const other of others) assert.equal(await isSignedIn(other), false)
  assert.ok(await isSignedIn(here))
  assert.equal((await introspect(server, accessToken)).body['active'], true)
  const facts = await server.store.facts.list({ accountId: id }, 100)
  assert.equal(facts.filter(({ kind }) => kind === 'sessions.ended').length, 1)
})

test('what a session ended does is postponed until the sign-in', async () => {
  const { form, visitors, account, sessions } = await person(FIREFOX, SAFARI)
  const [here, phone] = visitors
  assert.ok(here)
  await here.post('/sign-out', {})
  const page = await here.send('/account/sessions/end', { account, session: sessions[0] ?? '' })
  assert.match(page.html, /You were signed out\. Nothing was changed\./)
  assert.ok(await isSignedIn(phone))
  const done = await here.signIn(page, form)
  assert.match(done.html, /Safari \(iOS\)<\/bdi> is signed out/)
  assert.equal(await isSignedIn(phone), false)
})

test('the platform sees the sessions of its user and ends one', async () => {
  const { id, visitors } = await person(FIREFOX, SAFARI)
  const { secret } = await operatorOf(server).newKey({ permissions: ['users'] })
  const ask = async (path: string, body: object) => {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
    const response = await fetch(`${server.issuer}/platform/v1/users/sessions${path}`, {
      ...{ method: 'POST', headers, body: JSON.stringify(body) },
    })
    return { status: response.status, body: (await response.json()) as Body }
  }
  const { body } = await ask('', { account_id: id })
  assert.deepEqual(
    body.sessions.map(({ browser, network, kept }) => [browser, network, kept]),
    [
      ['Safari (iOS)', '127.0.0.1', false],
      ['Firefox (Linux)', '127.0.0.1', false],
    ],
  )
  const session_id = body.sessions[0]?.session_id
  assert.deepEqual((await ask('/end', { account_id: id, session_id })).body, { ended: true })
  assert.deepEqual((await ask('/end', { account_id: id, session_id })).body, { ended: false })
  assert.equal(await isSignedIn(visitors[1]), false)
  assert.ok(await isSignedIn(visitors[0]))
  assert.equal((await ask('', { subject: 'nobody' })).status, 404)
  assert.equal((await ask('', { subject: 'nobody', odd: 1 })).status, 400)
  assert.equal((await ask('/end', { account_id: id })).status, 400)
})
