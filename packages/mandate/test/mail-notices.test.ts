/** What people are told by mail about their accounts, and what they are not. */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { disableAccount } from '../src/operations/accounts.ts'
import { newLink } from '../src/people/mailed-links.ts'
import { actAt } from './act.ts'
import { codesFor, newDeviceClient, typeCode } from './device.ts'
import { exchange, refresh, tokensOf } from './integrator.ts'
import { type Mailbox, openMailbox } from './mailbox.ts'
import { REDIRECT_URI, type RunningServer, startServer } from './running-server.ts'
import { hiddenFields, newVisitor, simplestRequest } from './visitor.ts'

const FIREFOX = 'Mozilla/5.0 (X11; Linux) Firefox/128.0'

let mailbox: Mailbox
let server: RunningServer
before(async () => {
  mailbox = await openMailbox()
  server = await startServer({ settings: { mailUrl: mailbox.url, brandName: 'Acme' } })
  server.clock.advance(7_200)
})
after(async () => {
  await server.close()
  await mailbox[Symbol.asyncDispose]()
})

async function newPerson(email: string, changes: { readonly language?: string } = {}) {
  const person = await server.createAccount(email)
  await server.store.accounts.update(person.id, { ...changes }, actAt(server.clock.now()))
  server.clock.advance(7_200)
  const subjects = () => mailbox.all.filter(({ to }) => to === email).map((one) => one.subject)
  return { ...person, subjects, next: () => mailbox.next(email) }
}

test('a sign-in with a new browser is told, with where it came from; the next one is not', async () => {
  const ada = await newPerson('ada@example.com')
  const visitor = newVisitor(server)
  await visitor.signIn(await visitor.open(simplestRequest(server)), ada)
  const told = await ada.next()
  assert.equal(told.subject, 'New sign-in to your Acme account')
  assert.match(told.text, /^Network address: 127\.0\.0\.1$/m)
  assert.deepEqual(told.links, [`${server.issuer}/account/security`])

  server.clock.advance(60)
  const again = { ...simplestRequest(server), prompt: 'login' }
  await visitor.signIn(await visitor.open(again), ada)
  const other = newVisitor(server)
  await other.signIn(await other.open(simplestRequest(server)), ada)
  await ada.next()
  assert.equal(ada.subjects().length, 2)
})

test('no name leads from a mail to where its owner wants', async () => {
  const mia = await newPerson('mia@example.com')
  const visitor = newVisitor(server)
  await visitor.signIn(await visitor.open(simplestRequest(server)), mia)
  await mia.next()
  for (const name of [
    'https://evil.example/verify',
    'Log in at www.evil.example',
    'evil.example',
  ]) {
    const { client } = await server.register({ name, trusted: false })
    const request = { ...simplestRequest(server), client_id: client.id }
    await visitor.decide(await visitor.open(request), 'allow')
    const told = await mia.next()
    assert.deepEqual(told.links, [`${server.issuer}/account`])
    assert.doesNotMatch(`${told.subject} ${told.text} ${told.html}`, /evil\.example/)
    assert.ok(told.text.replaceAll('\u2060', '').includes(name))
  }
})

test('a new app is told once, and so is the end of its connection when a used token comes back', async () => {
  const bob = await newPerson('bob@example.com', { language: 'sv' })
  const { client, secret } = await server.register({ name: 'Ledger <b>', trusted: false })
  const as = { id: client.id, secret }
  const visitor = newVisitor(server)
  const request = { response_type: 'code', client_id: client.id, redirect_uri: REDIRECT_URI }
  const asked = await visitor.signIn(await visitor.open(request), bob)
  assert.equal((await bob.next()).subject, 'Ny inloggning på ditt konto hos Acme')
  const { address } = await visitor.decide(asked, 'allow')
  const connected = await bob.next()
  assert.equal(connected.subject, 'Ledger <b> är ansluten till ditt konto hos Acme')
  assert.match(connected.text, /^Nätverksadress: 127\.0\.0\.1$/m)
  assert.equal(connected.headers.get('content-language'), 'sv')

  const again = await visitor.open({ ...request, prompt: 'consent' })
  await visitor.decide(again, 'allow')
  const code = address.searchParams.get('code') ?? ''
  const { refreshToken } = tokensOf(await exchange(server, code, { as }))
  assert.equal((await refresh(server, refreshToken, { as })).status, 200)
  assert.equal((await refresh(server, refreshToken, { as })).status, 400)
  const ended = await bob.next()
  assert.equal(ended.subject, 'Ledger <b> har kopplats från ditt konto hos Acme')
  assert.ok(!ended.text.includes(refreshToken.slice(0, 20)))
  assert.deepEqual(ended.links, [`${server.issuer}/account`])
  assert.equal(bob.subjects().length, 3)
})

