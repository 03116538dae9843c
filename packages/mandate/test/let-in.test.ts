/** A mailed link lets a browser in while others guess at the account. */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { addTotp } from '../src/operations/second-factors.ts'
import { newTotpSecret, spelledSecret } from '../src/people/totp.ts'
import { scan } from './authenticator-app.ts'
import { type Mailbox, openMailbox } from './mailbox.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import {
  type Arrival,
  hiddenFields,
  newVisitor,
  simplestRequest,
  unescapeHtml,
  type Visitor,
} from './visitor.ts'

let mailbox: Mailbox
let server: RunningServer
before(async () => {
  mailbox = await openMailbox()
  const settings = { mailUrl: mailbox.url, trustedProxies: ['127.0.0.1'] }
  server = await startServer({ settings })
})
after(async () => {
  await server.close()
  await mailbox[Symbol.asyncDispose]()
})

let people = 0
const newPerson = () => server.createAccount(`jo${++people}@example.com`)

/** Uses up what all new browsers together may guess at this account. */
async function attack(email: string): Promise<void> {
  for (let i = 0; i < 105; i++) {
    const form = { email, password: 'wrong' }
    const headers = { 'x-forwarded-for': `198.${i}.100.7` }
    await (await newVisitor(server).post('/sign-in', form, headers)).text()
  }
}

let asked = 0
/** From a network of its own. */
const ask = (email: string, visitor: Visitor = newVisitor(server)) =>
  visitor.post('/sign-in/let-in', { email }, { 'x-forwarded-for': `203.${++asked % 250}.113.9` })

/** The next mail with a link; there are notices about other things, too. */
async function nextLink(email: string) {
  for (;;) {
    const mail = await mailbox.next(email)
    if (mail.links.some((address) => address.includes('/link?token='))) return mail
  }
}

function linkIn({ links }: { readonly links: readonly string[] }): string {
  const [link] = links.filter((address) => address.includes('/link?token='))
  assert.ok(link !== undefined, links.join('\n'))
  return link
}

test('who has to wait gets a link by mail, uses it in this browser, and signs in to the app', async () => {
  const { email } = await newPerson()
  await attack(email)
  const visitor = newVisitor(server)
  const page = await visitor.open({ ...simplestRequest(server), state: 'x' })
  const waiting = await visitor.signIn(page, { email, password: PASSWORD })
  assert.equal(waiting.status, 429)
  const [, action = ''] = /action="(\/sign-in\/let-in[^"]*)"/.exec(waiting.html) ?? []
  const asked = await visitor.send(unescapeHtml(action), { email })
  assert.match(asked.html, /a mail with a link is on its way/)
  const mail = await mailbox.next(email)
  assert.match(mail.subject, /without waiting/)
  const link = linkIn(mail)

  // What a mail scanner does.
  await (await newVisitor(server).get(link)).text()
  await fetch(link, { method: 'HEAD' })
  assert.equal((await visitor.signIn(page, { email, password: PASSWORD })).status, 429)

  const opened = await visitor.follow(link)
  assert.match(opened.html, /You still need your password/)
  const letIn = await visitor.send('/link', hiddenFields(opened.html))
  assert.equal(letIn.address.pathname, '/sign-in')
  assert.match(letIn.html, /no longer has to wait/)
  const arrived = await visitor.signIn(letIn, { email, password: PASSWORD })
  assert.equal(arrived.address.origin, 'https://urltoclient:4443')
  assert.equal(arrived.address.searchParams.get('state'), 'x')

  const again = await newVisitor(server).send('/link', hiddenFields(opened.html))
  assert.equal(again.status, 410)
})

test('the link signs nobody in, and lets in neither other browsers nor a copy of the old secret', async () => {
  const { email } = await newPerson()
  await attack(email)
  const [visitor, thief] = [newVisitor(server), newVisitor(server)]
  await ask(email, visitor)
  const link = linkIn(await mailbox.next(email))
  for (const [name, value] of visitor.cookies) thief.cookies.set(name, value)
  const opened = await visitor.follow(link)
  await visitor.send('/link', hiddenFields(opened.html))
  assert.equal((await visitor.get('/account')).status, 303)
  const form = { email, password: PASSWORD }
  assert.equal((await thief.post('/sign-in', form)).status, 429)
  assert.equal((await newVisitor(server).post('/sign-in', form)).status, 429)
  assert.equal((await visitor.post('/sign-in', { ...form, password: 'wrong' })).status, 401)
  assert.equal((await visitor.post('/sign-in', form)).status, 303)
})

