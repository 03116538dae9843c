/** The address of an account: confirmed, changed, and taken back by mail. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ACT } from './act.ts'
import { type Mailbox, openMailbox } from './mailbox.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { scimUser } from './store/contract/samples.ts'
import { newVisitor, type Visitor } from './visitor.ts'

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

/** A signed-in person of one test. */
async function newPerson() {
  const account = await server.createAccount(`owner${++people}@example.com`)
  const visitor = newVisitor(server)
  await signIn(visitor, account.email)
  return { ...account, visitor }
}

const signIn = (visitor: Visitor, email: string, password = PASSWORD) =>
  visitor.send('/sign-in', { email, password })
const findAccount = (id: string) => server.store.accounts.find(id)
const canSignIn = async (email: string, password = PASSWORD) =>
  (await signIn(newVisitor(server), email, password)).address.pathname === '/account'

async function linkTo(address: string): Promise<string> {
  for (;;) {
    const { links } = await mailbox.next(address)
    const [link] = links.filter((one) => one.includes('/link?token='))
    if (link !== undefined) return link
  }
}

/** Presses the button of a link. */
async function press(link: string, more: Readonly<Record<string, string>> = {}) {
  const visitor = newVisitor(server)
  await visitor.follow(link)
  const token = new URL(link).searchParams.get('token') ?? ''
  return visitor.send('/link', { token, ...more })
}

const change = (visitor: Visitor, account: string, email: string) =>
  visitor.post('/account/address', { account, email })

test('who confirms the address by its link has it confirmed', async () => {
  const { id, email, visitor } = await newPerson()
  assert.match(await (await visitor.get('/account/profile')).text(), /Not confirmed yet/)
  await visitor.post('/account/address/verify', { account: id })
  const link = await linkTo(email)
  assert.equal((await findAccount(id))?.emailVerified, false)
  const page = await press(link)
  assert.match(page.html, /Your address is confirmed/)
  assert.equal((await findAccount(id))?.emailVerified, true)
  assert.doesNotMatch(await (await visitor.get('/account/profile')).text(), /Not confirmed yet/)
})

test('an address changes when the link to the new one is used, and the old one is told', async () => {
  const { id, email, visitor } = await newPerson()
  const newEmail = `new-${email}`
  const asked = await change(visitor, id, newEmail)
  assert.match(await asked.text(), /We sent a link to/)
  const told = await mailbox.next(email)
  assert.match(told.subject, /is about to change/)
  const link = await linkTo(newEmail)
  assert.equal((await findAccount(id))?.email, email, 'nothing changed yet')
  assert.match((await press(link)).html, /Your address is confirmed/)
  const after = await findAccount(id)
  assert.deepEqual([after?.email, after?.emailVerified], [newEmail, true])
  assert.equal(await canSignIn(newEmail), true)
  assert.equal(await canSignIn(email), false)
  assert.equal((await visitor.get('/account/profile')).status, 200, 'the person stays signed in')
})

test('SCENARIO 53: of two changes, each link serves only its own address, and one wins', async () => {
  const { id, email, visitor } = await newPerson()
  const [first, second] = [`first-${email}`, `second-${email}`]
  await change(visitor, id, first)
  const firstLink = await linkTo(first)
  server.clock.advance(1)
  await change(visitor, id, second)
  const secondLink = await linkTo(second)
  const over = await press(firstLink)
  assert.equal(over.status, 410)
  assert.match(over.html, /There is a newer link/)
  assert.equal((await findAccount(id))?.email, email)
  const pages = await Promise.all([press(secondLink), press(secondLink)])
  assert.deepEqual(pages.map(({ status }) => status).sort(), [200, 410])
  assert.equal((await findAccount(id))?.email, second)
})

test('"This was not me" at the old address stops the change and ends the thief’s session', async () => {
  const { id, email, visitor: thief } = await newPerson()
  const stolen = `thief-of-${email}`
  await change(thief, id, stolen)
  const stop = await linkTo(email)
  const link = await linkTo(stolen)
  const page = await press(stop, { password: NEW_PASSWORD, password_again: NEW_PASSWORD })
  assert.equal(page.address.pathname, '/sign-in')
  assert.equal((await press(link)).status, 410)
  assert.equal((await findAccount(id))?.email, email)
  assert.equal((await thief.get('/account')).status, 303)
  assert.equal(await canSignIn(email, NEW_PASSWORD), true)
  assert.equal(await canSignIn(email), false)
})

