/** Connecting a way to an account needs a proof of both. These tests try to do it without. */

import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { wayKinds } from '../src/ways/ways.ts'
import {
  type Answer,
  begun,
  comeBack,
  DOOR,
  door,
  ELSEWHERE,
  elsewhere,
  wayBack,
} from './fake-way.ts'
import { type RunningServer, startServer } from './running-server.ts'
import {
  type Arrival,
  hiddenFields,
  newVisitor,
  simplestRequest,
  unescapeHtml,
  type Visitor,
} from './visitor.ts'

const SESSION = 'mandate_session'
const provider = `${ELSEWHERE}/door`

let server: RunningServer
let visitor: Visitor
let number = 0
before(async () => {
  const signIn = {
    door: { ...DOOR, links: true },
    strict: { ...DOOR, links: true, label: 'Staff', accept: 'known' },
    password: { way: 'password' },
  }
  server = await startServer({
    settings: { signIn: signIn as unknown as Record<string, Record<string, string>> },
    wayKinds: [...wayKinds, door],
  })
})
after(() => server.close())
beforeEach(() => {
  visitor = newVisitor(server)
  elsewhere.isDown = false
})

/** An account with a password, and a person at Acme with the same address. */
async function twoSides() {
  number += 1
  const email = `jo${number}@example.com`
  const account = await server.createAccount(email)
  const said: Answer = { subject: `acme-${number}`, email, emailVerified: true, name: 'Jo' }
  const owner = () => server.store.accounts.findByIdentity(provider, said.subject ?? '')
  return { email, account, said, owner }
}

const asks = () => simplestRequest(server)
const linkCalled = ({ html }: Arrival, words: RegExp) => {
  const links = [...html.matchAll(/<a [^>]*href="([^"]+)"[^>]*>(.*?)<\/a>/g)]
  const found = links.find(([, , text = '']) => words.test(text.replace(/<[^>]+>/g, '')))
  return found === undefined ? undefined : unescapeHtml(found[1] ?? '')
}
const fieldsOf = (html: string, action: string) => {
  const form = html.split('<form').find((part) => part.includes(`action="${action}"`))
  assert.ok(form, `there is no form for ${action}`)
  return hiddenFields(form)
}
const codeAt = ({ address }: Arrival) => address.searchParams.get('code')

/** Arrives from Acme for the app. */
async function arriveFromAcme(said: Answer, who = visitor): Promise<Arrival> {
  const page = await who.open(asks())
  const there = await who.follow(linkCalled(page, /Acme/) ?? '')
  return comeBack(who, there, said)
}

async function signInWithPassword(email: string, who = visitor): Promise<Arrival> {
  return who.signIn(await who.follow('/sign-in'), { email })
}

/** From the account page to Acme; the callback URL is not opened yet. */
async function beginConnecting(who = visitor): Promise<Arrival> {
  const { html } = await who.follow('/account/security')
  return who.send('/account/connect', fieldsOf(html, '/account/connect'))
}

/** The same for the other way. */
async function connectStaff(): Promise<Arrival> {
  const { html } = await visitor.follow('/account/security')
  const fields = { ...fieldsOf(html, '/account/connect'), way: 'strict' }
  return visitor.send('/account/connect', fields)
}

