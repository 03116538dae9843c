/** Sign-in with a passkey over HTTP: requests of apps, postponed acts, and attacks on the page. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createPasswords } from '../src/people/password.ts'
import { ACT } from './act.ts'
import { givePasskey, passkeyFormOf, usePasskey } from './passkey-visitor.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { newVisitor, simplestRequest } from './visitor.ts'

const signIn = { password: { way: 'password' }, passkey: { way: 'passkey' } }
let server: RunningServer
before(async () => {
  server = await startServer({ hostname: 'localhost', settings: { signIn } })
})
after(() => server.close())

let people = 0
async function newPerson() {
  const account = await server.createAccount(`person-${people++}@example.com`)
  const authenticator = await givePasskey(server, account, { counter: 0 })
  return { account, authenticator, visitor: newVisitor(server) }
}

async function sessionOf({ id }: { readonly id: string }) {
  const [newest] = await server.store.sessions.listOf(id)
  return newest
}

test('a passkey signs in to an app, as two factors that cannot be phished', async () => {
  const { account, authenticator, visitor } = await newPerson()
  const page = await visitor.open(simplestRequest(server))
  const arrival = await usePasskey(visitor, page, { authenticator })
  assert.match(arrival.address.searchParams.get('code') ?? '', /^mdt_ac_/)
  const session = await sessionOf(account)
  assert.deepEqual([session?.amr, session?.acr], [['pop', 'mfa'], 'phr'])
  assert.equal(session?.provider, null)
})

test('the page allows its script and nothing else', async () => {
  const page = await newVisitor(server).open(simplestRequest(server))
  const policy = page.headers.get('content-security-policy') ?? ''
  assert.match(policy, /default-src 'none'/)
  assert.match(policy, /script-src 'self'; connect-src 'self'/)
  assert.doesNotMatch(policy, /unsafe|\*/)
  const permissions = 'publickey-credentials-get=(self), publickey-credentials-create=(self)'
  assert.equal(page.headers.get('permissions-policy'), permissions)
  assert.match(page.html, /autocomplete="username webauthn"/)
  const elsewhere = await newVisitor(server).follow('/')
  const none = 'publickey-credentials-get=(), publickey-credentials-create=()'
  assert.equal(elsewhere.headers.get('permissions-policy'), none)
  assert.doesNotMatch(elsewhere.headers.get('content-security-policy') ?? '', /script-src/)
})

test('prompt=login and max_age are satisfied by a passkey, and only by a new use of it', async () => {
  const { authenticator, visitor } = await newPerson()
  await usePasskey(visitor, await visitor.follow('/sign-in'), { authenticator })
  server.clock.advance(600)
  for (const wish of [{ prompt: 'login' }, { max_age: '60' }]) {
    const page = await visitor.open({ ...simplestRequest(server), ...wish })
    assert.equal(page.address.pathname, '/sign-in')
    const arrival = await usePasskey(visitor, page, { authenticator })
    assert.match(arrival.address.searchParams.get('code') ?? '', /^mdt_ac_/)
    server.clock.advance(600)
  }
})

test('an act that needs a recent sign-in is done after a passkey', async () => {
  const { account, authenticator, visitor } = await newPerson()
  await server.store.accounts.link(account.id, { provider: 'x', subject: account.id }, ACT)
  await usePasskey(visitor, await visitor.follow('/sign-in'), { authenticator })
  server.clock.advance(16 * 60)
  const form = { account: account.id, provider: 'x', subject: account.id }
  const page = await visitor.send('/account/disconnect-way', form)
  assert.equal(page.address.pathname, '/sign-in')
  assert.equal((await server.store.accounts.listIdentities(account.id)).length, 1)
  const done = await usePasskey(visitor, page, { authenticator })
  assert.equal(done.status, 200)
  assert.equal((await server.store.accounts.listIdentities(account.id)).length, 0)
})

test('other browser: what one browser was asked, no other can answer', async () => {
  const { account, authenticator, visitor } = await newPerson()
  const mallory = newVisitor(server)
  const { options } = await passkeyFormOf(mallory, await mallory.follow('/sign-in'))
  const page = await visitor.follow('/sign-in')
  const { action } = await passkeyFormOf(visitor, page)
  const credential = authenticator.get(options)
  const refused = await visitor.send(action, { credential })
  assert.equal(refused.status, 401)
  assert.match(refused.html, /cannot be continued/)
  const without = await newVisitor(server).send('/sign-in/passkey', { credential })
  assert.equal(without.status, 401)
  assert.equal(await sessionOf(account), undefined)
})

