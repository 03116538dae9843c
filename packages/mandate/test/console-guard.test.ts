/** Who may use the console: every page and act of its registry, for nobody and for each role. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { consoleActs, consolePages } from '../src/http/console/addresses.ts'
import { setOperatorRole } from '../src/operations/operators.ts'
import type { Permission } from '../src/operators/permissions.ts'
import { permissionsOf, roles } from '../src/operators/roles.ts'
import { readOnly } from '../src/store/read-only.ts'
import { newOperator } from './console-visitor.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { newVisitor } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

const addressOf = ({ path }: { readonly path: string }) => path.replace(/:\w+/g, 'x')
const places = [...consolePages, ...consoleActs].map(addressOf)

test('whoever is not signed in is asked to sign in, and nothing is done', async () => {
  const visitor = newVisitor(server)
  for (const path of places) {
    for (const answer of [await visitor.get(path), await visitor.post(path, {})]) {
      // 405 for an act without a question, and for a page without a form.
      if (answer.status === 405) continue
      assert.equal(answer.status, 303, path)
      assert.match(answer.headers.get('location') ?? '', /^\/sign-in\?then=/, path)
    }
  }
})

test('an account without a role sees nothing of the console, whatever it asks for', async () => {
  const { visitor } = await newOperator(server, null)
  for (const path of places) {
    for (const answer of [await visitor.get(path), await visitor.post(path, {})]) {
      if (answer.status === 405) continue
      assert.equal(answer.status, 403, path)
      const html = await answer.text()
      assert.match(html, /This account cannot use the console/)
      assert.doesNotMatch(html, /console-places/)
    }
  }
})

for (const role of roles) {
  test(`an operator with the role ${role} reaches what its permissions say, and nothing else`, async () => {
    const { visitor } = await newOperator(server, role)
    const isAllowed = ({ needs }: { readonly needs: Permission | null }) =>
      needs === null || permissionsOf(role).has(needs)
    for (const page of consolePages) {
      const { status } = await visitor.get(addressOf(page))
      assert.equal(status === 403, !isAllowed(page), `GET ${page.path}: ${status}`)
    }
    for (const act of consoleActs) {
      const path = addressOf(act)
      const { status } = await visitor.post(path, {})
      // Who may act still needs a form of their own: nothing is done without one.
      assert.equal(status, isAllowed(act) ? 303 : 403, `POST ${path}`)
      const question = await visitor.get(path)
      if (act.open === undefined) continue
      assert.equal(question.status === 403, !isAllowed(act), `GET ${path}`)
    }
    const home = await (await visitor.get('/console/users')).text()
    for (const [, address = ''] of home.matchAll(/<li><a href="(\/console[^"]*)"/g)) {
      const { status } = await visitor.get(address)
      assert.notEqual(status, 403, `the list at the side leads to ${address}`)
    }
  })
}

test('a form that another site sends does nothing, in whoever’s browser', async () => {
  const { visitor } = await newOperator(server, 'owner')
  for (const act of consoleActs) {
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]) {
      const { status } = await visitor.post(addressOf(act), {}, headers)
      assert.equal(status, 400, `${act.path} ${JSON.stringify(headers)}`)
    }
  }
})

test('no page of the console can be framed, or run a script of anybody else', async () => {
  const { visitor } = await newOperator(server, 'owner')
  for (const page of consolePages) {
    const { headers } = await visitor.get(addressOf(page))
    assert.equal(headers.get('x-frame-options'), 'DENY', page.path)
    assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/)
    assert.match(headers.get('content-security-policy') ?? '', /script-src 'self'/)
    assert.doesNotMatch(headers.get('content-security-policy') ?? '', /unsafe/)
    assert.equal(headers.get('cache-control'), 'no-store')
    assert.equal(headers.get('referrer-policy'), 'same-origin')
  }
})

test('a form that is still open does nothing once the role has shrunk or is gone', async () => {
  const owner = await newOperator(server, 'owner')
  const victim = await server.createAccount('victim@example.com')
  const path = `/console/users/${victim.id}/delete`
  const open = await owner.visitor.follow(path)
  assert.equal(open.status, 200)
  const context = { store: readOnly(server.store), clock: server.clock }
  const accountId = owner.account.id
  const shell = { kind: 'operator', via: 'shell' } as const
  await newOperator(server, 'owner')
  await setOperatorRole(context, shell, { accountId, role: 'auditor' })
  const refused = await owner.submit(open, { typed: victim.email })
  assert.equal(refused.status, 403)
  assert.ok(await server.store.accounts.find(victim.id))
  const facts = await server.store.facts.list({}, 20)
  assert.ok(facts.some(({ kind }) => kind === 'operator.refused'))
})

test('a form that was opened by another account does nothing', async () => {
  const [one, other] = [await newOperator(server, 'owner'), await newOperator(server, 'owner')]
  const user = await server.createAccount('shared-browser@example.com')
  const open = await one.visitor.follow(`/console/users/${user.id}/disable`)
  const answer = await other.submit(open)
  assert.match(answer.html, /opened by another account/)
  assert.equal((await server.store.accounts.find(user.id))?.disabledAt, null)
})

test('a dangerous act asks for a recent sign-in, and for the name', async () => {
  const owner = await newOperator(server, 'owner')
  const user = await server.createAccount('to-be-deleted@example.com')
  const path = `/console/users/${user.id}/delete`
  const open = await owner.visitor.follow(path)
  const wrong = await owner.submit(open, { typed: 'somebody@example.com' })
  assert.equal(wrong.status, 400)
  assert.match(wrong.html, /That is not the name/)
  server.clock.advance(31 * 60)
  const late = await owner.submit(open, { typed: user.email })
  assert.equal(late.address.pathname, '/sign-in')
  assert.ok(await server.store.accounts.find(user.id))
  const again = await owner.visitor.signIn(late, { email: owner.account.email ?? '' })
  assert.equal(again.address.pathname, path)
  assert.match(again.html, /Nothing was changed yet/)
  const done = await owner.submit(again, { typed: user.email })
  assert.match(done.html, /is deleted/)
  assert.equal(await server.store.accounts.find(user.id), undefined)
})

test('a form that is sent twice is carried out once', async () => {
  const owner = await newOperator(server, 'owner')
  const open = await owner.visitor.follow('/console/clients/new')
  const form = { name: 'Sent twice', redirect_uris: 'https://app.example/cb', scope: 'read' }
  const first = await owner.submit(open, form)
  assert.match(first.html, /mdt_cs_/)
  const second = await owner.submit(open, form)
  assert.match(second.html, /already sent/)
  assert.doesNotMatch(second.html, /mdt_cs_/)
  const named = await server.store.clients.listNamed('senttwlce', 10)
  assert.equal(named.length, 1)
})

test('without a second factor nobody is let in, where the setting asks for one', async () => {
  await using strict = await startServer({ settings: { consoleRequiresSecondFactor: true } })
  const { visitor } = await newOperator(strict, 'owner')
  const arrival = await visitor.follow('/console/users')
  assert.equal(arrival.address.pathname, '/sign-in/set-up-factor')
  const { status } = await visitor.post(`/console/users/${strict.account.id}/disable`, {})
  assert.equal(status, 303)
  assert.equal((await strict.store.accounts.find(strict.account.id))?.disabledAt, null)
})