describe('a new person with the address of an account', () => {
  test("the victim's address registered first by an attacker, then the victim comes by provider: not linked (SCENARIO 78)", async () => {
    const { email, account: attackers, said, owner } = await twoSides()
    const page = await arriveFromAcme(said)
    assert.equal(page.status, 409)
    assert.match(page.html, /You may already have an account/)
    assert.equal(visitor.cookies.has(SESSION), false)
    assert.equal(await owner(), undefined)
    assert.deepEqual(await server.store.accounts.find(attackers.id), attackers)
    // The victim cannot sign in to it and continues with a separate account.
    const there = await visitor.follow(linkCalled(page, /Create a new account/) ?? '')
    assert.match(codeAt(await comeBack(visitor, there, said)) ?? '', /^mdt_ac_/)
    const victims = await owner()
    assert.notEqual(victims?.id, attackers.id)
    assert.deepEqual([victims?.email, victims?.emailKey], [email, null])
    // The attacker has only their own account.
    const attacker = newVisitor(server)
    await signInWithPassword(email, attacker)
    assert.doesNotMatch((await attacker.follow('/account')).html, /Ledgerline/)
    assert.deepEqual(await server.store.accounts.listIdentities(attackers.id), [])
  })

  test('signs in to it once, confirms, continues to the app, and can then sign in either way', async () => {
    const { email, account, said, owner } = await twoSides()
    const page = await arriveFromAcme(said)
    const form = await visitor.follow(linkCalled(page, /Sign in to that account/) ?? '')
    assert.match(form.html, /account that you want to connect to <bdi class="given">Acme/)
    const question = await visitor.signIn(form, { email })
    assert.match(question.html, /Connect these accounts\?/)
    assert.equal(await owner(), undefined)
    const fields = fieldsOf(question.html, '/account/connect/decide')
    const done = await visitor.send('/account/connect/decide', { ...fields, decision: 'connect' })
    assert.match(codeAt(done) ?? '', /^mdt_ac_/)
    assert.equal((await owner())?.id, account.id)
    const other = newVisitor(server)
    assert.match(codeAt(await arriveFromAcme(said, other)) ?? '', /^mdt_ac_/)
    const { html } = await other.follow('/account')
    assert.match(html, new RegExp(email))
  })

  test('can decline, and continues to the app with nothing connected', async () => {
    const { email, said, owner } = await twoSides()
    const page = await arriveFromAcme(said)
    const form = await visitor.follow(linkCalled(page, /Sign in to that account/) ?? '')
    const question = await visitor.signIn(form, { email })
    const fields = fieldsOf(question.html, '/account/connect/decide')
    const done = await visitor.send('/account/connect/decide', { ...fields, decision: 'leave' })
    assert.match(codeAt(done) ?? '', /^mdt_ac_/)
    assert.equal(await owner(), undefined)
  })

  test('connects nothing by signing in to a different account', async () => {
    const { said, owner } = await twoSides()
    const other = await twoSides()
    const page = await arriveFromAcme(said)
    const form = await visitor.follow(linkCalled(page, /Sign in to that account/) ?? '')
    const done = await visitor.signIn(form, { email: other.email })
    assert.match(done.html, /another account now\. Nothing was changed/)
    assert.equal(await owner(), undefined)
  })

  test('must sign in again: an open session is not a proof', async () => {
    const { email, said, owner } = await twoSides()
    await signInWithPassword(email)
    server.clock.advance(1)
    const offers = await visitor.open({ ...asks(), prompt: 'select_account' })
    const there = await visitor.follow(linkCalled(offers, /Acme/) ?? '')
    const page = await comeBack(visitor, there, said)
    const place = linkCalled(page, /Sign in to that account/) ?? ''
    assert.match((await visitor.follow(place)).html, /name="password"/)
    // The value sealed for the sign-in is not accepted for the question after it.
    const link = new URL(place, server.issuer).searchParams.get('then') ?? ''
    const forged = { link, decision: 'connect' }
    const refused = await visitor.send('/account/connect/decide', forged)
    assert.match(refused.html, /Nothing was changed|nothing was changed/)
    assert.equal(await owner(), undefined)
  })

  test('is not offered a new account if new people are not accepted', async () => {
    const { said } = await twoSides()
    const page = await visitor.open(asks())
    const there = await visitor.follow(linkCalled(page, /Staff/) ?? '')
    const told = await comeBack(visitor, there, said)
    assert.equal(told.status, 409)
    assert.equal(linkCalled(told, /Create a new account/), undefined)
  })

  test('does not get a separate account by an attacker’s link', async () => {
    const { email, said, owner } = await twoSides()
    const page = await arriveFromAcme(said)
    const wish = linkCalled(page, /Create a new account/) ?? ''
    const victim = newVisitor(server)
    await victim.follow('/sign-in')
    for (const link of ['/sign-in/with/door?separate=1', wish.replace(/&pending=.*/, '')]) {
      const told = await comeBack(victim, await victim.follow(link), said)
      assert.equal(told.status, 409)
      assert.match(told.html, new RegExp(email))
    }
    assert.equal(await owner(), undefined)
  })

  test('gets interaction_required with prompt=none', async () => {
    const { said } = await twoSides()
    const single = await startServer({
      settings: { signIn: { door: { ...DOOR, links: true } } as never },
      wayKinds: [...wayKinds, door],
    })
    try {
      await single.createAccount(said.email ?? '')
      const who = newVisitor(single)
      const there = await who.open({ ...simplestRequest(single), prompt: 'none' })
      const back = await comeBack(who, there, said)
      assert.equal(back.address.searchParams.get('error'), 'interaction_required')
    } finally {
      await single.close()
    }
  })
})

