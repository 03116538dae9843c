/** A lost password: from the question on the sign-in page to the sign-in with a new one. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Mailbox, openMailbox } from './mailbox.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { hiddenFields, newVisitor, simplestRequest, unescapeHtml, type Visitor } from './visitor.ts'

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
/** A person of one test. */
const newPerson = () => server.createAccount(`jo${++people}@example.com`)

/** Asks for a link and waits for the mail. */
async function linkFor(email: string, visitor: Visitor = newVisitor(server)): Promise<string> {
  await visitor.get('/forgot')
  const asked = await visitor.post('/forgot', { email })
  assert.equal(asked.status, 200)
  return linkIn(await mailbox.next(email))
}

function linkIn({ links }: { readonly links: readonly string[] }): string {
  const [link] = links.filter((address) => address.includes('/link?token='))
  assert.ok(link !== undefined, links.join('\n'))
  return link
}

/** Fills in the form of a link. */
async function choose(link: string, password: string, visitor: Visitor = newVisitor(server)) {
  const page = await visitor.follow(link)
  const form = { ...hiddenFields(page.html), password, password_again: password }
  return visitor.send('/link', form)
}

const canSignIn = async (email: string, password: string) => {
  const page = await newVisitor(server).send('/sign-in', { email, password })
  return page.address.pathname === '/account'
}

test('who lost a password chooses another by mail, and ends at the app', async () => {
  const { email } = await newPerson()
  const visitor = newVisitor(server)
  const page = await visitor.open({ ...simplestRequest(server), state: 'x' })
  const [, forgot = ''] = /href="(\/forgot[^"]*)"/.exec(page.html) ?? []
  const form = await visitor.follow(unescapeHtml(forgot))
  const [, action = ''] = /action="(\/forgot[^"]*)"/.exec(form.html) ?? []
  const asked = await visitor.send(unescapeHtml(action), { email })
  assert.match(asked.html, /a mail with a link is on its way/)
  const mail = await mailbox.next(email)
  assert.match(mail.subject, /Choose a new Mandate password/)
  const link = linkIn(mail)
  assert.ok(link.startsWith(`${server.issuer}/link?token=mdt_ml_`))
  const signIn = await choose(link, NEW_PASSWORD, visitor)
  assert.equal(signIn.address.pathname, '/sign-in')
  assert.match(signIn.html, /Your password was changed/)
  const arrived = await visitor.signIn(signIn, { email, password: NEW_PASSWORD })
  assert.equal(arrived.address.origin, 'https://urltoclient:4443')
  assert.notEqual(arrived.address.searchParams.get('code'), null)
  assert.equal(arrived.address.searchParams.get('state'), 'x')
  assert.equal(await canSignIn(email, PASSWORD), false)
  assert.match((await mailbox.next(email)).subject, /password was changed/)
})

test('in another browser, the new password leads to the account page', async () => {
  const { email } = await newPerson()
  const visitor = newVisitor(server)
  const page = await visitor.open(simplestRequest(server))
  const [, forgot = ''] = /href="(\/forgot[^"]*)"/.exec(page.html) ?? []
  await visitor.post(unescapeHtml(forgot), { email })
  const elsewhere = newVisitor(server)
  const signIn = await choose(linkIn(await mailbox.next(email)), NEW_PASSWORD, elsewhere)
  assert.equal(signIn.address.searchParams.has('pending'), false)
  const arrived = await elsewhere.signIn(signIn, { email, password: NEW_PASSWORD })
  assert.equal(arrived.address.pathname, '/account')
})

test('the owner of the new password signs in, although somebody else is signed in there', async () => {
  const [{ email }, other] = [await newPerson(), await newPerson()]
  const visitor = newVisitor(server)
  await visitor.send('/sign-in', { email: other.email, password: PASSWORD })
  const signIn = await choose(await linkFor(email), NEW_PASSWORD, visitor)
  assert.equal(signIn.address.pathname, '/sign-in')
  assert.match(signIn.html, /Your password was changed/)
})

test('a new password ends all sessions, but no app is disconnected', async () => {
  const { email, id } = await newPerson()
  const visitor = newVisitor(server)
  await visitor.send('/sign-in', { email, password: PASSWORD })
  await choose(await linkFor(email), NEW_PASSWORD)
  assert.deepEqual(await server.store.sessions.listOf(id), [])
  assert.equal((await visitor.get('/account')).status, 303)
})

test('SCENARIO 52, 85: opening a link with GET or HEAD, as scanners do, uses nothing up', async () => {
  const { email } = await newPerson()
  const link = await linkFor(email)
  for (let times = 0; times < 3; times++) {
    assert.equal((await newVisitor(server).get(link)).status, 200)
    assert.equal((await fetch(link, { method: 'HEAD' })).status, 200)
  }
  assert.equal((await choose(link, NEW_PASSWORD)).address.pathname, '/sign-in')
  assert.equal(await canSignIn(email, NEW_PASSWORD), true)
})

