/** The owner of an account deletes it, and keeps it within its grace. */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { enableAccount } from '../src/operations/accounts.ts'
import { changeUsers } from '../src/operations/user-changes.ts'
import { createTimeKeeper } from '../src/runtime/time-keeper.ts'
import { ACT, actAt } from './act.ts'
import { setUpApp } from './authenticator-app.ts'
import { exchange, introspect, tokensOf } from './integrator.ts'
import { openMailbox } from './mailbox.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { newVisitor, obtainCode, simplestRequest, type Visitor } from './visitor.ts'

const DAY = 24 * 60 * 60

let server: RunningServer
before(async () => {
  server = await startServer()
  await server.store.trustedTime.begin(server.clock.now())
})
after(() => server.close())

/** Gives the person who is signed in an authenticator app, with recovery codes. */
async function addApp(visitor: Visitor) {
  const path = `${server.issuer}/account/security/authenticator`
  const page = { ...(await visitor.follow(path)), address: new URL(`${path}/add`) }
  return setUpApp(visitor, page, server.clock.now())
}

/** A person with an app, who is signed in. */
async function person() {
  const { id, email } = await server.createAccount(`${randomBytes(6).toString('hex')}@example.com`)
  const form = { email: email ?? '', password: PASSWORD }
  const code = await obtainCode(server, simplestRequest(server), form)
  const { accessToken } = tokensOf(await exchange(server, code))
  const visitor = newVisitor(server)
  await visitor.post('/sign-in', form)
  return {
    ...{ id, form, visitor },
    isActive: async () => (await introspect(server, accessToken)).body['active'],
    remove: () => visitor.send('/account/data/delete', { account: id, confirmed: 'yes' }),
    deletion: async () => (await server.store.accounts.find(id))?.deletion,
  }
}

test('the question says what ends; then everything has ended, and the account waits', async () => {
  const { id, visitor, isActive, remove, deletion } = await person()
  const question = await visitor.send('/account/data/delete', { account: id })
  assert.match(question.html, /signed out everywhere/)
  assert.match(question.html, /One app is disconnected/)
  assert.match(question.html, /Until then you can keep it by signing in/)
  assert.equal(await isActive(), true)
  assert.equal(await deletion(), null)

  const done = await remove()
  assert.match(done.html, /will be deleted after/)
  assert.equal(await isActive(), false)
  assert.equal(visitor.cookies.has('mandate_session'), false)
  const expected = { after: server.clock.now() + 30 * DAY, canBeKept: true }
  assert.deepEqual(await deletion(), expected)
})

test('the last owner of the server stays until there is another one', async () => {
  const { id, remove, deletion } = await person()
  await server.store.operators.insert({ accountId: id, role: 'owner', createdAt: 1 }, ACT)
  assert.match((await remove()).html, /You are the only owner of this server who can sign in/)
  assert.equal(await deletion(), null)
  const other = await person()
  const theirs = { accountId: other.id, role: 'owner', createdAt: 1 } as const
  await server.store.operators.insert(theirs, ACT)
  await remove()
  assert.ok(await deletion())
})

test('without a recent sign-in nothing is deleted, and the question comes after it', async () => {
  const { id, visitor, form, deletion } = await person()
  server.clock.advance(16 * 60)
  const page = await visitor.send('/account/data/delete', { account: id })
  assert.equal(page.address.pathname, '/sign-in')
  const question = await visitor.signIn(page, form)
  assert.match(question.html, /Delete your account\?/)
  assert.equal(await deletion(), null)
})

test('whoever signs in for an act that somebody else confirmed at an unlocked computer is asked', async () => {
  const { id, visitor, form, remove, deletion } = await person()
  server.clock.advance(16 * 60)
  const left = await remove()
  assert.equal(left.address.pathname, '/sign-in')
  const question = await visitor.signIn(left, form)
  assert.match(question.html, /Delete your account\?/)
  assert.equal(await deletion(), null)
  await visitor.send('/account/data/delete', { account: id, confirmed: 'yes' })
  assert.equal((await deletion())?.canBeKept, true)
})

