/** Attacks on what is between a session and a proof: acts that were postponed, and half sign-ins. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setUpApp } from './authenticator-app.ts'
import { type Mailbox, openMailbox } from './mailbox.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { newVisitor, type Visitor } from './visitor.ts'

const APP = '/account/security/authenticator'
const NEW_PASSWORD = 'four unlikely words together'

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

/** The next link that was mailed to this address. */
async function linkTo(address: string): Promise<string> {
  for (;;) {
    const { links } = await mailbox.next(address)
    const [link] = links.filter((one) => one.includes('/link?token='))
    if (link !== undefined) return link
  }
}

/** Chooses a new password by a link. */
async function choose(visitor: Visitor, link: string, password: string) {
  await visitor.follow(link)
  const token = new URL(link).searchParams.get('token') ?? ''
  return visitor.send('/link', { token, password, password_again: password })
}

test('a thief who changes the address and asks for the deletion keeps nobody from taking both back', async () => {
  const { account, visitor: thief } = await signedIn()
  const stolen = `thief-of-${account.email}`
  await thief.send('/account/address', { account: account.id, email: stolen })
  const stop = await linkTo(account.email)
  const taken = new URL(await linkTo(stolen)).searchParams.get('token') ?? ''
  await thief.send('/link', { token: taken })
  assert.equal((await find(account.id))?.email, stolen)
  await thief.send('/account/data/delete', { account: account.id, confirmed: 'yes' })

  const owner = newVisitor({ ...server, account })
  const changed = await choose(owner, stop, NEW_PASSWORD)
  assert.equal(changed.address.pathname, '/sign-in')
  const keep = await owner.signIn(changed, { email: account.email, password: NEW_PASSWORD })
  assert.equal(keep.address.pathname, '/keep-account')
  await owner.send('/keep-account', {})
  const { email, deletion } = (await find(account.id)) ?? {}
  assert.deepEqual({ email, deletion }, { email: account.email, deletion: null })
})

test('whoever reads the mailbox gets no new guesses at the second factor by a reset', async () => {
  const { account, visitor } = await signedIn()
  await addApp(visitor)
  const thief = newVisitor({ ...server, account })
  const guess = async (password: string) => {
    const asked = await thief.signIn(await thief.follow('/sign-in'), {
      ...{ email: account.email, password },
    })
    assert.equal(asked.address.pathname, '/sign-in/second-factor')
    return (await thief.send(asked.address.href, { code: '000000' })).status
  }
  for (let i = 0; i < 5; i++) assert.equal(await guess(PASSWORD), 401)
  assert.equal(await guess(PASSWORD), 429)
  const counted = await thief.post('/forgot', { email: account.email })
  assert.equal(counted.status, 200)
  await choose(thief, await linkTo(account.email), NEW_PASSWORD)
  // The browser is known now, and has a few guesses of its own; as a new one it still has to wait.
  thief.cookies.clear()
  assert.equal(await guess(NEW_PASSWORD), 429)
})

test('the download does not tell whether an address that was asked for has an account', async () => {
  const { account, visitor } = await signedIn()
  const download = async (email: string) => {
    await visitor.send('/account/address', { account: account.id, email })
    const response = await visitor.post('/account/data/download', { account: account.id })
    const { mailed_links: links } = (await response.json()) as {
      mailed_links: { purpose: string; email: string | null }[]
    }
    return links.find(({ purpose }) => purpose === 'change_address')?.email
  }
  const other = await server.createAccount('half-of-somebody-else@example.com')
  const free = 'half-of-nobody@example.com'
  assert.equal(await download(other.email), other.email)
  server.clock.advance(1)
  assert.equal(await download(free), free)
})

test('a new authenticator app ends other sessions that could remove it at once', async () => {
  const { account, visitor } = await signedIn()
  const thief = newVisitor({ ...server, account })
  await thief.signIn(await thief.follow('/sign-in'))
  server.clock.advance(60)
  await addApp(visitor)
  const removed = await thief.send(`${APP}/remove`, { account: account.id, confirmed: 'yes' })
  assert.equal(removed.address.pathname, '/sign-in')
  assert.ok(await server.store.secondFactors.findTotp(account.id))
  assert.equal((await visitor.get('/account')).status, 200)
})