test('SCENARIO 85: a link is used once, also when two people press the button at once', async () => {
  const { email } = await newPerson()
  const link = await linkFor(email)
  const passwords = ['first unlikely passphrase', 'second unlikely passphrase']
  const pages = await Promise.all(passwords.map((password) => choose(link, password)))
  const over = pages.filter(({ status }) => status === 410)
  assert.equal(over.length, 1)
  assert.match(over[0]?.html ?? '', /This link has been used/)
  const works = await Promise.all(passwords.map((password) => canSignIn(email, password)))
  assert.equal(works.filter(Boolean).length, 1)
  const again = await newVisitor(server).follow(link)
  assert.match(again.html, /This link has been used/)
  assert.match(again.html, /href="\/forgot"/)
})

test('SCENARIO 85: asking again in the same browser replaces the link; elsewhere it does not', async () => {
  const { email } = await newPerson()
  const visitor = newVisitor(server)
  const first = await linkFor(email, visitor)
  // Somebody else asks too: that must not make the owner's link useless.
  const byStranger = await linkFor(email)
  assert.equal((await newVisitor(server).get(first)).status, 200)
  const second = await linkFor(email, visitor)
  const old = await newVisitor(server).follow(first)
  assert.deepEqual([old.status, /There is a newer link/.test(old.html)], [410, true])
  assert.equal((await choose(second, NEW_PASSWORD)).address.pathname, '/sign-in')
  const rest = await newVisitor(server).follow(byStranger)
  assert.match(rest.html, /This link is no longer valid/)
})

test('a link expires after half an hour, and says so', async () => {
  const { email } = await newPerson()
  const link = await linkFor(email)
  server.clock.advance(30 * 60)
  const page = await newVisitor(server).follow(link)
  assert.equal(page.status, 410)
  assert.match(page.html, /This link has expired/)
})

test('SCENARIO 52: without the token of the mail, no order of steps sets a password', async () => {
  const { email } = await newPerson()
  const link = await linkFor(email)
  const token = new URL(link).searchParams.get('token') ?? ''
  const password = NEW_PASSWORD
  const changed = token.slice(0, 20) + (token[20] === 'a' ? 'b' : 'a') + token.slice(21)
  const bad = ['', 'x', changed, token.slice(0, -1)]
  for (const one of bad) {
    const response = await newVisitor(server).post('/link', { token: one, password })
    assert.equal(response.status, 404, one)
  }
  // The token in the address of a POST is not in its form.
  assert.equal((await newVisitor(server).post(link, { password })).status, 404)
  const other = await newPerson()
  const forAnother = { token, password, email: other.email, account: other.id }
  assert.equal((await newVisitor(server).post('/link', forAnother)).status, 303)
  assert.equal(await canSignIn(other.email, PASSWORD), true)
})

test('a form says beside the field what is wrong, and keeps no password', async () => {
  const { email } = await newPerson()
  const link = await linkFor(email)
  const visitor = newVisitor(server)
  const token = new URL(link).searchParams.get('token') ?? ''
  const refused = async (password: string, password_again: string, told: RegExp) => {
    const response = await visitor.post('/link', { token, password, password_again })
    const html = await response.text()
    assert.equal(response.status, 400)
    assert.match(html, told)
    assert.match(html, /aria-invalid="true"/)
    assert.ok(password === '' || !html.includes(password))
  }
  await refused('', '', /Enter a new password/)
  await refused('a passphrase nobody knows', 'a passphrase nobody know', /The two passwords differ/)
  await refused('xq7Zk!', 'xq7Zk!', /too short/)
  await refused('password1234567', 'password1234567', /easy to guess/)
  assert.equal((await choose(link, NEW_PASSWORD)).address.pathname, '/sign-in')
})

test('a form for the address keeps what was typed', async () => {
  const visitor = newVisitor(server)
  const response = await visitor.post('/forgot', { email: 'jo.martin@' })
  const html = await response.text()
  assert.equal(response.status, 400)
  assert.match(html, /value="jo.martin@"/)
  assert.match(html, /This is not an e-mail address/)
  assert.equal((await visitor.post('/forgot', {})).status, 400)
})

test('SCENARIO 50: the answer for an unknown or disabled address is the same, and no mail is sent', async () => {
  const known = await newPerson()
  const disabled = await newPerson()
  const at = server.clock.now()
  await server.store.accounts.disable(disabled.id, { by: { kind: 'operator', via: 'shell' }, at })
  const visitor = newVisitor(server)
  const answer = async (email: string) => {
    const response = await visitor.post('/forgot', { email })
    const { status, headers } = response
    const names = [...headers.keys()].filter((name) => name !== 'date')
    return { status, names, html: (await response.text()).replaceAll(email, 'ADDRESS') }
  }
  await visitor.get('/forgot')
  const ofKnown = await answer(known.email)
  assert.deepEqual(await answer('nobody@example.com'), ofKnown)
  assert.deepEqual(await answer(disabled.email), ofKnown)
  await mailbox.next(known.email)
  const others = mailbox.all.filter(
    ({ to }) => to === 'nobody@example.com' || to === disabled.email,
  )
  assert.deepEqual(others, [])
})