describe('on the account page', () => {
  test('the owner connects a way, signs in with it, and disconnects it', async () => {
    const { email, account, said, owner } = await twoSides()
    await signInWithPassword(email)
    const question = await comeBack(visitor, await beginConnecting(), said)
    assert.match(question.html, /Connect these accounts\?/)
    const fields = fieldsOf(question.html, '/account/connect/decide')
    const done = await visitor.send('/account/connect/decide', { ...fields, decision: 'connect' })
    assert.match(done.html, /You can sign in with it from now on/)
    assert.equal((await owner())?.id, account.id)
    const elsewhereSignedIn = newVisitor(server)
    await arriveFromAcme(said, elsewhereSignedIn)
    const disconnect = fieldsOf(done.html, '/account/disconnect-way')
    const gone = await visitor.send('/account/disconnect-way', disconnect)
    assert.match(gone.html, /You can no longer sign in with it/)
    assert.equal(await owner(), undefined)
    // Sessions of that provider have ended.
    assert.equal((await elsewhereSignedIn.follow('/account')).address.pathname, '/sign-in')
  })

  test('the last way to sign in cannot be disconnected', async () => {
    const said: Answer = { subject: `only-${Date.now()}`, email: null }
    await arriveFromAcme(said)
    const { html } = await visitor.follow('/account/security')
    const page = await visitor.send(
      '/account/disconnect-way',
      fieldsOf(html, '/account/disconnect-way'),
    )
    assert.match(page.html, /cannot disconnect your only way to sign in/)
    assert.ok(await server.store.accounts.findByIdentity(provider, said.subject ?? ''))
  })

  test('after a while, disconnecting a way says why it needs a new sign-in, and is done after it', async () => {
    const { email, said, owner } = await twoSides()
    await signInWithPassword(email)
    const question = await comeBack(visitor, await beginConnecting(), said)
    const yes = { ...fieldsOf(question.html, '/account/connect/decide'), decision: 'connect' }
    const { html } = await visitor.send('/account/connect/decide', yes)
    server.clock.advance(16 * 60)
    const fields = fieldsOf(html, '/account/disconnect-way')
    const form = await visitor.send('/account/disconnect-way', fields)
    assert.equal(form.address.pathname, '/sign-in')
    assert.match(form.html, /this needs a recent sign-in/)
    assert.ok(await owner())
    assert.match((await visitor.signIn(form, { email })).html, /can no longer sign in with it/)
    assert.equal(await owner(), undefined)
  })

  test('after a while, the account has to sign in again before anything is connected', async () => {
    const { email, said, owner } = await twoSides()
    await signInWithPassword(email)
    server.clock.advance(16 * 60)
    const form = await beginConnecting()
    assert.equal(form.address.pathname, '/sign-in')
    const there = await visitor.signIn(form, { email })
    const question = await comeBack(visitor, there, said)
    const fields = fieldsOf(question.html, '/account/connect/decide')
    await visitor.send('/account/connect/decide', { ...fields, decision: 'connect' })
    assert.ok(await owner())
  })

  test('at a computer that was left unlocked, an open session at the provider does not count as the new sign-in', async () => {
    const said: Answer = { subject: 'left-open', email: null }
    await arriveFromAcme(said)
    server.clock.advance(16 * 60)
    const leftAt = server.clock.now() - 16 * 60
    const offers = await connectStaff()
    assert.equal(offers.address.pathname, '/sign-in')
    const there = await visitor.follow(linkCalled(offers, /Acme/) ?? '')
    // The way is asked for a new sign-in, and the old one is not accepted.
    const notBefore = begun.at(-1)?.authTimeAfter ?? 0
    assert.ok(notBefore > leftAt, `${notBefore}`)
    const silent = await comeBack(visitor, there, { ...said, authTime: leftAt })
    assert.deepEqual([silent.status, silent.address.origin], [403, server.issuer])
    assert.match(silent.html, /did not ask you to sign in again/)
    // A new sign-in continues to the way that is to be connected.
    const again = await visitor.follow(linkCalled(silent, /Acme/) ?? '')
    const onwards = await comeBack(visitor, again, said)
    assert.equal(onwards.address.href.split('?')[0], `${ELSEWHERE}/strict`)
  })

  test('an identity of another account is not connected', async () => {
    const first = await twoSides()
    await arriveFromAcme({ ...first.said, email: null })
    const second = await twoSides()
    const who = newVisitor(server)
    await signInWithPassword(second.email, who)
    const page = await comeBack(who, await beginConnecting(who), first.said)
    assert.match(page.html, /connected to another account here\. Nothing was changed/)
  })

  test('a way that refuses or is down connects nothing, and the account page is shown', async () => {
    const { email } = await twoSides()
    await signInWithPassword(email)
    const there = await beginConnecting()
    const page = await comeBack(visitor, there, { refused: 'access_denied' })
    assert.match(page.html, /was not connected\. Nothing was changed/)
    elsewhere.isDown = true
    const down = await beginConnecting()
    assert.match(down.html, /cannot be reached|was not connected/)
  })

  test('a form on another site connects nothing', async () => {
    const { email, account } = await twoSides()
    await signInWithPassword(email)
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
    const fields = { account: account.id, way: 'door', provider, subject: 'x', link: 'x' }
    for (const place of [
      '/account/connect',
      '/account/connect/decide',
      '/account/disconnect-way',
    ]) {
      const refused = await visitor.post(place, fields, headers)
      assert.equal(refused.status, 400, place)
      assert.match(await refused.text(), /This form came from another site/, place)
    }
    // A link cannot start it at all.
    assert.equal((await visitor.get('/account/connect?way=door')).status, 405)
  })

  test("an attacker's callback URL, opened in the victim's browser, connects nothing", async () => {
    const attackers = await twoSides()
    const attacker = newVisitor(server)
    await signInWithPassword(attackers.email, attacker)
    const there = await beginConnecting(attacker)
    const victims = await twoSides()
    await signInWithPassword(victims.email)
    const page = await visitor.follow(wayBack(there.address, attackers.said))
    assert.equal(page.status, 400)
    assert.equal(await attackers.owner(), undefined)
    // Nor does the attacker's question.
    const question = await comeBack(attacker, there, attackers.said)
    const fields = fieldsOf(question.html, '/account/connect/decide')
    await visitor.send('/account/connect/decide', { ...fields, decision: 'connect' })
    assert.equal(await attackers.owner(), undefined)
  })

  test('a question expires, and is only for the account that was asked', async () => {
    const { email, said, owner } = await twoSides()
    await signInWithPassword(email)
    const question = await comeBack(visitor, await beginConnecting(), said)
    const yes = { ...fieldsOf(question.html, '/account/connect/decide'), decision: 'connect' }
    const session = visitor.cookies.get(SESSION) ?? ''
    const other = await twoSides()
    visitor.cookies.delete(SESSION)
    await signInWithPassword(other.email)
    assert.match((await visitor.send('/account/connect/decide', yes)).html, /another account now/)
    visitor.cookies.delete(SESSION)
    const nobody = await visitor.send('/account/connect/decide', yes)
    assert.equal(nobody.address.pathname, '/sign-in')
    visitor.cookies.set(SESSION, session)
    server.clock.advance(11 * 60)
    assert.match((await visitor.send('/account/connect/decide', yes)).html, /open for too long/)
    assert.equal(await owner(), undefined)
  })

  test('nothing is connected if another account is signed in at the callback', async () => {
    const first = await twoSides()
    await signInWithPassword(first.email)
    const there = await beginConnecting()
    visitor.cookies.delete(SESSION)
    const second = await twoSides()
    await signInWithPassword(second.email)
    const page = await comeBack(visitor, there, first.said)
    assert.match(page.html, /another account now\. Nothing was changed/)
  })
})
