/** External sign-in: which ways are offered, where the browser goes, and the result. */

import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { signInText } from '../src/grants/sign-in-text.ts'
import { parseToken } from '../src/grants/token.ts'
import { findSession } from '../src/people/session.ts'
import { wayKinds } from '../src/ways/ways.ts'
import { begun, comeBack, DOOR, door, ELSEWHERE, elsewhere, wayBack } from './fake-way.ts'
import { obtainTokens } from './integrator.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { sampleSigningKeys } from './sample-signing-keys.ts'
import { type Arrival, newVisitor, simplestRequest, unescapeHtml, type Visitor } from './visitor.ts'

const start = (signIn: Readonly<Record<string, object>>) =>
  startServer({
    settings: { signIn: signIn as Record<string, Record<string, string>> },
    wayKinds: [...wayKinds, door],
  })
/** A single external way. */
let single: RunningServer
/** Several ways, one of them with a password. */
let several: RunningServer
before(async () => {
  single = await start({ door: DOOR })
  several = await start({
    door: DOOR,
    password: { way: 'password' },
    staff: { ...DOOR, label: 'Staff', accept: 'known' },
  })
})
after(() => Promise.all([single.close(), several.close()]))
let visitor: Visitor
beforeEach(() => {
  visitor = newVisitor(single)
  begun.length = 0
  elsewhere.isDown = false
})