test('a form from another site signs nobody in, and gets no challenge', async () => {
  const { account, authenticator, visitor } = await newPerson()
  const page = await visitor.follow('/sign-in')
  const { action, options } = await passkeyFormOf(visitor, page)
  const credential = authenticator.get(options)
  for (const [address, form] of [
    [action, { credential }],
    ['/sign-in/passkey/options', {}],
  ] as const) {
    const answer = await visitor.post(address, form, { 'sec-fetch-site': 'cross-site' })
    assert.equal(answer.status, 400, address)
  }
  assert.equal(await sessionOf(account), undefined)
  assert.equal((await visitor.send(action, { credential })).status, 200)
})

test('each refusal says what to do, keeps the request, and the password still works', async () => {
  const { account, authenticator, visitor } = await newPerson()
  const page = await visitor.open(simplestRequest(server))
  const copy = authenticator.copy()
  const expired = await passkeyFormOf(visitor, page)
  server.clock.advance(301)
  const late = await visitor.send(expired.action, { credential: copy.get(expired.options) })
  assert.equal(late.status, 401)
  assert.match(late.html, /That took too long/)
  await usePasskey(visitor, late, { authenticator })
  await usePasskey(visitor, page, { authenticator })
  const cloned = await usePasskey(visitor, page, { authenticator: copy })
  assert.match(cloned.html, /passkey is suspended/)
  const owner = await usePasskey(visitor, cloned, { authenticator })
  assert.match(owner.html, /passkey is suspended/)
  const unknown = { credentialId: Buffer.alloc(16) }
  const refused = await usePasskey(visitor, owner, { authenticator, lies: unknown })
  assert.equal(refused.status, 401)
  assert.match(refused.html, /does not work here/)
  const forged = await visitor.send(expired.action, { credential: '{}' })
  assert.match(forged.html, /does not work here/)
  const arrival = await visitor.signIn(page, { email: account.email })
  assert.match(arrival.address.searchParams.get('code') ?? '', /^mdt_ac_/)
})

test('a disabled account is told so, with its passkey', async () => {
  const { account, authenticator, visitor } = await newPerson()
  await server.store.accounts.disable(account.id, ACT)
  const page = await visitor.follow('/sign-in')
  const refused = await usePasskey(visitor, page, { authenticator })
  assert.equal(refused.status, 403)
  assert.match(refused.html, /account is turned off/)
})

test('with a full hashing queue and no end of failed guesses, a passkey still signs in', async () => {
  const { account, authenticator, visitor } = await newPerson()
  const passwords = createPasswords({
    random: (bytes) => new Uint8Array(bytes),
    cost: { memory: 64, passes: 1, parallelism: 1 },
  })
  const isFull = { ...passwords, isBusy: () => true, verify: () => assert.fail('a hash was made') }
  const full = await startServer({
    hostname: 'localhost',
    settings: { signIn },
    passwords: isFull,
  })
  try {
    const owner = await full.createAccount(account.email)
    const own = await givePasskey(full, owner)
    const person = newVisitor(full)
    const page = await person.follow('/sign-in')
    assert.equal((await person.signIn(page, { email: owner.email })).status, 503)
    const arrival = await usePasskey(person, page, { authenticator: own })
    assert.equal(arrival.address.pathname, '/account')
  } finally {
    await full.close()
  }
  for (let guess = 0; guess < 60; guess++) {
    await newVisitor(server).post('/sign-in', { email: account.email, password: `guess ${guess}` })
  }
  const page = await visitor.follow('/sign-in')
  assert.equal((await visitor.signIn(page, { email: account.email })).status, 429)
  const arrival = await usePasskey(visitor, page, { authenticator })
  assert.equal(arrival.address.pathname, '/account')
})

test('an issuer with an IP address offers no passkeys', async () => {
  const other = await startServer({ settings: { signIn } })
  try {
    const page = await newVisitor(other).follow('/sign-in')
    assert.doesNotMatch(page.html, /passkey|webauthn|<script/)
    assert.match(page.html, /autocomplete="username"/)
    assert.equal((await newVisitor(other).post('/sign-in/passkey/options', {})).status, 404)
    const posted = await newVisitor(other).send('/sign-in/passkey', { credential: '{}' })
    assert.equal(posted.address.pathname, '/sign-in')
  } finally {
    await other.close()
  }
})
