/** A passkey as the second step of a sign-in. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createAuthenticator } from './authenticator.ts'
import { recoveryCodesIn, setUpApp } from './authenticator-app.ts'
import { givePasskey, passkeyFormOf, usePasskey } from './passkey-visitor.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { hiddenFields, newVisitor, simplestRequest } from './visitor.ts'

const signIn = { password: { way: 'password' }, passkey: { way: 'passkey' } }
/** Everybody needs a second factor here. */
let server: RunningServer
before(async () => {
  server = await startServer({
    hostname: 'localhost',
    settings: { signIn, secondFactor: 'required' },
  })
})
after(() => server.close())

const ASK = '/sign-in/second-factor'
let people = 0

/** Somebody with a passkey who has typed the password. */
async function halfWay() {
  const account = await server.createAccount(`person-${people++}@example.com`)
  const authenticator = await givePasskey(server, account, { counter: 0 })
  const visitor = newVisitor(server)
  const start = await visitor.open(simplestRequest(server))
  const page = await visitor.signIn(start, { email: account.email })
  assert.equal(page.address.pathname, ASK)
  assert.equal(visitor.cookies.has('mandate_session'), false)
  return { account, authenticator, visitor, page }
}

const codeIn = ({ address }: { readonly address: URL }) => address.searchParams.get('code') ?? ''

test('after the password, the person’s passkey is asked for, and nobody else’s', async () => {
  const { account, authenticator, visitor, page } = await halfWay()
  const [, options = ''] = / data-options="([^"]*)"/.exec(page.html) ?? []
  assert.ok(options.includes(authenticator.id), page.html)
  assert.match(page.headers.get('content-security-policy') ?? '', /script-src 'self'/)
  const other = await halfWay()
  const refused = await usePasskey(visitor, page, other)
  assert.equal(refused.status, 401)
  assert.match(refused.html, /does not work here/)
  assert.equal(visitor.cookies.has('mandate_session'), false)
  const arrival = await usePasskey(visitor, refused, { authenticator })
  assert.match(codeIn(arrival), /^mdt_ac_/)
  const [session] = await server.store.sessions.listOf(account.id)
  assert.deepEqual([session?.amr, session?.acr], [['pwd', 'pop', 'mfa'], 'phr'])
})

test('a passkey alone is enough where two factors are required', async () => {
  const { authenticator } = await halfWay()
  const visitor = newVisitor(server)
  const page = await visitor.open(simplestRequest(server))
  assert.match(codeIn(await usePasskey(visitor, page, { authenticator })), /^mdt_ac_/)
})

test('a half sign-in is used up by a passkey, and a clone gets no further than a stranger', async () => {
  const { account, authenticator, visitor, page } = await halfWay()
  const copy = authenticator.copy()
  const otherTab = await visitor.follow(page.address.href)
  assert.match(codeIn(await usePasskey(visitor, page, { authenticator })), /^mdt_ac_/)
  visitor.cookies.delete('mandate_session')
  assert.equal((await usePasskey(visitor, page, { authenticator })).status, 401)
  const again = await usePasskey(visitor, otherTab, { authenticator })
  assert.equal(again.address.pathname, '/sign-in')
  const thief = newVisitor(server)
  const start = await thief.follow('/sign-in')
  const asked = await thief.signIn(start, { email: account.email })
  assert.match((await usePasskey(thief, asked, { authenticator: copy })).html, /suspended/)
  assert.equal(thief.cookies.has('mandate_session'), false)
})

test('with an app and a passkey, either will do', async () => {
  const account = await server.createAccount(`person-${people++}@example.com`)
  const visitor = newVisitor(server)
  const setUp = await visitor.signIn(await visitor.follow('/sign-in'), { email: account.email })
  await setUpApp(visitor, setUp, server.clock.now())
  const authenticator = await givePasskey(server, account)
  const other = newVisitor(server)
  const page = await other.signIn(await other.follow('/sign-in'), { email: account.email })
  assert.match(page.html, /name="code"/)
  const arrival = await usePasskey(other, page, { authenticator })
  assert.equal(arrival.address.pathname, '/account')
})