const asks = (server: RunningServer, more: Readonly<Record<string, string>> = {}) => ({
  ...{ ...simplestRequest(server), state: 'xyz' },
  ...more,
})
const codeAt = ({ address }: Arrival) => address.searchParams.get('code')
const errorAt = ({ address }: Arrival) => address.searchParams.get('error')
const linksOn = ({ html }: Arrival) =>
  [...html.matchAll(/<a class="button[^"]*" href="([^"]+)"[^>]*>(.*?)<\/a>/g)].map(
    ([, href = '', words = '']) => [unescapeHtml(href), words.replace(/<[^>]+>/g, '')],
  )

describe('with a single external way', () => {
  test('no page is shown: the browser goes there, comes back, and gets its code', async () => {
    const there = await visitor.open(asks(single))
    assert.equal(there.address.origin, ELSEWHERE)
    assert.deepEqual(begun.length, 1)
    assert.equal(begun[0]?.request?.client.id, single.client.id)
    const head = await fetch(`${single.issuer}/sign-in`, { method: 'HEAD' })
    assert.deepEqual([head.status, begun.length], [200, 1], 'HEAD begins nothing')
    const done = await comeBack(visitor, there)
    assert.match(codeAt(done) ?? '', /^mdt_ac_/)
    assert.equal(done.address.searchParams.get('state'), 'xyz')
    // Already signed in, so there is no redirect to the way.
    assert.match(codeAt(await visitor.open(asks(single))) ?? '', /^mdt_ac_/)
    assert.equal(begun.length, 1)
  })

  test('the same for the account page and for an action without a session', async () => {
    const there = await visitor.follow('/account')
    const account = await comeBack(visitor, there, { subject: 'postponed' })
    assert.equal(account.address.pathname, '/account')
    const [, id = ''] =
      /name="account" value="([^"]+)"/.exec((await connect('postponed')).html) ?? []
    visitor.cookies.delete('mandate_session')
    const form = { account: id, client_id: single.client.id }
    const again = await visitor.send('/account/disconnect', form)
    assert.equal(again.address.origin, ELSEWHERE)
    assert.match((await comeBack(visitor, again, { subject: 'postponed' })).html, /is disconnected/)
    visitor.cookies.delete('mandate_session')
    const other = await visitor.send('/account/disconnect', form)
    const { html } = await comeBack(visitor, other, { subject: 'somebody-else' })
    assert.match(html, /another account now\. Nothing was changed/)
  })

  /** Connects the app for this person and opens their account page. */
  async function connect(subject: string): Promise<Arrival> {
    single.clock.advance(1)
    const there = await visitor.open(asks(single, { prompt: 'login' }))
    await comeBack(visitor, there, { subject })
    return visitor.follow('/account')
  }

  test('prompt=none also goes there, without interaction, and every answer reaches the client', async () => {
    const silent = asks(single, { prompt: 'none' })
    const there = await visitor.open(silent)
    assert.equal(begun[0]?.interactive, false)
    for (const [refused, error] of [
      ['login_required', 'login_required'],
      ['interaction_required', 'interaction_required'],
      ['access_denied', 'access_denied'],
    ] as const) {
      assert.equal(errorAt(await comeBack(visitor, there, { refused })), error)
    }
    elsewhere.isDown = true
    assert.equal(errorAt(await newVisitor(single).open(silent)), 'login_required')
    const none = await comeBack(visitor, there, { subject: 'x'.repeat(300) })
    assert.equal(errorAt(none), 'login_required')
    assert.match(codeAt(await comeBack(visitor, there)) ?? '', /^mdt_ac_/)
  })

  test('prompt=none also gets an answer in a browser without cookies', async () => {
    const asked = new URLSearchParams(asks(single, { prompt: 'none' }))
    const sent = await visitor.get(`/oauth2/authorize?${asked}`)
    visitor.cookies.clear()
    const arrived = await visitor.follow(sent.headers.get('location') ?? '')
    assert.equal(errorAt(arrived), 'login_required')
  })

  test('an interactive refusal ends the request, with the reason for the client’s developer', async () => {
    const reason = 'Your contract does not include integrations.'
    const there = await visitor.open(asks(single))
    const refused = await comeBack(visitor, there, { refused: 'login_required', reason })
    assert.equal(errorAt(refused), 'access_denied')
    const log = single.log.filter((line) => line.includes('"because":'))
    assert.match(log.at(-1) ?? '', /does not include integrations/)
    // Without a client, only the person can be told.
    const account = await visitor.follow('/sign-in')
    const page = await comeBack(visitor, account, { refused: 'access_denied', reason })
    assert.deepEqual([page.status, linksOn(page)[0]?.[1]], [403, 'Continue with Acme'])
    assert.match(page.html, /Acme<\/bdi> did not sign you in.*does not include integrations/s)
  })

  test('if the way is down, a page says so and offers to try again', async () => {
    elsewhere.isDown = true
    const page = await visitor.open(asks(single))
    assert.equal(page.status, 502)
    assert.match(page.html, /Acme<\/bdi> cannot be reached at the moment/)
    const [[again = ''] = []] = linksOn(page)
    assert.match(again, /^\/sign-in\/with\/door\?pending=/)
    elsewhere.isDown = false
    assert.match(codeAt(await comeBack(visitor, await visitor.follow(again))) ?? '', /^mdt_ac_/)
  })

  test('after sign-out a page is shown, because a redirect would sign in again', async () => {
    await comeBack(visitor, await visitor.follow('/sign-in'))
    const out = await visitor.send('/sign-out', {})
    assert.equal(out.address.pathname, '/door/logout')
    const returnTo = out.address.searchParams.get('returnTo') ?? ''
    assert.ok(returnTo.startsWith(`${single.issuer}/`))
    const page = await visitor.follow(returnTo)
    assert.match(page.html, /You are signed out/)
    assert.deepEqual(linksOn(page), [['/sign-in/with/door', 'Continue with Acme']])
    assert.equal(begun.length, 1)
  })

  test('a client that expects another person has them choose there, and hears if they do not', async () => {
    await comeBack(visitor, await visitor.open(asks(single)), { subject: 'jo' })
    single.clock.advance(1)
    const claims = { iss: single.issuer, aud: single.client.id, sub: 'account_of_mo' }
    const id_token_hint = sampleSigningKeys.sign(claims, { alg: 'ES256', typ: 'JWT' })
    const there = await visitor.open(asks(single, { id_token_hint }))
    assert.deepEqual(begun.at(-1)?.prompt, ['select_account'])
    assert.equal(errorAt(await comeBack(visitor, there, { subject: 'jo' })), 'login_required')
    // Nobody is signed in, so nobody has to be left.
    await newVisitor(single).open(asks(single, { id_token_hint }))
    assert.deepEqual(begun.at(-1)?.prompt, [])
  })

  test('“Not you?” lets the person choose another account there', async () => {
    const { client } = await single.register({ trusted: false })
    const asked = { ...asks(single), client_id: client.id }
    const question = await comeBack(visitor, await visitor.open(asked), { subject: 'first' })
    assert.equal(question.address.pathname, '/consent')
    const [, action = ''] =
      /class="switch" method="post" action="([^"]+)"/.exec(question.html) ?? []
    const there = await visitor.send(unescapeHtml(action), {})
    assert.equal(there.address.pathname, '/door')
    assert.deepEqual(begun.at(-1)?.prompt, ['select_account'])
    const again = await comeBack(visitor, there, { subject: 'second', email: 'two@acme.example' })
    assert.equal(again.address.pathname, '/consent')
    assert.match(again.html, /two@acme\.example/)
    const nameless = await comeBack(visitor, there, { subject: 'third', name: 'Jo Martin' })
    assert.match(nameless.html, /Jo Martin/, 'a person without an address has a name')
    await comeBack(visitor, there, { subject: 'second' })
    assert.match(codeAt(await visitor.decide(again, 'allow')) ?? '', /^mdt_ac_/)
  })

  test('an old sign-in is not enough for prompt=login or max_age, and causes no redirect loop', async () => {
    const now = single.clock.now()
    for (const more of [{ prompt: 'login' }, { max_age: '60' }]) {
      visitor = newVisitor(single)
      const there = await visitor.open(asks(single, more))
      assert.equal(begun.at(-1)?.authTimeAfter, 'prompt' in more ? now : now - 60)
      const page = await comeBack(visitor, there, { authTime: now - 100 })
      assert.deepEqual([page.status, page.address.pathname], [403, '/sign-in/with/door/callback'])
      assert.match(page.html, /did not ask you to sign in again/)
      const [[again = ''] = []] = linksOn(page)
      // A clock that is slightly behind does not make a sign-in old.
      const fresh = await comeBack(visitor, await visitor.follow(again), { authTime: now - 10 })
      assert.match(codeAt(fresh) ?? '', /^mdt_ac_/, JSON.stringify(more))
    }
    visitor = newVisitor(single)
    const silent = await visitor.open(asks(single, { prompt: 'none', max_age: '5' }))
    const late = await comeBack(visitor, silent, { authTime: now - 100 })
    assert.equal(errorAt(late), 'login_required')
  })

  test('a sign-in of unknown time never satisfies max_age or prompt=login, in any tab', async () => {
    const unknown = { subject: 'unknown time', authTime: null } as const
    for (const more of [{ prompt: 'login' }, { max_age: '300' }]) {
      visitor = newVisitor(single)
      const tab = await visitor.open(asks(single, more))
      const refused = await comeBack(visitor, tab, unknown)
      assert.equal(refused.status, 403)
      // Another person at an unlocked computer signs in for another app, which does not ask for a
      // recent sign-in.
      visitor.cookies.delete('mandate_session')
      const other = await comeBack(visitor, await visitor.open(asks(single)), unknown)
      assert.match(codeAt(other) ?? '', /^mdt_ac_/)
      // The first app still waits for a sign-in.
      const [[again = ''] = []] = linksOn(refused)
      for (const there of [await visitor.follow(again), await visitor.open(asks(single, more))]) {
        assert.equal(there.address.origin, ELSEWHERE, JSON.stringify(more))
      }
    }
    const found = await single.store.accounts.findByIdentity(`${ELSEWHERE}/door`, unknown.subject)
    const sessions = await single.store.sessions.listOf(found?.id ?? '')
    // Two for each request: the one that was not recent enough, and the other app's.
    assert.deepEqual(
      sessions.map(({ authTime }) => authTime),
      [null, null, null, null],
    )
  })

  test('time spent on the consent page or choosing an account does not make a sign-in too old', async () => {
    const { client } = await single.register({ trusted: false })
    const now = single.clock.now()
    for (const more of [{ max_age: '60' }, { prompt: 'select_account' }]) {
      const person = { subject: `slow ${Object.keys(more)}`, authTime: now - 50 }
      const there = await visitor.open({ ...asks(single, more), client_id: client.id })
      const question = await comeBack(visitor, there, person)
      assert.equal(question.address.pathname, '/consent')
      single.clock.advance(30)
      assert.match(codeAt(await visitor.decide(question, 'allow')) ?? '', /^mdt_ac_/)
      single.clock.advance(-30)
    }
  })

  test('the session records time, methods and provider of the sign-in', async () => {
    const authTime = single.clock.now() - 1_000
    const how = { amr: ['face', 'hwk', 'not a word'], acr: 'urn:acme:gold', authTime }
    const done = await comeBack(visitor, await visitor.open(asks(single)), how)
    const [, secret = ''] = [...visitor.cookies].find(([name]) => name.endsWith('_session')) ?? []
    const found = await findSession(
      { sessions: single.store.sessions, settings: { sessionIdleSeconds: 0 } },
      secret,
      single.clock.now(),
    )
    const { amr, acr, provider, ...session } = found?.session ?? assert.fail('no session')
    assert.deepEqual(
      { amr, acr, provider, authTime: session.authTime },
      { ...how, amr: ['face', 'hwk'], provider: `${ELSEWHERE}/door` },
    )
    // The grant has it too.
    const { grantId } = parseToken(codeAt(done) ?? '') ?? assert.fail('no code')
    const { signIn } = (await single.store.grants.find(grantId))?.grant ?? assert.fail('no grant')
    assert.equal(signIn, signInText({ amr: ['face', 'hwk'], acr: 'urn:acme:gold' }))
  })

  test('a missing state, or one from another browser, does not sign in', async () => {
    const there = await visitor.open(asks(single))
    const stranger = newVisitor(single)
    for (const address of [wayBack(there.address), '/sign-in/with/door/callback']) {
      const page = await stranger.follow(address)
      assert.equal(page.status, 400)
      assert.match(page.html, /cannot be continued/)
      assert.equal(
        [...stranger.cookies.keys()].some((name) => name.endsWith('_session')),
        false,
      )
    }
    // A posted answer comes without cookies and is repeated with them.
    const { pathname, searchParams } = new URL(wayBack(there.address), single.issuer)
    const posted = await visitor.send(pathname, Object.fromEntries(searchParams))
    assert.match(codeAt(posted) ?? '', /^mdt_ac_/)
  })

  test('a password is not accepted, and an unknown way is 404', async () => {
    const posted = await visitor.post('/sign-in', {
      email: single.account.email,
      password: PASSWORD,
    })
    assert.deepEqual([posted.status, posted.headers.get('location')], [303, '/sign-in'])
    for (const path of ['/sign-in/with/nobody', '/sign-in/with/nobody/callback']) {
      assert.equal((await visitor.get(path)).status, 404)
    }
    assert.equal((await visitor.get('/sign-in/with/door?pending=x')).status, 400)
  })
})

