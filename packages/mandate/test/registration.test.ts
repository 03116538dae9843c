/** People make their accounts themselves: by a link to their address, or by invitation. */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { invite, withdrawInvitations } from '../src/operations/invitations.ts'
import { emailKey } from '../src/people/email.ts'
import { newLink } from '../src/people/mailed-links.ts'
import { readOnly } from '../src/store/read-only.ts'
import { ACT } from './act.ts'
import { type Mailbox, openMailbox } from './mailbox.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { hiddenFields, newVisitor, simplestRequest, unescapeHtml } from './visitor.ts'

const TERMS = { termsUrl: 'https://acme.example/terms', termsVersion: '2026-05' }
const OPERATOR = { kind: 'operator', via: 'shell' } as const

let folder: string
let mailbox: Mailbox
let server: RunningServer
before(async () => {
  mailbox = await openMailbox()
  folder = mkdtempSync(join(tmpdir(), 'mandate-registration-'))
  const settings = { mailUrl: mailbox.url, trustedProxies: ['127.0.0.1'], ...TERMS }
  server = await startServer({
    settings: { ...settings, registration: 'open' },
    database: join(folder, 'mandate.db'),
  })
})
after(async () => {
  await server.close()
  await mailbox[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

const password = 'three odd teapots'
const chosen = { password, password_again: password, terms: TERMS.termsVersion }
const accountOf = (email: string) => server.store.accounts.findByEmailKey(emailKey(email))
const factsOf = async (accountId: string) =>
  (await server.store.facts.list({ accountId }, 100)).map(({ kind }) => kind).toSorted()

async function linkFor(email: string, visitor = newVisitor(server)): Promise<string> {
  const asked = await visitor.send('/register', { email })
  assert.equal(asked.status, 200)
  return linkIn(await mailbox.next(email))
}

function linkIn({ links }: { readonly links: readonly string[] }): string {
  const [link] = links.filter((address) => address.includes('/link?token='))
  assert.ok(link !== undefined, links.join('\n'))
  return link
}

test('a new person registers on the way to an app, verifies the address and arrives there', async () => {
  const email = 'Nova@example.com'
  const visitor = newVisitor(server)
  const page = await visitor.open({ ...simplestRequest(server), state: 'x' })
  const [, place = ''] = /href="(\/register[^"]*)"/.exec(page.html) ?? []
  const form = await visitor.follow(unescapeHtml(place))
  const [, action = ''] = /action="(\/register[^"]*)"/.exec(form.html) ?? []
  const asked = await visitor.send(unescapeHtml(action), { email })
  assert.match(asked.html, /is on its way/)
  assert.equal(await accountOf(email), undefined, 'no account before the address is proven')
  const link = linkIn(await mailbox.next(email))
  // What a mail scanner does.
  await (await newVisitor(server).get(link)).text()
  await fetch(link, { method: 'HEAD' })

  const opened = await visitor.follow(link)
  assert.match(opened.html, /nova@example\.com/i)
  const token = hiddenFields(opened.html)
  const unread = await visitor.send('/link', { ...token, ...chosen, terms: '2025-01' })
  assert.equal(unread.status, 400)
  assert.match(unread.html, /Accept the terms of service to create/)
  const short = await visitor.send('/link', {
    ...token,
    ...chosen,
    password: 'short',
    password_again: 'short',
  })
  assert.equal(short.status, 400)
  assert.match(short.html, /too short/)
  assert.match(short.html, /name="terms"[^>]* checked/, 'what was typed is kept')
  assert.equal(await accountOf(email), undefined)

  const made = await visitor.send('/link', { ...token, ...chosen })
  assert.equal(made.address.pathname, '/sign-in')
  assert.match(made.html, /Your account was created/)
  const account = await accountOf(email)
  assert.equal(account?.emailVerified, true)
  assert.deepEqual(account.terms, { version: '2026-05', at: server.clock.now() })
  assert.deepEqual(await factsOf(account.id), [
    ...['account.created', 'account.terms_accepted', 'browser.remembered'],
  ])
  let arrived = await visitor.signIn(made, { email, password })
  if (arrived.address.pathname === '/consent') arrived = await visitor.decide(arrived, 'allow')
  assert.equal(arrived.address.searchParams.get('state'), 'x')
  assert.ok(arrived.address.searchParams.has('code'))

  const again = await visitor.follow(link)
  assert.equal(again.status, 410)
})

test('an address with an account gets the same answer, and a mail that says so, without a link', async () => {
  const { email } = await server.createAccount('known@example.com')
  const [known, unknown] = await Promise.all(
    [email, 'never.seen@example.com'].map((one) =>
      newVisitor(server).send('/register', { email: one }),
    ),
  )
  assert.equal(known?.status, unknown?.status)
  assert.equal(
    known?.html.replaceAll(email, 'X'),
    unknown?.html.replaceAll('never.seen@example.com', 'X'),
  )
  const mail = await mailbox.next(email)
  assert.match(mail.subject, /already have/)
  assert.deepEqual(
    mail.links.filter((link) => link.includes('token=')),
    [],
  )
  assert.ok(mail.links.includes(`${server.issuer}/sign-in`))
})

test('of two links for one address only one makes an account, and an account made meanwhile wins', async () => {
  const email = 'twice@example.com'
  const links = [await linkFor(email), await linkFor(email)]
  const sent = await Promise.all(
    links.map(async (link) => {
      const visitor = newVisitor(server)
      const opened = await visitor.follow(link)
      return visitor.post('/link', { ...hiddenFields(opened.html), ...chosen })
    }),
  )
  assert.deepEqual(sent.map(({ status }) => status).toSorted(), [303, 410])

  const late = 'late@example.com'
  const visitor = newVisitor(server)
  const opened = await visitor.follow(await linkFor(late))
  const first = await server.createAccount('LATE@example.com')
  const over = await visitor.send('/link', { ...hiddenFields(opened.html), ...chosen })
  assert.equal(over.status, 410)
  const account = await accountOf(late)
  assert.equal(account?.id, first.id)
  const signedIn = await newVisitor(server).post('/sign-in', { email: late, password })
  assert.equal(signedIn.status, 401, 'the password of the loser opens nothing')
  const owner = await newVisitor(server).post('/sign-in', { email: late, password: PASSWORD })
  assert.equal(owner.status, 303)
})