test('a sign-in within the grace can only keep the account, and then goes on to the app', async () => {
  const { form, visitor, remove, deletion } = await person()
  await remove()
  const asked = await visitor.signIn(await visitor.open(simplestRequest(server)), form)
  assert.equal(asked.address.pathname, '/keep-account')
  for (const path of ['/account', '/account/security', '/account/data']) {
    assert.equal((await visitor.get(path)).status, 303, path)
  }
  const before = await visitor.open(simplestRequest(server))
  assert.equal(before.address.pathname, '/sign-in', 'no code for an account that waits')

  const kept = await visitor.send(`${asked.address.pathname}${asked.address.search}`, {})
  assert.match(`${kept.address}`, /code=mdt_ac_|\/consent/)
  assert.equal(await deletion(), null)
  assert.equal((await visitor.get('/account')).status, 200)
})

test('whoever signs out there leaves the account as it is', async () => {
  const { form, visitor, remove, deletion } = await person()
  await remove()
  const asked = await visitor.send('/sign-in', form)
  assert.match(asked.html, /Keep your account\?/)
  await visitor.post('/sign-out', {})
  await visitor.post('/keep-account', {})
  assert.equal((await deletion())?.canBeKept, true)
})

test('another site cannot keep it', async () => {
  const { form, visitor, remove, deletion } = await person()
  await remove()
  await visitor.send('/sign-in', form)
  const { status } = await visitor.post('/keep-account', {}, { 'sec-fetch-site': 'cross-site' })
  assert.ok(status >= 400, String(status))
  assert.equal((await deletion())?.canBeKept, true)
})

test('a person whom support has disabled in the meantime cannot keep it, nor can a list of the platform', async () => {
  const { id, form, visitor, remove, deletion } = await person()
  await remove()
  const platform = { kind: 'platform', id: 'pk' } as const
  const enable = {
    provider: 'acme',
    changes: [{ user: { accountId: id }, change: 'enable' }],
  } as const
  assert.deepEqual(await changeUsers(server, platform, enable), ['unchanged'])
  await server.store.accounts.disable(id, actAt(server.clock.now()))
  const refused = await visitor.send('/sign-in', form)
  assert.match(refused.html, /Wrong e-mail address or password/)
  assert.equal((await deletion())?.canBeKept, false)
  // Support lifts that, and then keeps the account.
  await enableAccount(server, { kind: 'operator', via: 'shell' }, { accountId: id })
  assert.equal((await deletion())?.canBeKept, true)
  await enableAccount(server, { kind: 'operator', via: 'shell' }, { accountId: id })
  assert.equal(await deletion(), null)
})

test('SCENARIO 59: a clock 400 days ahead deletes nothing; the right one does, after the grace', async () => {
  const { id, remove } = await person()
  await remove()
  const { store, clock } = server
  const log = { warn() {}, info() {} }
  const keeper = createTimeKeeper({ trustedTime: store.trustedTime, clock, log })
  const sweep = async () => {
    const { now } = await keeper.look()
    await store.sweep({ now, overBefore: now - 30 * DAY, limit: 100 })
  }
  clock.advance(400 * DAY)
  await sweep()
  assert.ok(await store.accounts.find(id))
  clock.advance(-400 * DAY)
  await store.sweep({ now: clock.now() + 30 * DAY, overBefore: 0, limit: 100 })
  assert.ok(await store.accounts.find(id))
  await store.sweep({ now: clock.now() + 30 * DAY + 1, overBefore: 0, limit: 100 })
  assert.equal(await store.accounts.find(id), undefined)
  assert.equal(await store.accounts.wasDeleted(id), true)
  const [fact] = await store.facts.listOf(id, { limit: 1 })
  assert.deepEqual([fact?.kind, fact?.by], ['account.deleted', { kind: 'system' }])
})

test('a clock that is behind takes nothing from the grace', async () => {
  const { form, visitor, remove, deletion } = await person()
  const now = server.clock.now()
  server.clock.advance(-800 * DAY)
  try {
    await visitor.send('/sign-in', form)
    await remove()
  } finally {
    server.clock.advance(800 * DAY)
  }
  assert.ok(((await deletion())?.after ?? 0) >= now + 29 * DAY)
})

test('the same person who comes from elsewhere keeps it within the grace, and is new after it', async () => {
  const { id, remove } = await person()
  const identity = { provider: 'acme', subject: `s-${id}` }
  await server.store.accounts.link(id, identity, ACT)
  await remove()
  const found = await server.store.accounts.findByIdentity('acme', identity.subject)
  assert.equal(found?.id, id, 'the identity stays with the account')
  await server.store.sweep({ now: server.clock.now() + 31 * DAY, overBefore: 0, limit: 100 })
  assert.equal(await server.store.accounts.findByIdentity('acme', identity.subject), undefined)
})