test('what the operator and the platform do to many accounts is not told', async () => {
  const eve = await newPerson('eve@example.com')
  const visitor = newVisitor(server)
  await visitor.signIn(await visitor.open(simplestRequest(server)), eve)
  await eve.next()
  const { store, clock } = server
  const actors = [
    { kind: 'operator', via: 'shell' },
    { kind: 'platform', id: 'key' },
  ] as const
  for (const actor of actors) {
    await store.accounts.endSessions(eve.id, { by: actor, at: clock.now() })
    await disableAccount({ store, clock }, actor, { accountId: eve.id })
  }
  assert.deepEqual(await store.jobs.take('mail', { leaseMs: 0, limit: 10 }), [])
  assert.equal(eve.subjects().length, 1)
})

test('an account that is deleted before its mail is sent gets none, and the job is done', async () => {
  const zoe = await newPerson('zoe@example.com')
  const { store, clock } = server
  const act = actAt(clock.now())
  const job = { kind: 'mail', input: { mail: 'password_changed', accountId: zoe.id, at: act.at } }
  await store.accounts.delete(zoe.id, { ...act, jobs: [job] })
  const last = await newPerson('last@example.com')
  await store.accounts.setPassword(last.id, 'another', act)
  await last.next()
  assert.deepEqual(zoe.subjects(), [])
  assert.deepEqual(await store.jobs.listFailed(10), [])
})

test('a change of the address is told to both addresses', async () => {
  const old = await newPerson('old@example.com')
  const { store, clock, keys } = server
  const random = (bytes: number) => randomBytes(bytes)
  const email = 'new@example.com'
  const link = newLink(
    {
      ...{ purpose: 'change_address', language: 'en', accountId: old.id, email, emailKey: email },
      ...{ accountEmailKey: old.emailKey, details: { from: old.email } },
    },
    { keys, random, now: clock.now() },
  )
  const act = { by: { kind: 'account', id: old.id }, at: clock.now() } as const
  await store.mailedLinks.insert(link, 'all', act)
  assert.match((await mailbox.next(email)).subject, /Confirm your new address/)
  const change = { link, at: clock.now() }
  assert.equal(await store.mailedLinks.changeAddress(change, act), 'changed')
  const [atOld, atNew] = await Promise.all([old.next(), mailbox.next(email)])
  const told = /now signs in with new@example\.com, no longer with old@example\.com/
  for (const mail of [atOld, atNew]) assert.match(mail.text, told)
  assert.match(atOld.text, /It undoes the change/)
  assert.doesNotMatch(atNew.text, /It undoes the change/)
})

test('a changed password is told once, with where it was changed, and not as a new browser', async () => {
  const kim = await newPerson('kim@example.com', { language: 'sv' })
  const visitor = newVisitor(server)
  await visitor.signIn(await visitor.open(simplestRequest(server)), kim)
  assert.equal((await kim.next()).subject, 'Ny inloggning på ditt konto hos Acme')
  const { html } = await visitor.follow('/account/password')
  const password = 'another long passphrase'
  const form = { ...hiddenFields(html), password, password_again: password }
  await visitor.send('/account/password/change', form)
  const told = await kim.next()
  assert.equal(told.subject, 'Ditt lösenord hos Acme har ändrats')
  assert.match(told.text, /^Nätverksadress: 127\.0\.0\.1$/m)
  assert.ok(!told.text.includes(password) && !told.html.includes(password))
  assert.deepEqual(await server.store.jobs.take('mail', { leaseMs: 60_000, limit: 10 }), [])
  assert.equal(kim.subjects().length, 2)
})

test('each device that is connected is told, with where it asked from', async () => {
  const eva = await newPerson('eva@example.com')
  const client = await newDeviceClient(server, { name: 'Notes TV' })
  const visitor = newVisitor(server)
  const connect = async () => {
    const { userCode } = await codesFor(server, client, { headers: { 'user-agent': FIREFOX } })
    await visitor.decide(await typeCode(visitor, userCode, eva), 'allow')
  }
  await connect()
  // The new browser, and the app that is new to the account.
  await Promise.all([eva.next(), eva.next()])
  await connect()
  const told = await eva.next()
  assert.equal(told.subject, 'Notes TV is connected to your Acme account')
  assert.match(told.text, /Firefox \(Linux\)/)
  assert.equal(eva.subjects().length, 3)
})