test('whoever occupied an address without proving it loses it to the owner of the mailbox', async () => {
  const { email } = await server.createAccount('victim@example.com')
  const visitor = newVisitor(server)
  await visitor.send('/register', { email })
  const { links } = await mailbox.next(email)
  assert.ok(links.includes(`${server.issuer}/forgot`), 'the mail leads to a new password')
})

test('only addresses of the allowed domains, which is told to everybody alike', async () => {
  const node = await server.addNode({ registrationDomains: ['example.org', 'bücher.example'] })
  const ask = (email: string) => newVisitor(server).post(`${node}/register`, { email })
  for (const email of ['ada@example.com', 'known@example.com', 'ada@sub.example.org']) {
    const refused = await ask(email)
    assert.equal(refused.status, 400)
    assert.match(await refused.text(), /only for addresses at .*example\.org/)
  }
  for (const email of ['ada@EXAMPLE.org', 'ada@xn--bcher-kva.example']) {
    assert.equal((await ask(email)).status, 200)
  }
  const visitor = newVisitor(server)
  const earlier = (await linkFor('early@example.com', visitor)).replace(server.issuer, node)
  assert.equal((await visitor.get(earlier)).status, 410, 'asked for before the list was set')
})

test('whoever makes an account signs in to it, although somebody else is signed in there', async () => {
  const { email: other } = await server.createAccount('other@example.com')
  const visitor = newVisitor(server)
  await visitor.signIn(await visitor.follow(`${server.issuer}/sign-in`), { email: other })
  const opened = await visitor.follow(await linkFor('second@example.com'))
  const made = await visitor.send('/link', { ...hiddenFields(opened.html), ...chosen })
  assert.equal(made.address.pathname, '/sign-in')
  assert.match(made.html, /Your account was created/)
})

test('a stranger cannot put a link into the mail by the tag of an address', async () => {
  const email = 'nemo+/www.evil.example/win@example.com'
  await newVisitor(server).send('/register', { email })
  const { text } = await mailbox.next(email)
  assert.doesNotMatch(text, /evil\.example/)
  assert.match(text, /www\.\u2060evil\.\u2060example\/win@example\.com/)
})

test('an invitation works without open registration, once, unless it is withdrawn', async () => {
  const data = {
    ...{ store: readOnly(server.store), keys: server.keys, clock: server.clock },
    ...{ random: randomBytes, settings: server },
  }
  const node = await server.addNode({ registration: 'invited' })
  const closed = await server.addNode({ registration: 'off' })
  assert.equal((await fetch(`${node}/register`)).status, 404)
  const wanted = { email: 'ina@example.com', name: 'Ina', language: 'en', isMailed: true }
  const first = await invite(data, OPERATOR, wanted)
  assert.ok(first.is === 'invited')
  const second = await invite(data, OPERATOR, wanted)
  assert.ok(second.is === 'invited')
  const at = (origin: string, address: string) => address.replace(server.issuer, origin)
  const visitor = newVisitor(server)
  assert.equal((await visitor.get(at(node, first.address))).status, 410, 'replaced')
  assert.equal((await visitor.get(at(closed, second.address))).status, 410, 'turned off')
  const opened = await visitor.get(at(node, second.address))
  assert.equal(opened.status, 200)
  const fields = hiddenFields(await opened.text())
  assert.equal((await visitor.post(`${node}/link`, { ...fields, ...chosen })).status, 303)
  const account = await accountOf(wanted.email)
  assert.equal(account?.name, 'Ina')
  assert.equal(account.emailVerified, true)

  const handed = await invite(data, OPERATOR, {
    ...wanted,
    email: 'hal@example.com',
    isMailed: false,
  })
  assert.ok(handed.is === 'invited')
  const form = await visitor.get(at(node, handed.address))
  await visitor.post(`${node}/link`, { ...hiddenFields(await form.text()), ...chosen })
  assert.equal(
    (await accountOf('hal@example.com'))?.emailVerified,
    false,
    'nothing was mailed there',
  )

  const third = await invite(data, OPERATOR, { ...wanted, email: 'ivo@example.com' })
  assert.ok(third.is === 'invited')
  const done = await withdrawInvitations(data, OPERATOR, { email: 'IVO@example.com' })
  assert.equal(done.invitations, 1)
  assert.equal((await visitor.get(at(node, third.address))).status, 410)
  assert.deepEqual(await invite(data, OPERATOR, wanted), { is: 'email_taken' })
})

test('a link for an address with an account cannot be used, even if somebody had it', async () => {
  const { id, email, emailKey: key } = await server.createAccount('whole@example.com')
  const link = newLink(
    {
      purpose: 'register',
      language: 'en',
      accountId: id,
      email,
      emailKey: key,
      accountEmailKey: key,
    },
    { keys: server.keys, random: randomBytes, now: server.clock.now() },
  )
  const use = { link, at: server.clock.now() }
  await server.store.mailedLinks.insert(link, 'none', ACT)
  const account = { ...server.account, id: 'f'.repeat(32), emailKey: 'x@example.com' }
  assert.equal(await server.store.mailedLinks.register({ ...use, account }, ACT), 'link_over')
  assert.equal(await server.store.accounts.find(account.id), undefined)
})
