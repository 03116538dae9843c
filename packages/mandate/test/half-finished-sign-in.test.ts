/** Attacks on what is between a session and a proof: acts that were postponed, and half sign-ins. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setUpApp } from './authenticator-app.ts'
import { type Mailbox, openMailbox } from './mailbox.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { newVisitor, type Visitor } from './visitor.ts'

const APP = '/account/security/authenticator'

let mailbox: Mailbox
let server: RunningServer
before(async () => {
  mailbox = await openMailbox()
  server = await startServer({ settings: { mailUrl: mailbox.url } })
})
after(async () => {
  await server.close()
  await mailbox[Symbol.asyncDispose]()
})

let people = 0

async function signedIn() {
  const account = await server.createAccount(`half${++people}@example.com`)
  const visitor = newVisitor({ ...server, account })
  await visitor.signIn(await visitor.follow('/sign-in'))
  return { account, visitor }
}

async function addApp(visitor: Visitor) {
  const setUp = await visitor.follow(APP)
  const address = new URL(`${APP}/add`, server.issuer)
  return setUpApp(visitor, { ...setUp, address }, server.clock.now())
}

const find = (id: string) => server.store.accounts.find(id)

test('an open laptop does not resume an act without the sign-in that it was postponed for', async () => {
  const { account, visitor: thief } = await signedIn()
  await addApp(thief)
  server.clock.advance(18 * 60)
  const acts = {
    '/account/data/delete': {},
    '/account/data/download': {},
    [`${APP}/remove`]: {},
    '/account/address': { email: 'thief@example.net' },
  }
  for (const [act, fields] of Object.entries(acts)) {
    const form = { account: account.id, confirmed: 'yes', ...fields }
    const postponed = await thief.send(act, form)
    assert.equal(postponed.address.pathname, '/sign-in', act)
    const answer = await thief.send(`/sign-in/go-on${postponed.address.search}`, {})
    assert.equal(answer.address.pathname, '/sign-in', act)
    assert.match(answer.html, /name="password"/, act)
  }
  assert.ok(await server.store.secondFactors.findTotp(account.id))
  assert.equal((await find(account.id))?.deletion, null)
  assert.deepEqual(await server.store.mailedLinks.listOpen(account.id, server.clock.now()), [])
})
