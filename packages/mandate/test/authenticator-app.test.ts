/** The owner of an account and the authenticator app, on the security page. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { recoveryCodesIn, setUpApp } from './authenticator-app.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { hiddenFields, newVisitor, type Visitor } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

const SECURITY = '/account/security'
const APP = '/account/security/authenticator'
let people = 0

async function signedIn() {
  people += 1
  const account = await server.createAccount(`owner-${people}@example.com`)
  const visitor = newVisitor({ ...server, account })
  await visitor.signIn(await visitor.follow('/sign-in'))
  return { account, visitor }
}

/** Posts the form with this action on the page, and confirms. */
async function press(visitor: Visitor, accountId: string, action: string) {
  const question = await visitor.send(action, { account: accountId })
  return visitor.send(action, { ...hiddenFields(question.html) })
}

test('the owner sets up an app, gets recovery codes once, replaces the phone and turns it off', async () => {
  const { account, visitor } = await signedIn()
  const page = await visitor.follow(SECURITY)
  assert.match(page.html, /Authenticator app/)
  const setUp = await visitor.follow(APP)
  const { codes, saved, app } = await setUpApp(
    visitor,
    { ...setUp, address: new URL(`${APP}/add`, server.issuer) },
    server.clock.now(),
  )
  assert.equal(codes.length, 10)
  assert.match(saved.html, /Your authenticator app is set up/)
  assert.doesNotMatch((await visitor.follow(SECURITY)).html, new RegExp(codes[0] ?? 'none'))

  // A new phone: the old one counts until the new one has shown a code, and the codes stay good.
  const again = await visitor.follow(APP)
  assert.match(again.html, /Your old phone works until/)
  const replaced = await setUpApp(
    visitor,
    { ...again, address: new URL(`${APP}/add`, server.issuer) },
    server.clock.now(),
  )
  assert.deepEqual(replaced.codes, [])
  assert.match(replaced.saved.html, /10 codes left/)
  server.clock.advance(60)
  const other = newVisitor({ ...server, account })
  const asked = await other.signIn(await other.follow('/sign-in'))
  const now = server.clock.now()
  const wrong = await other.send(asked.address.href, { code: app.code(now) })
  assert.match(wrong.html, /Wrong code/)
  const right = await other.send(asked.address.href, { code: replaced.app.code(now) })
  assert.equal(right.address.pathname, '/account')

  const renewed = await press(visitor, account.id, '/account/security/recovery-codes')
  assert.equal(recoveryCodesIn(renewed.html).length, 10)
  const turnedOff = await press(visitor, account.id, `${APP}/remove`)
  assert.match(turnedOff.html, /sign in with your password alone/)
  const plain = newVisitor({ ...server, account })
  assert.equal((await plain.signIn(await plain.follow('/sign-in'))).address.pathname, '/account')
  const facts = (await server.store.facts.list({ accountId: account.id }, 100)).map(
    ({ kind }) => kind,
  )
  for (const kind of ['totp.added', 'totp.removed', 'recovery_codes.made']) {
    assert.ok(
      facts.some((one) => one === kind),
      kind,
    )
  }
})

test('every act on the second step needs a recent sign-in and the owner’s own page', async () => {
  const { account, visitor } = await signedIn()
  const other = await server.createAccount('other-owner@example.com')
  const setUp = await visitor.follow(APP)
  await setUpApp(
    visitor,
    { ...setUp, address: new URL(`${APP}/add`, server.issuer) },
    server.clock.now(),
  )
  const acts = [`${APP}/add`, `${APP}/remove`, '/account/security/recovery-codes']
  for (const act of acts) {
    const crossSite = await visitor.post(
      act,
      { account: account.id, confirmed: 'yes' },
      { 'sec-fetch-site': 'cross-site' },
    )
    assert.equal(crossSite.status, 400, act)
    const foreign = await visitor.send(act, { account: other.id, confirmed: 'yes' })
    assert.match(foreign.html, /another account|different account|somebody else/i, act)
  }
  server.clock.advance(15 * 60 + 1)
  for (const act of [...acts, APP]) {
    const { address } =
      act === APP
        ? await visitor.follow(APP)
        : await visitor.send(act, { account: account.id, confirmed: 'yes', code: '000000' })
    assert.equal(address.pathname, '/sign-in', act)
    assert.doesNotMatch(address.href, /000000/)
  }
  assert.ok(await server.store.secondFactors.findTotp(account.id))
})

test('a person who signs in with a recovery code is shown where to set up a new phone', async () => {
  const { account, visitor } = await signedIn()
  const setUp = await visitor.follow(APP)
  const { codes } = await setUpApp(
    visitor,
    { ...setUp, address: new URL(`${APP}/add`, server.issuer) },
    server.clock.now(),
  )
  const later = newVisitor({ ...server, account })
  const asked = await later.signIn(await later.follow('/sign-in'))
  const { html } = await later.send(asked.address.href, { code: codes[0] ?? '' })
  assert.match(html, /You signed in with a recovery code/)
  assert.match(html, /9 codes left/)
  assert.equal((await later.get('/account')).status, 200)
})
