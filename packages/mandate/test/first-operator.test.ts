/** A new server's first operator: by a link that only whoever starts the server can read. */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, beforeEach, test } from 'node:test'
import { makeSetupLink } from '../src/operations/setup-link.ts'
import { emailKey } from '../src/people/email.ts'
import { readOnly } from '../src/store/read-only.ts'
import { ACT } from './act.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { hiddenFields, newVisitor } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())
// Each test has a server without operators.
beforeEach(async () => {
  const { operators, accounts } = server.store
  const { rows } = await operators.list({ limit: 10 })
  for (const { accountId } of rows) await accounts.delete(accountId, ACT)
})

async function newLink(): Promise<string> {
  const { keys, clock } = server
  const store = readOnly(server.store)
  const context = { store, keys, clock, random: randomBytes, settings: { issuer: server.issuer } }
  const made = await makeSetupLink(context, { kind: 'operator', via: 'shell' }, {})
  assert.ok(made.is === 'made')
  return made.address
}

const password = 'three odd teapots'
const wanted = { email: 'Nova@example.com', name: 'Nova', password, password_again: password }
const accountOf = (email: string) => server.store.accounts.findByEmailKey(emailKey(email))

test('the link makes an account that owns the server, once', async () => {
  const link = await newLink()
  const visitor = newVisitor(server)
  const page = await visitor.follow(link)
  assert.match(page.html, /Set up this server/)
  const token = hiddenFields(page.html)
  const done = await visitor.post('/link', { ...token, ...wanted })
  assert.equal(done.status, 303)
  assert.match(done.headers.get('location') ?? '', /^\/console\/setup\?proof=/)
  const account = await accountOf('nova@example.com')
  const operator = await server.store.operators.find(account?.id ?? '')
  assert.deepEqual([account?.name, operator?.role], ['Nova', 'owner'])
  const signedIn = await newVisitor(server).send('/sign-in', { email: wanted.email, password })
  assert.equal(signedIn.status, 200)

  const again = await newVisitor(server).send('/link', {
    ...token,
    ...wanted,
    email: 'x@b.example',
  })
  assert.equal(again.status, 410)
  assert.equal(await accountOf('x@b.example'), undefined)
})

test('what is wrong is said beside its field, and the link stays good', async () => {
  const visitor = newVisitor(server)
  const token = hiddenFields((await visitor.follow(await newLink())).html)
  const wrong: readonly (readonly [Readonly<Record<string, string>>, RegExp])[] = [
    [{ email: 'nova' }, /Enter an e-mail address, such as/],
    [{ email: server.account.email }, /mandate operator add/],
    [{ name: 'N'.repeat(201) }, /Enter a name of at most 200/],
    [{ password: 'short', password_again: 'short' }, /15/],
    [{ password_again: 'four odd teapots' }, /id="password_again-told"/],
  ]
  for (const [change, said] of wrong) {
    const answer = await visitor.send('/link', { ...token, ...wanted, ...change })
    assert.equal(answer.status, 400)
    assert.match(answer.html, said)
    assert.match(answer.html, RegExp(`name="email"[^>]*value="${change['email'] ?? wanted.email}"`))
  }
  assert.equal((await visitor.post('/link', { ...token, ...wanted })).status, 303)
})

test('attack: an older link, after the server has an owner', async () => {
  const [older, link] = [await newLink(), await newLink()]
  const token = hiddenFields((await newVisitor(server).follow(link)).html)
  await newVisitor(server).post('/link', { ...token, ...wanted })
  const mallory = newVisitor(server)
  const opened = await mallory.follow(older)
  assert.equal(opened.status, 410)
  assert.match(opened.html, /This server has an owner/)
  const stolen = { token: new URL(older).searchParams.get('token') ?? '' }
  const used = await mallory.send('/link', { ...stolen, ...wanted, email: 'mallory@b.example' })
  assert.equal(used.status, 410)
  assert.equal(await accountOf('mallory@b.example'), undefined)
})

test('attack: two links are used in the same moment', async () => {
  const links = [await newLink(), await newLink()]
  const used = links.map((link, place) => {
    const token = new URL(link).searchParams.get('token') ?? ''
    const form = { token, ...wanted, email: `owner-${place}@b.example` }
    return newVisitor(server).post('/link', form)
  })
  const statuses = (await Promise.all(used)).map(({ status }) => status)
  assert.deepEqual(statuses.toSorted(), [303, 410])
  const { rows } = await server.store.operators.list({ limit: 10 })
  const first = await accountOf(`owner-${statuses.indexOf(303)}@b.example`)
  assert.deepEqual(
    rows.map(({ accountId, role }) => [accountId, role]),
    [[first?.id, 'owner']],
  )
  assert.equal(await accountOf(`owner-${statuses.indexOf(410)}@b.example`), undefined)
})

test('attack: a page of another site sends the form', async () => {
  const visitor = newVisitor(server)
  const token = hiddenFields((await visitor.follow(await newLink())).html)
  const from = { origin: 'https://mallory.example', 'sec-fetch-site': 'cross-site' }
  const forged = await visitor.post('/link', { ...token, ...wanted }, from)
  assert.equal(forged.status, 400)
  assert.equal(await accountOf(wanted.email), undefined)
})
