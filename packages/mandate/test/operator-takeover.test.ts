/**
 * Somebody has the password of an operator, and adds a factor of their own. The role then waits until an
 * owner says that it was the operator.
 */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { addOperator, confirmOperator } from '../src/operations/operators.ts'
import { makeResetLink } from '../src/operations/reset-links.ts'
import { makeSetupLink } from '../src/operations/setup-link.ts'
import { permissionsOf, type Role } from '../src/operators/roles.ts'
import { readOnly } from '../src/store/read-only.ts'
import { ACT } from './act.ts'
import { call } from './admin/program.ts'
import { scan, setUpApp } from './authenticator-app.ts'
import { exchange, tokensOf } from './integrator.ts'
import { PASSWORD, REDIRECT_URI, type RunningServer, startServer } from './running-server.ts'
import { type Arrival, hiddenFields, newVisitor, type Visitor } from './visitor.ts'

const APP = '/account/security/authenticator'
const SHELL = { kind: 'operator', via: 'shell' } as const
let server: RunningServer
before(async () => {
  server = await startServer({ settings: { consoleRequiresSecondFactor: true } })
})
after(() => server.close())

let people = 0
async function newOperator(role: Role) {
  people += 1
  const account = await server.createAccount(`operator-${people}@example.com`)
  await addOperator(contextNow(), SHELL, { accountId: account.id, role })
  return account
}
const contextNow = () => ({ store: readOnly(server.store), clock: server.clock })

/** Opens the console and types the password; ends where the server then leads. */
async function openConsole(email: string, visitor: Visitor = newVisitor(server)) {
  const page = await visitor.signIn(await visitor.follow('/console'), { email })
  return { visitor, page }
}
/** The page after the recovery codes were saved. */
const goOn = (visitor: Visitor, saved: Arrival) => {
  const [, action = ''] = /action="(\/sign-in\/go-on[^"]*)"/.exec(saved.html) ?? []
  return visitor.send(action, hiddenFields(saved.html))
}
const isUnconfirmed = ({ status, html }: Arrival) =>
  status === 403 && /Your role waits for an owner/.test(html)

test('attack: with the password of an owner who has no second factor, set up the first one', async () => {
  const { id, email } = await newOperator('owner')
  const { visitor, page } = await openConsole(email)
  assert.equal(page.address.pathname, '/sign-in/set-up-factor')
  const { saved } = await setUpApp(visitor, page, server.clock.now())
  assert.ok(isUnconfirmed(await goOn(visitor, saved)))
  for (const path of ['/console', '/console/users', '/console/operators']) {
    assert.ok(isUnconfirmed(await visitor.follow(path)), path)
  }
  assert.equal((await server.store.operators.find(id))?.unconfirmedSince, server.clock.now())

  await confirmOperator(contextNow(), SHELL, { accountId: id })
  assert.equal((await visitor.follow('/console')).status, 200)
  const listed = await visitor.follow('/console/operators')
  assert.doesNotMatch(listed.html, /Unconfirmed/)
})

test('attack: the same with a token for the admin API, which was good before', async () => {
  const { id, email } = await newOperator('owner')
  const scope = 'admin:users:read'
  const { client, secret } = await server.register({ scope: `all ${scope}`, trusted: true })
  const asked = {
    ...{ response_type: 'code', client_id: client.id, redirect_uri: REDIRECT_URI },
    ...{ scope, resource: `${server.issuer}/admin/v1` },
  }
  const visitor = newVisitor(server)
  const page = await visitor.signIn(await visitor.open(asked), { email })
  const { saved } = await setUpApp(visitor, page, server.clock.now())
  const arrived = await goOn(visitor, saved)
  // Who waits gets no such scope either.
  assert.equal(arrived.address.searchParams.get('error'), 'access_denied', arrived.address.href)
  await confirmOperator(contextNow(), SHELL, { accountId: id })
  const code = (await visitor.open(asked)).address.searchParams.get('code') ?? ''
  const { accessToken: token } = tokensOf(
    await exchange(server, code, { as: { id: client.id, secret } }),
  )
  const list = () => call(server.issuer, { method: 'GET', path: '/users', token })
  assert.equal((await list()).status, 200)
  await server.store.accounts.link(
    id,
    { provider: 'mallory', subject: 'mallory' },
    { by: { kind: 'account', id }, at: server.clock.now() },
  )
  const refused = await list()
  assert.deepEqual([refused.status, refused.body.code], [403, 'operator_unconfirmed'])
})

