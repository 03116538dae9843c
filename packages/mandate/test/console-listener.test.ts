/** The console on a listener of its own: what answers where, and one sign-in for both. */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { makeSetupLink } from '../src/operations/setup-link.ts'
import { freePort } from '../src/runtime/ports.ts'
import { readOnly } from '../src/store/read-only.ts'
import { ACT } from './act.ts'
import { newOperator, type Operator } from './console-visitor.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { cookieHeader, hiddenFields, newVisitor } from './visitor.ts'

let server: RunningServer
let owner: Operator
let consoleOrigin: string
before(async () => {
  const port = await freePort('127.0.0.1')
  consoleOrigin = `http://127.0.0.1:${port}`
  server = await startServer({ settings: { consoleListen: `127.0.0.1:${port}` } })
  owner = await newOperator(server, 'owner')
})
after(() => server.close())

const at = (origin: string, path: string, init: RequestInit = {}) =>
  fetch(origin + path, {
    ...{ redirect: 'manual', ...init },
    headers: { cookie: cookieHeader(owner.visitor), accept: 'text/html', ...init.headers },
  })

test('the console and the admin API answer only at their listener, however the address is written', async () => {
  assert.equal((await at(consoleOrigin, '/console/users')).status, 200)
  for (const path of ['/console', '/console/users', '/%63onsole/users', '/admin/openapi.json']) {
    assert.equal((await at(server.issuer, path)).status, 404, path)
  }
  assert.notEqual((await at(consoleOrigin, '/admin/openapi.json')).status, 404)
})

test('everything else is at the issuer, where the listener leads browsers to', async () => {
  const account = await at(consoleOrigin, '/account?x=1')
  assert.equal(account.headers.get('location'), `${server.issuer}/account?x=1`)
  const token = await at(consoleOrigin, '/oauth2/token', { method: 'POST' })
  assert.equal(token.status, 404)
  const { hostname } = new URL(server.issuer)
  const sneaky = await at(consoleOrigin, '//evil.example/account')
  assert.equal(new URL(sneaky.headers.get('location') ?? '').hostname, hostname)
})

test('whoever signs in at the issuer comes back to the console’s listener', async () => {
  const without = await fetch(`${consoleOrigin}/console/users`, { redirect: 'manual' })
  const signIn = new URL(without.headers.get('location') ?? '', consoleOrigin)
  assert.equal(signIn.pathname, '/sign-in')
  const led = await at(consoleOrigin, signIn.pathname + signIn.search)
  const browser = /mandate_browser=([^;]+)/.exec(without.headers.getSetCookie().join())?.[1] ?? ''
  const arrived = await fetch(led.headers.get('location') ?? '', {
    redirect: 'manual',
    headers: {
      cookie: `${cookieHeader(owner.visitor).replace(/mandate_browser=[^;]+/, '')}; mandate_browser=${browser}`,
    },
  })
  assert.equal(arrived.headers.get('location'), `${consoleOrigin}/console/users`)
})

test('forms of the console are taken from its own origin, and not from the issuer’s', async () => {
  const { id } = await server.createAccount('own-origin@example.com')
  const path = `/console/users/${id}/disable`
  const html = await (await at(consoleOrigin, path)).text()
  const once = /name="once" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const form = { operator: owner.account.id, once }
  const send = (origin: string) =>
    at(consoleOrigin, path, {
      ...{ method: 'POST', body: new URLSearchParams(form) },
      headers: { origin },
    })
  assert.equal((await send(server.issuer)).status, 400)
  assert.equal((await server.store.accounts.find(id))?.disabledAt, null)
  assert.equal((await send(consoleOrigin)).status, 303)
  assert.notEqual((await server.store.accounts.find(id))?.disabledAt, null)
})

test('the setup link, which is at the issuer, leads on to the console’s listener', async () => {
  const { rows } = await server.store.operators.list({ limit: 10 })
  for (const { accountId } of rows) await server.store.accounts.delete(accountId, ACT)
  const { keys, clock, issuer } = server
  const store = readOnly(server.store)
  const context = { store, keys, clock, random: randomBytes, settings: { issuer } }
  const made = await makeSetupLink(context, { kind: 'operator', via: 'shell' }, {})
  assert.ok(made.is === 'made')
  const visitor = newVisitor(server)
  const page = await visitor.follow(made.address)
  const typed = { email: 'nova@example.com', password: PASSWORD, password_again: PASSWORD }
  const used = await visitor.send('/link', { ...hiddenFields(page.html), ...typed })
  assert.equal(used.address.origin + used.address.pathname, `${consoleOrigin}/console/setup`)
})