test('with an authenticator app, both factors are asked for, and then whether to keep it', async () => {
  const { form, visitor, remove, deletion } = await person()
  const { codes } = await addApp(visitor)
  await remove()
  const asked = await visitor.send('/sign-in', form)
  assert.equal(asked.address.pathname, '/sign-in/second-factor')
  const code = codes[0] ?? assert.fail('no codes')
  const kept = await visitor.send(asked.address.href, { code })
  assert.equal(kept.address.pathname, '/keep-account')
  await visitor.send('/keep-account', {})
  assert.equal(await deletion(), null)
})

test('a ban in the middle of such a sign-in ends it', async () => {
  const { id, form, visitor, remove, deletion } = await person()
  const { codes } = await addApp(visitor)
  await remove()
  const asked = await visitor.send('/sign-in', form)
  await server.store.accounts.disable(id, actAt(server.clock.now()))
  const code = codes[0] ?? assert.fail('no codes')
  const refused = await visitor.send(asked.address.href, { code })
  assert.equal(refused.address.pathname, '/sign-in')
  await visitor.send('/keep-account', {})
  assert.equal((await deletion())?.canBeKept, false)
})

test('whoever lost the password to a thief who asked for the deletion resets it, and keeps the account', async () => {
  await using mailbox = await openMailbox()
  await using server = await startServer({ settings: { mailUrl: mailbox.url } })
  const { email, id } = server.account
  const thief = newVisitor(server)
  await thief.post('/sign-in', { email, password: PASSWORD })
  const linkTo = async (address: string) => {
    for (;;) {
      const { links } = await mailbox.next(address)
      const [link] = links.filter((one) => one.includes('/link?token='))
      if (link !== undefined) return link
    }
  }
  const open = async (link: string, password: string) => {
    const visitor = newVisitor(server)
    const token = new URL(link).searchParams.get('token') ?? ''
    await visitor.follow(link)
    await visitor.send('/link', { token, password, password_again: password })
    return visitor.send('/sign-in', { email, password })
  }
  await thief.post('/account/address', { account: id, email: 'thief@example.com' })
  const stop = await linkTo(email)
  await thief.send('/account/data/delete', { account: id, confirmed: 'yes' })

  // What the thief has asked for before changes nothing any more.
  const change = new URL(await linkTo('thief@example.com')).searchParams.get('token') ?? ''
  assert.equal((await thief.post('/link', { token: change })).status, 410)

  const owner = newVisitor(server)
  await owner.post('/sign-in/let-in', { email })
  const letIn = new URL(await linkTo(email)).searchParams.get('token') ?? ''
  assert.equal((await owner.send('/link', { token: letIn })).address.pathname, '/sign-in')
  await owner.post('/forgot', { email })
  const reset = await open(await linkTo(email), 'four unlikely words together')
  assert.equal(reset.address.pathname, '/keep-account')
  const stopped = await open(stop, 'five other words, not alike')
  assert.equal(stopped.address.pathname, '/keep-account')
  assert.equal((await server.store.accounts.find(id))?.deletion?.canBeKept, true)
  // Not for an account that support has disabled.
  await owner.post('/forgot', { email })
  const link = await linkTo(email)
  await server.store.accounts.disable(id, actAt(server.clock.now()))
  assert.equal((await open(link, 'six more words that nobody has')).address.pathname, '/sign-in')
})

test('the owner is told by mail of the deletion and of its end, once each', async () => {
  await using mailbox = await openMailbox()
  await using server = await startServer({ settings: { mailUrl: mailbox.url } })
  const { email, id } = server.account
  const form = { email, password: PASSWORD }
  const visitor = newVisitor(server)
  await visitor.post('/sign-in', form)
  await visitor.send('/account/data/delete', { account: id, confirmed: 'yes' })
  const told = await mailbox.next(email)
  assert.match(told.subject, /will be deleted|to be deleted|deleted/)
  assert.match(told.text, /sign in/i)
  await visitor.send('/sign-in', form)
  await visitor.send('/keep-account', {})
  assert.match((await mailbox.next(email)).subject, /kept|keep|stays|not be deleted/i)
})