test('an account that only signs in elsewhere gets no link, and the answer is the same', async () => {
  const verify_url = 'https://platform.example/verify'
  const password = { way: 'password', verify_url, verify_secret: 's'.repeat(40) }
  await using platform = await startServer({
    settings: { mailUrl: mailbox.url, signIn: { password } },
  })
  const person = async (name: string, { provider, has }: { provider: string; has: boolean }) => {
    const email = `${name}@example.com`
    const made = await platform.createAccount(email)
    const at = platform.clock.now()
    const act = { by: { kind: 'operator', via: 'shell' }, at } as const
    const id = has ? made.id : `elsewhere-${name}`
    const identity = { provider, subject: name }
    if (has) await platform.store.accounts.link(id, identity, act)
    else {
      await platform.store.accounts.delete(made.id, act)
      await platform.store.accounts.insert({ ...made, id, passwordHash: null }, act, [identity])
    }
    const response = await newVisitor(platform).post('/forgot', { email })
    return { email, html: (await response.text()).replaceAll(email, 'ADDRESS') }
  }
  const elsewhere = await person('employee', { provider: 'https://login.acme.example', has: false })
  const both = await person('both', { provider: 'https://login.acme.example', has: true })
  const toMove = await person('to-move', { provider: 'platform', has: false })
  assert.equal(elsewhere.html, both.html)
  for (const { email } of [both, toMove]) linkIn(await mailbox.next(email))
  assert.deepEqual(
    mailbox.all.filter(({ to }) => to === elsewhere.email),
    [],
  )
})

test('SCENARIO 51: the link leads to the issuer, whatever host the request names', async () => {
  const { email } = await newPerson()
  const headers = { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' }
  await newVisitor(server).post('/forgot', { email }, headers)
  const link = linkIn(await mailbox.next(email))
  assert.ok(link.startsWith(`${server.issuer}/link?`))
})

test('another site can neither ask for a link nor use one', async () => {
  const { email } = await newPerson()
  const link = await linkFor(email)
  const token = new URL(link).searchParams.get('token') ?? ''
  const headers = { 'sec-fetch-site': 'cross-site' }
  const visitor = newVisitor(server)
  assert.equal((await visitor.post('/forgot', { email }, headers)).status, 400)
  const used = await visitor.post('/link', { token, password: NEW_PASSWORD }, headers)
  assert.equal(used.status, 400)
  assert.equal(await canSignIn(email, PASSWORD), true)
})

test('neither the token nor a password is in the log', async () => {
  const { email } = await newPerson()
  const link = await linkFor(email)
  await choose(link, NEW_PASSWORD)
  const token = new URL(link).searchParams.get('token') ?? 'none'
  const log = server.log.join('\n')
  for (const secret of [token, NEW_PASSWORD]) assert.ok(!log.includes(secret))
})

test('without mail, nothing offers a link', async () => {
  await using silent = await startServer()
  const visitor = newVisitor(silent)
  assert.doesNotMatch(await (await visitor.get('/sign-in')).text(), /forgot/)
  assert.equal((await visitor.get('/forgot')).status, 404)
  assert.equal((await visitor.post('/forgot', { email: silent.account.email })).status, 404)
  const over = await visitor.get('/link?token=x')
  assert.doesNotMatch(await over.text(), /\/forgot/)
})

test('a flood of requests neither fills the mailbox nor leaves the owner without a link', async () => {
  await using busy = await startServer({
    settings: { mailUrl: mailbox.url, trustedProxies: ['127.0.0.1'] },
  })
  const { email, id } = await busy.createAccount('flooded@example.com')
  const ask = (from: string) =>
    newVisitor(busy).post('/forgot', { email }, { 'x-forwarded-for': from })
  for (let hour = 0; hour < 2; hour++) {
    for (let number = 0; number < 12; number++) {
      const response = await ask(`10.${hour}.${number}.1`)
      assert.match(await response.text(), /a mail with a link is on its way/)
      busy.clock.advance(5 * 60)
    }
    // Without having asked, the owner has a link that works.
    const open = await busy.store.mailedLinks.listOpen(id, busy.clock.now())
    assert.ok(open.length > 0)
  }
  const facts = await busy.store.facts.list({ accountId: id }, 100)
  const made = facts.filter(({ kind }) => kind === 'link.made').length
  assert.ok(made > 0 && made <= 3 + 8, `${made} mails in two hours`)
})

test('a network that asks for very many mails waits, whatever the addresses', async () => {
  await using busy = await startServer({ settings: { mailUrl: mailbox.url } })
  const ask = (number: number) =>
    newVisitor(busy).post('/forgot', { email: `nobody${number}@example.com` })
  for (let number = 0; number < 20; number++) assert.equal((await ask(number)).status, 200)
  const refused = await ask(20)
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '60'])
  const html = await refused.text()
  assert.match(html, /Too many attempts/)
  assert.match(html, /value="nobody20@example.com"/)
  busy.clock.advance(60)
  assert.equal((await ask(20)).status, 200)
})