test('whoever asks for links without end neither fills the mailbox nor ends a link', async () => {
  const { email } = await newPerson()
  await attack(email)
  const visitor = newVisitor(server)
  await ask(email, visitor)
  const first = linkIn(await mailbox.next(email))
  for (let i = 0; i < 40; i++) await (await ask(email)).text()
  const mails = () => mailbox.all.filter(({ to }) => to.includes(email)).length
  await mailbox.next(email)
  await mailbox.next(email)
  server.clock.advance(29 * 60)
  for (let i = 0; i < 40; i++) await (await ask(email)).text()
  await mailbox.next(email)
  assert.equal(mails(), 4)
  const opened = await visitor.follow(first)
  await visitor.send('/link', hiddenFields(opened.html))
  const signedIn = await visitor.post('/sign-in', { email, password: PASSWORD })
  assert.equal(signedIn.status, 303)
})

test('SCENARIO 49: who knows the password and guesses codes from everywhere keeps no owner out', async () => {
  const { id, email } = await newPerson()
  const secret = newTotpSecret((bytes) => crypto.getRandomValues(new Uint8Array(bytes)))
  const app = scan(`<code translate="no">${spelledSecret(secret)}</code>`)
  const { store, clock, keys } = server
  const context = { store, clock, keys, random: randomBytes }
  const by = { kind: 'account', id } as const
  const added = await addTotp(context, by, { secret, code: app.code(clock.now()) })
  assert.ok(added.is === 'added' && added.codes !== null)
  const [recoveryCode = ''] = added.codes
  clock.advance(90)
  const atHome = newVisitor(server)
  const halfWay = (visitor: Visitor) => visitor.send('/sign-in', { email, password: PASSWORD })
  const enter = async (visitor: Visitor, page: Arrival, code: string) => {
    const form = { ...hiddenFields(page.html), code }
    return visitor.send(page.address.href, form)
  }
  const goesIn = ({ address }: Arrival) => address.pathname.startsWith('/account')
  assert.ok(goesIn(await enter(atHome, await halfWay(atHome), app.code(clock.now()))))

  for (let i = 0; i < 25; i++) {
    const mallory = newVisitor(server)
    const from = { 'x-forwarded-for': `198.18.${i}.7` }
    const proven = await mallory.post('/sign-in', { email, password: PASSWORD }, from)
    const page = proven.headers.get('location') ?? ''
    await (await mallory.post(page, { code: '000000' }, from)).text()
  }
  clock.advance(60)
  const elsewhere = newVisitor(server)
  const asked = await halfWay(elsewhere)
  const waiting = await enter(elsewhere, asked, app.code(clock.now()))
  assert.equal(waiting.status, 429)
  assert.match(waiting.html, /action="\/sign-in\/let-in/)
  // A known browser, a recovery code, and a link.
  assert.ok(goesIn(await enter(atHome, await halfWay(atHome), app.code(clock.now()))))
  clock.advance(60)
  await enter(elsewhere, asked, recoveryCode)
  assert.equal((await elsewhere.get('/account')).status, 200)
  const another = newVisitor(server)
  await ask(email, another)
  const opened = await another.follow(linkIn(await nextLink(email)))
  await another.send('/link', hiddenFields(opened.html))
  assert.ok(goesIn(await enter(another, await halfWay(another), app.code(clock.now()))))
})

test('the answer does not tell whether there is an account', async () => {
  const { email } = await newPerson()
  const answers: string[] = []
  for (const address of [email, 'nobody@example.com', 'not an address', '']) {
    const response = await ask(address)
    assert.equal(response.status, 200)
    answers.push((await response.text()).replaceAll(address === '' ? '\0' : address, ''))
  }
  assert.equal(answers[0], answers[1])
  assert.equal(answers[0], answers[2])
})

test('without mail there is no link', async (t) => {
  const plain = await startServer()
  t.after(() => plain.close())
  const { email } = plain.account
  assert.equal((await newVisitor(plain).post('/sign-in/let-in', { email })).status, 404)
  for (let i = 0; i < 10; i++) {
    await newVisitor(plain).post('/sign-in', { email, password: 'wrong' })
  }
  const page = await newVisitor(plain).send('/sign-in', { email, password: PASSWORD })
  assert.equal(page.status, 429)
  assert.doesNotMatch(page.html, /let-in/)
})