test('it also brings the address back, whatever the thief changed since', async () => {
  const { id, email, visitor: thief } = await newPerson()
  const [stolen, next] = [`thief-of-${email}`, `next-of-${email}`]
  await change(thief, id, stolen)
  const stop = await linkTo(email)
  await press(await linkTo(stolen))
  // The thief makes sure: another password, another address.
  const password = 'the thief has chosen this'
  await thief.post('/account/password/change', { account: id, password, password_again: password })
  server.clock.advance(60)
  await change(thief, id, next)
  const stopOfThief = await linkTo(stolen)
  await press(await linkTo(next))
  assert.equal((await findAccount(id))?.email, next)

  await press(stop, { password: NEW_PASSWORD })
  assert.equal((await findAccount(id))?.email, email)
  assert.equal(await canSignIn(email, NEW_PASSWORD), true)
  const back = await press(stopOfThief, { password })
  assert.equal(back.status, 410)
  assert.equal((await findAccount(id))?.email, email)
})

test('an address that has another account gets no link, and the answer is the same', async () => {
  const { id, email, visitor } = await newPerson()
  const other = await server.createAccount(`other-${email}`)
  const answer = async (address: string) =>
    (await (await change(visitor, id, address)).text()).replaceAll(address, 'ADDRESS')
  const ofTaken = await answer(other.email)
  await mailbox.next(email)
  server.clock.advance(1)
  assert.equal(await answer(`free-${email}`), ofTaken)
  await linkTo(`free-${email}`)
  assert.deepEqual(
    mailbox.all.filter(({ to }) => to === other.email),
    [],
  )
})

test('a link to an address that was taken in the meantime changes nothing', async () => {
  const { id, email, visitor } = await newPerson()
  const newEmail = `late-${email}`
  await change(visitor, id, newEmail)
  const link = await linkTo(newEmail)
  await server.createAccount(newEmail)
  const page = await press(link)
  assert.equal(page.status, 409)
  assert.match(page.html, /already belongs to another account/)
  assert.equal((await findAccount(id))?.email, email)
})

test('a change needs a recent sign-in, keeps what was typed, and can be cancelled', async () => {
  const { id, email, visitor } = await newPerson()
  const invalid = await change(visitor, id, 'jo.martin@')
  const html = await invalid.text()
  assert.deepEqual([invalid.status, /value="jo.martin@"/.test(html)], [400, true])
  server.clock.advance(16 * 60)
  const newEmail = `kept-${email}`
  const signInPage = await visitor.send('/account/address', { account: id, email: newEmail })
  assert.equal(signInPage.address.pathname, '/sign-in')
  const done = await visitor.signIn(signInPage, { email })
  assert.match(done.html, /We sent a link to/)
  const link = await linkTo(newEmail)
  const cancelled = await visitor.post('/account/address/cancel', { account: id })
  assert.match(await cancelled.text(), /Your address stays as it is/)
  assert.match((await press(link)).html, /This link is no longer valid/)
})

test('nobody can have an address flooded with links', async () => {
  const { id, email, visitor } = await newPerson()
  const victim = `victim-of-${email}`
  for (let times = 0; times < 6; times++) {
    await change(visitor, id, victim)
    server.clock.advance(1)
  }
  await mailbox.next(email)
  const page = await change(visitor, id, victim)
  assert.match(await page.text(), /You have already asked for several links/)
  const links = mailbox.all.filter(({ to }) => to === victim)
  assert.ok(links.length <= 3, `${links.length}`)
})

test('without mail, the profile offers no change', async () => {
  await using silent = await startServer()
  const visitor = newVisitor(silent)
  await visitor.send('/sign-in', { email: silent.account.email, password: PASSWORD })
  const page = await (await visitor.get('/account/profile')).text()
  assert.match(page, /ask the people who run this service/)
  await visitor.post('/account/address', { account: silent.account.id, email: 'new@example.com' })
  assert.deepEqual(await silent.store.mailedLinks.listOpen(silent.account.id, 0), [])
})

test('an address that a directory keeps is not changed here, and the page says whose it is', async () => {
  const { id, email, visitor } = await newPerson()
  const identity = { provider: 'https://login.acme.example', subject: id }
  await server.store.accounts.link(id, identity, ACT)
  const user = { ...scimUser, accountId: id, provider: identity.provider, externalId: id }
  const shown = { email, name: null, profile: null, disables: false }
  assert.equal(await server.store.scimUsers.adopt(user, shown, ACT), 'adopted')
  const page = await visitor.follow('/account/profile')
  assert.match(page.html, /comes from the directory of <bdi class="given">login.acme.example/)
  assert.doesNotMatch(page.html, /New e-mail address/)
  const refused = await change(visitor, id, 'elsewhere@example.com')
  assert.match(await refused.text(), /comes from the directory/)
  assert.deepEqual(await server.store.mailedLinks.listOpen(id, server.clock.now()), [])
})