test('a new passkey can be the second factor that a person has to set up', async () => {
  const account = await server.createAccount(`person-${people++}@example.com`)
  const visitor = newVisitor(server)
  const start = await visitor.open(simplestRequest(server))
  const page = await visitor.signIn(start, { email: account.email })
  assert.equal(page.address.pathname, '/sign-in/set-up-factor')
  const { action, options } = await passkeyFormOf(visitor, page)
  const authenticator = createAuthenticator(server.issuer)
  const refused = await visitor.send(action, {
    credential: authenticator.create(options, { without: 'verified' }),
  })
  assert.match(refused.html, /No passkey was added/)
  const again = await passkeyFormOf(visitor, refused)
  const codes = await visitor.send(again.action, {
    credential: authenticator.create(again.options),
  })
  assert.match(codes.html, /Save your recovery codes/)
  const [session] = await server.store.sessions.listOf(account.id)
  assert.deepEqual([session?.amr, session?.acr], [['pwd', 'pop', 'mfa'], 'phr'])
  const [, goOn = ''] = /action="([^"]*go-on[^"]*)"/.exec(codes.html) ?? []
  assert.match(codeIn(await visitor.send(goOn.replaceAll('&#38;', '&'), {})), /^mdt_ac_/)
})

test('whoever has passkeys alone gets recovery codes with the next one, or asks for them', async () => {
  const { account, authenticator, visitor, page } = await halfWay()
  await usePasskey(visitor, page, { authenticator })
  const form = { account: account.id }
  assert.match((await visitor.follow('/account/security')).html, /0 codes left/)
  const { action, options } = await passkeyFormOf(
    visitor,
    await visitor.follow('/account/passkeys/new'),
  )
  const another = createAuthenticator(server.issuer)
  const credential = another.create(options)
  const added = await visitor.send(action, { ...form, credential })
  assert.match(added.html, /Save your recovery codes[\s\S]*was added/)
  const [code = ''] = recoveryCodesIn(added.html)
  const other = newVisitor(server)
  const asked = await other.signIn(await other.follow('/sign-in'), { email: account.email })
  const [, lost = ''] = /href="([^"]*recovery[^"]*)"/.exec(asked.html) ?? []
  const typed = await other.follow(lost.replaceAll('&#38;', '&'))
  const arrival = await other.send(typed.address.href, { ...hiddenFields(typed.html), code })
  assert.match(arrival.html, /You signed in with a recovery code/)
  const renewed = await visitor.send('/account/security/recovery-codes', form)
  assert.match(renewed.html, /Make new recovery codes\?/)
})

test('an app that needs phr gets it from the passkey, also of somebody who is signed in', async () => {
  const optional = await startServer({ hostname: 'localhost', settings: { signIn } })
  try {
    const { account } = optional
    const authenticator = await givePasskey(optional, account)
    const visitor = newVisitor(optional)
    const signedIn = await visitor.signIn(await visitor.follow('/sign-in'))
    assert.equal(signedIn.address.pathname, '/account')
    const asked = { ...simplestRequest(optional), acr_values: 'phr' }
    const page = await visitor.open(asked)
    assert.equal(page.address.pathname, ASK)
    assert.doesNotMatch(page.html, /name="code"/)
    const arrival = await usePasskey(visitor, page, { authenticator })
    assert.match(codeIn(arrival), /^mdt_ac_/)
    const [newest, ...older] = await optional.store.sessions.listOf(account.id)
    assert.deepEqual([newest?.acr, older.length], ['phr', 0])
    const stranger = newVisitor(optional)
    const other = await optional.createAccount('without@example.com')
    const refused = await stranger.signIn(await stranger.open(asked), { email: other.email })
    assert.equal(refused.address.searchParams.get('error'), 'unmet_authentication_requirements')
  } finally {
    await optional.close()
  }
})