test('attack: an operator who has a passkey and no app: the password adds an app on the account page', async () => {
  const { id, email } = await newOperator('owner')
  await server.store.passkeys.insert(
    {
      ...{ id: `passkey-${id}`, accountId: id, publicKey: randomBytes(40), counter: 0 },
      ...{ transports: [], name: 'Key', aaguid: null, isBackupEligible: false, isBackedUp: false },
      ...{ createdAt: 1, lastUsedAt: null, suspendedAt: null },
    },
    ACT,
  )
  await confirmOperator(contextNow(), SHELL, { accountId: id })
  const visitor = newVisitor(server)
  await visitor.signIn(await visitor.follow('/sign-in'), { email })
  const page = await visitor.follow(APP)
  const app = scan(page.html)
  const form = { ...hiddenFields(page.html), code: app.code(server.clock.now()) }
  await visitor.send(`${APP}/add`, form)
  server.clock.advance(60)
  const asked = await visitor.follow('/console')
  const code = app.code(server.clock.now())
  const arrived = await visitor.send(asked.address.href, { ...hiddenFields(asked.html), code })
  assert.ok(isUnconfirmed(arrived), arrived.address.href)
})

test('who proved two factors adds another one, and stays an operator', async () => {
  const { id, email } = await newOperator('support')
  const { visitor, page } = await openConsole(email)
  await setUpApp(visitor, page, server.clock.now())
  await confirmOperator(contextNow(), SHELL, { accountId: id })
  const before = await server.store.secondFactors.findTotp(id)
  server.clock.advance(60)
  const again = await visitor.follow(APP)
  const code = scan(again.html).code(server.clock.now())
  await visitor.send(`${APP}/add`, { ...hiddenFields(again.html), code })
  assert.notDeepEqual(await server.store.secondFactors.findTotp(id), before)
  assert.equal((await visitor.follow('/console')).status, 200)
})

test('a link that a command printed proves it was the operator; one from the console does not', async () => {
  const { keys, clock, issuer } = server
  const context = { ...contextNow(), keys, clock, random: randomBytes, settings: { issuer } }
  const fromConsole = {
    kind: 'operator',
    via: 'console',
    id: 'account:another',
    permissions: permissionsOf('owner'),
  } as const
  for (const [actor, proves] of [
    [SHELL, true],
    [fromConsole, false],
  ] as const) {
    const account = await newOperator('owner')
    const made = await makeResetLink(context, actor, { account })
    assert.ok(made.is === 'made')
    const visitor = newVisitor(server)
    const hidden = hiddenFields((await visitor.follow(made.address)).html)
    const chosen = { password: PASSWORD, password_again: PASSWORD }
    const used = await visitor.send('/link', { ...hidden, ...chosen })
    const page = proves
      ? await visitor.signIn(used, account)
      : (await openConsole(account.email, visitor)).page
    const { saved } = await setUpApp(visitor, page, clock.now())
    const arrived = await goOn(visitor, saved)
    assert.equal(isUnconfirmed(arrived), !proves)
    assert.equal(arrived.address.pathname, '/console')
  }
})

test('the first owner needs nobody: the setup link is the proof, in the browser that used it', async () => {
  const { rows } = await server.store.operators.list({ limit: 100 })
  for (const { accountId } of rows) await server.store.accounts.delete(accountId, ACT)
  const { keys, clock, issuer } = server
  const context = { ...contextNow(), keys, clock, random: randomBytes, settings: { issuer } }
  const made = await makeSetupLink(context, SHELL, {})
  assert.ok(made.is === 'made')
  const visitor = newVisitor(server)
  const token = hiddenFields((await visitor.follow(made.address)).html)
  const owner = { email: 'nova@example.com', name: 'Nova' }
  const used = await visitor.send('/link', {
    ...{ ...token, ...owner, password: PASSWORD, password_again: PASSWORD },
  })
  // A thief of the password, who also learned the address.
  const mallory = newVisitor(server)
  const theirs = await mallory.signIn(await mallory.follow(used.address.href), owner)
  assert.equal(theirs.address.pathname, '/sign-in/set-up-factor')

  const page = await visitor.signIn(used, owner)
  const { saved } = await setUpApp(visitor, page, clock.now())
  const setup = await goOn(visitor, saved)
  assert.deepEqual([setup.status, setup.address.pathname], [200, '/console/setup'])
})
