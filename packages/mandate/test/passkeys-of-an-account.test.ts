/** `/account/security` and `/account/passkeys/…`, over HTTP: what browsers cannot be made to do, and attacks. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { MOST_PASSKEYS } from '../src/store/port.ts'
import { ACT } from './act.ts'
import { createAuthenticator } from './authenticator.ts'
import { givePasskey, passkeyFormOf, usePasskey } from './passkey-visitor.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { newVisitor, unescapeHtml, type Visitor } from './visitor.ts'

const signIn = { password: { way: 'password' }, passkey: { way: 'passkey' } }
let server: RunningServer
before(async () => {
  server = await startServer({ hostname: 'localhost', settings: { signIn } })
})
after(() => server.close())

let people = 0
async function newPerson() {
  const account = await server.createAccount(`person-${people++}@example.com`)
  const visitor = newVisitor(server)
  await visitor.post('/sign-in', { email: account.email, password: PASSWORD })
  return { account, visitor, form: { account: account.id } }
}

/** The form of the page that adds a passkey. */
async function formToAdd(visitor: Visitor) {
  const page = await visitor.follow('/account/passkeys/new')
  assert.equal(page.address.pathname, '/account/passkeys/new')
  const [, options = ''] = / data-options="([^"]*)"/.exec(page.html) ?? []
  return JSON.parse(unescapeHtml(options))
}

const add = (visitor: Visitor, form: object, credential: string) =>
  visitor.send('/account/passkeys/add', { ...form, credential })

test('a passkey is added with a name, and its owner is the only one to see it', async () => {
  const { account, visitor, form } = await newPerson()
  const options = await formToAdd(visitor)
  assert.notEqual(Buffer.from(options.user.id, 'base64url').toString(), account.id)
  assert.deepEqual(options.authenticatorSelection, {
    ...{ residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
  })
  const authenticator = createAuthenticator(server.issuer)
  const added = await add(visitor, form, authenticator.create(options))
  assert.match(added.html, /was added/)
  const own = newVisitor(server)
  await usePasskey(own, await own.follow('/sign-in'), { authenticator })
  assert.match((await own.follow('/account/security')).html, /Rename/)
  const stranger = await newPerson()
  assert.doesNotMatch((await stranger.visitor.follow('/account/security')).html, /Rename/)
  const [, excluded] = [options, await formToAdd(visitor)]
  assert.deepEqual(
    excluded.excludeCredentials.map(({ id }: { readonly id: string }) => id),
    [authenticator.id],
  )
})

test('adding needs a recent sign-in, and a challenge of this browser for this account', async () => {
  const { account, visitor, form } = await newPerson()
  const other = await newPerson()
  const authenticator = createAuthenticator(server.issuer)
  const theirs = authenticator.create(await formToAdd(other.visitor))
  assert.match((await add(visitor, form, theirs)).html, /No passkey was added/)
  const toSignIn = await passkeyFormOf(visitor, await newVisitor(server).follow('/sign-in'))
  const reused = { ...(await formToAdd(visitor)), challenge: toSignIn.options.challenge }
  assert.match(
    (await add(visitor, form, authenticator.create(reused))).html,
    /No passkey was added/,
  )
  // The page of somebody who has signed out since.
  const wrongPage = authenticator.create(await formToAdd(visitor))
  const asOther = await add(visitor, { account: other.account.id }, wrongPage)
  assert.match(asOther.html, /another account/)
  const late = authenticator.create(await formToAdd(visitor))
  server.clock.advance(301)
  assert.match((await add(visitor, form, late)).html, /That took too long/)
  server.clock.advance(900)
  const again = await add(visitor, form, late)
  assert.equal(again.address.pathname, '/sign-in')
  assert.doesNotMatch(again.address.href, /credential/)
  const arrival = await visitor.signIn(again, { email: account.email })
  assert.equal(arrival.address.pathname, '/account/passkeys/new')
  const cross = await visitor.post(
    '/account/passkeys/add',
    { ...form, credential: authenticator.create(await formToAdd(visitor)) },
    { 'sec-fetch-site': 'cross-site' },
  )
  assert.equal(cross.status, 400)
  assert.deepEqual(await server.store.passkeys.listOf(account.id), [])
})

test('somebody else’s passkey is neither renamed nor removed', async () => {
  const owner = await newPerson()
  const { id } = await givePasskey(server, owner.account)
  const { visitor, form } = await newPerson()
  const renamed = await visitor.send('/account/passkeys/rename', {
    ...{ ...form, passkey: id, name: 'Mine' },
  })
  assert.match(renamed.html, /already removed/)
  const removed = await visitor.send('/account/passkeys/remove', {
    ...{ ...form, passkey: id, confirmed: 'yes' },
  })
  assert.match(removed.html, /already removed/)
  assert.equal((await server.store.passkeys.find(id))?.passkey.name, 'Phone')
})

test('a name is kept as typed if it is one, and a wrong one is refused', async () => {
  const { account, visitor, form } = await newPerson()
  const { id } = await givePasskey(server, account)
  const rename = (name: string) =>
    visitor.send('/account/passkeys/rename', { ...form, passkey: id, name })
  for (const wrong of ['', '   ', 'a'.repeat(61), 'a\nb', 'a\u0007']) {
    assert.match((await rename(wrong)).html, /at most 60 characters/)
  }
  await rename(' <b>Zoë’s “key”</b> ')
  assert.equal((await server.store.passkeys.find(id))?.passkey.name, '<b>Zoë’s “key”</b>')
  assert.doesNotMatch((await visitor.follow('/account/security')).html, /<b>Zoë/)
})

test('the last way in stays: a passkey without a password, or beside a way that is off', async () => {
  const { account } = await newPerson()
  const bare = {
    ...account,
    ...{ id: `bare-${people++}`, email: null, emailKey: null, passwordHash: null },
  }
  const elsewhere = { provider: 'off', subject: bare.id }
  assert.equal(await server.store.accounts.insert(bare, ACT, [elsewhere]), 'inserted')
  const authenticator = await givePasskey(server, bare)
  const visitor = newVisitor(server)
  await usePasskey(visitor, await visitor.follow('/sign-in'), { authenticator })
  const removal = { account: bare.id, passkey: authenticator.id }
  const remove = () => visitor.send('/account/passkeys/remove', { ...removal, confirmed: 'yes' })
  assert.match(
    (await visitor.send('/account/passkeys/remove', removal)).html,
    /only way to sign in/,
  )
  assert.match((await remove()).html, /only way to sign in/)
  await givePasskey(server, bare)
  assert.match((await remove()).html, /was removed/)
  assert.equal((await server.store.passkeys.listOf(bare.id)).length, 1)
})

test('an account has a limited number of passkeys, and is told so', async () => {
  const { account, visitor, form } = await newPerson()
  const options = await formToAdd(visitor)
  for (let count = 0; count < MOST_PASSKEYS; count++) await givePasskey(server, account)
  const created = createAuthenticator(server.issuer).create(options)
  assert.match((await add(visitor, form, created)).html, /as many passkeys as possible/)
  const { html } = await visitor.follow('/account/security')
  assert.match(html, /as many passkeys as possible/)
  assert.doesNotMatch(html, /passkeys\/new/)
})

test('a script runs only on the page that adds a passkey', async () => {
  const { visitor } = await newPerson()
  const policyOf = async (path: string) =>
    (await visitor.follow(path)).headers.get('content-security-policy') ?? ''
  assert.match(await policyOf('/account/passkeys/new'), /script-src 'self'/)
  assert.doesNotMatch(await policyOf('/account/security'), /script-src/)
})