describe('with several ways', () => {
  beforeEach(() => {
    visitor = newVisitor(several)
  })

  test('the page offers them in the order of the setting, for the request or the account', async () => {
    const page = await visitor.open(asks(several))
    const offered = page.html.match(/Continue with <bdi class="given">\w+|name="password"/g)
    assert.deepEqual(offered, [
      'Continue with <bdi class="given">Acme',
      'name="password"',
      'Continue with <bdi class="given">Staff',
    ])
    const [[acme = ''] = []] = linksOn(page)
    assert.match(codeAt(await comeBack(visitor, await visitor.follow(acme))) ?? '', /^mdt_ac_/)
    const plain = await newVisitor(several).follow('/sign-in')
    assert.deepEqual(
      linksOn(plain).map(([href]) => href),
      ['/sign-in/with/door', '/sign-in/with/staff'],
    )
  })

  test('prompt=none uses no way, because the person has not chosen one', async () => {
    assert.equal(errorAt(await visitor.open(asks(several, { prompt: 'none' }))), 'login_required')
    assert.equal(begun.length, 0)
  })

  test('refused, unknown and disabled users are told so, and the other ways are still offered', async () => {
    const [[door = ''] = [], [staff = ''] = []] = linksOn(await visitor.open(asks(several)))
    const first = await comeBack(visitor, await visitor.follow(door), { subject: 'off' })
    assert.match(codeAt(first) ?? '', /./)
    const account = await several.store.accounts.findByIdentity(`${ELSEWHERE}/door`, 'off')
    await several.store.accounts.disable(account?.id ?? '', {
      by: { kind: 'operator', via: 'shell' },
      at: 1,
    })
    for (const [link, answer, words] of [
      [door, { refused: 'access_denied' }, /Acme<\/bdi> did not sign you in/],
      [staff, {}, /You are signed in at .*Staff.*, but you have no account here/],
      [door, { subject: 'off' }, /Your account is turned off/],
    ] as const) {
      const page = await comeBack(visitor, await visitor.follow(link), answer)
      assert.equal(page.status, 403)
      assert.match(page.html, words)
      assert.match(page.html, /Sign in to continue to/)
      assert.equal(linksOn(page).length, 2)
      const [, action = ''] =
        /<form class="fields" method="post" action="([^"]+)"/.exec(page.html) ?? []
      const address = new URL(unescapeHtml(action), several.issuer)
      const done = await visitor.signIn({ ...page, address })
      assert.match(codeAt(done) ?? '', /^mdt_ac_/)
      visitor.cookies.delete('mandate_session')
    }
  })

  test('a link from another browser’s page shows the page again', async () => {
    const [[door = ''] = []] = linksOn(await visitor.open(asks(several)))
    const other = newVisitor(several)
    await other.get('/sign-in')
    const page = await other.follow(door)
    assert.deepEqual([page.address.pathname, linksOn(page).length], ['/sign-in', 2])
    assert.equal(begun.length, 0)
  })

  test('a password session signs out only here', async () => {
    await visitor.post('/sign-in', { email: several.account.email, password: PASSWORD })
    const out = await visitor.send('/sign-out', {})
    assert.equal(out.address.pathname, '/sign-in')
    assert.match(out.html, /You are signed out/)
  })
})

test('tokens are as good as those of a password', async () => {
  const tokens = await obtainTokens(several)
  assert.match(tokens.accessToken, /^mdt_at_/)
})
