/**
 * SCENARIO 77: attacks on a sign-in that is handed to the platform. Each attacker has their own
 * browser and platform account, and what the test says they have stolen.
 */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { disableAccount } from '../src/operations/accounts.ts'
import { HANDOFF, type Platform, signInIdAt, startPlatform } from './handoff-platform.ts'
import { operatorOf } from './platform.ts'
import { REDIRECT_URI } from './running-server.ts'
import { type Arrival, cookieHeader, newVisitor, simplestRequest, type Visitor } from './visitor.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform.server.close())

const ada = { subject: 'ada', email: 'ada@acme.example' }
const mallory = { subject: 'mallory', email: 'mallory@acme.example' }
const operator = { kind: 'operator', via: 'shell' } as const

const newBrowser = () => newVisitor(platform.server)
const isSignedIn = (visitor: Visitor) => visitor.cookies.has('mandate_session')

/** The code of a refused answer, with its status. */
async function refusal(answering: ReturnType<Platform['answer']>): Promise<string> {
  const { status, body } = await answering
  assert.equal(body['continue_url'], undefined)
  return `${status} ${body['code']}`
}

const CANNOT_GO_ON = /This sign-in cannot be continued/
const TOO_LATE = /That took too long/

/** A page that says why and has a way back: a link to this server, and no code. */
async function leadsBack(visitor: Visitor, goOn: string, why = CANNOT_GO_ON): Promise<Arrival> {
  const arrival = await visitor.follow(goOn)
  const { address, status, html } = arrival
  assert.match(html, why)
  assert.equal(address.origin, new URL(goOn).origin, 'nothing reaches the client')
  assert.ok(status >= 400, `${status}`)
  assert.match(html, /<h1>/)
  assert.match(html, /<a [^>]*href="\/sign-in\/with\/acme/)
  return arrival
}

test('login CSRF: an attacker starts, and the victim’s browser finishes', async () => {
  const [attacker, victim] = [newBrowser(), newBrowser()]
  const id = await platform.begin(attacker)
  // The victim, who is signed in at the platform, was lured to its login page with the attacker's id.
  const goOn = await platform.continueUrl(id, ada)
  await leadsBack(victim, goOn)
  assert.equal(isSignedIn(victim), false)
  // It is used up, so the attacker's own browser gets nothing either.
  await leadsBack(attacker, goOn)
  assert.equal(isSignedIn(attacker), false)
})

test('login CSRF: a victim starts, and an attacker answers in their own browser', async () => {
  const [attacker, victim] = [newBrowser(), newBrowser()]
  const id = await platform.begin(victim)
  // With the stolen id, the attacker signs in at the platform as themselves.
  const goOn = await platform.continueUrl(id, mallory)
  await leadsBack(attacker, goOn)
  await leadsBack(victim, goOn)
  assert.deepEqual([attacker, victim].map(isSignedIn), [false, false])
})

test('session swapping: the attacker’s answer does not work in another browser', async () => {
  const [attacker, victim] = [newBrowser(), newBrowser()]
  await platform.signIn(victim, ada.subject)
  await platform.answer(await platform.begin(newBrowser()), ada)
  const id = await platform.begin(attacker)
  const goOn = await platform.continueUrl(id, mallory)
  await leadsBack(victim, goOn)
  assert.equal(await platform.shownTo(victim), ada.email)
})

test('replay of an id: it has one answer, which cannot change', async () => {
  const browser = newBrowser()
  const id = await platform.begin(browser)
  const goOn = await platform.continueUrl(id, ada)
  assert.equal(await refusal(platform.answer(id, mallory)), '409 already_answered')
  await browser.follow(goOn)
  assert.equal(await platform.shownTo(browser), ada.email)
  assert.equal(await refusal(platform.answer(id, ada)), '409 already_used')
  assert.equal(await refusal(platform.answer(id, mallory)), '409 already_answered')
})

test('replay of a continuation: it signs in once', async () => {
  const browser = newBrowser()
  const goOn = await platform.continueUrl(await platform.begin(browser), ada)
  await browser.follow(goOn)
  await browser.post('/sign-out', {})
  assert.equal(isSignedIn(browser), false)
  await leadsBack(browser, goOn)
  assert.equal(isSignedIn(browser), false)
})

test('replay of a continuation: of twenty requests at once, one signs in', async () => {
  const browser = newBrowser()
  const goOn = await platform.continueUrl(await platform.begin(browser), ada)
  const cookie = cookieHeader(browser)
  const all = await Promise.all(
    Array.from({ length: 20 }, () => fetch(goOn, { headers: { cookie }, redirect: 'manual' })),
  )
  const sessions = all.filter(({ headers }) =>
    headers.getSetCookie().some((one) => one.startsWith('mandate_session=')),
  )
  assert.equal(sessions.length, 1)
})

test('replay of an answer: parts of two sign-ins cannot be combined', async () => {
  const [one, other] = [newBrowser(), newBrowser()]
  const [first, second] = [await platform.begin(one), await platform.begin(other)]
  const urls = [await platform.continueUrl(first, ada), await platform.continueUrl(second, mallory)]
  const [mine, theirs] = urls.map((url) => new URL(url))
  assert.ok(mine && theirs)
  const mixed = new URL(mine)
  mixed.searchParams.set('continuation', theirs.searchParams.get('continuation') ?? '')
  await leadsBack(one, mixed.href)
  // Guessing uses nothing up.
  await one.follow(mine.href)
  assert.equal(await platform.shownTo(one), ada.email)
})

test('a stolen id is useless without a platform key', async () => {
  const id = await platform.begin(newBrowser())
  for (const secret of ['x', platform.server.clientSecret, platform.secret.replace(/.{9}$/, '')]) {
    for (const asking of [platform.read(id, { secret }), platform.answer(id, ada, { secret })]) {
      assert.equal(await refusal(asking), '401 invalid_key')
    }
  }
  assert.equal((await platform.answer(id, ada)).status, 200)
})

test('a stolen id is useless with another platform’s key', async () => {
  const { secret } = await operatorOf(platform.server).newKey({ provider: 'other' })
  const id = await platform.begin(newBrowser())
  for (const asking of [platform.read(id, { secret }), platform.answer(id, ada, { secret })]) {
    assert.equal(await refusal(asking), '403 other_provider')
  }
})

test('a stolen id is useless with a key without the permission', async () => {
  const { newKey } = operatorOf(platform.server)
  const { secret } = await newKey({ permissions: ['users', 'scim'], provider: 'acme' })
  const id = await platform.begin(newBrowser())
  for (const asking of [platform.read(id, { secret }), platform.answer(id, ada, { secret })]) {
    assert.equal(await refusal(asking), '403 not_permitted')
  }
})

test('a stolen id does not continue with a guessed continuation', async () => {
  const browser = newBrowser()
  const id = await platform.begin(browser)
  const place = new URL(await platform.continueUrl(id, ada))
  for (const continuation of ['', 'x', 'A'.repeat(43), null]) {
    const guess = new URL(place)
    if (continuation === null) guess.searchParams.delete('continuation')
    else guess.searchParams.set('continuation', continuation)
    await leadsBack(newBrowser(), guess.href)
    await leadsBack(browser, guess.href)
  }
  await browser.follow(place.href)
  assert.equal(await platform.shownTo(browser), ada.email)
})

test('a stolen continuation in another browser is used up there, and refused with a way back', async () => {
  const [browser, thief] = [newBrowser(), newBrowser()]
  const goOn = await platform.continueUrl(await platform.begin(browser), ada)
  await thief.follow('/sign-in')
  await leadsBack(thief, goOn)
  await leadsBack(browser, goOn)
  assert.deepEqual([browser, thief].map(isSignedIn), [false, false])
})

test('a stolen continuation in a signed-in browser: the app gets nothing without consent', async () => {
  const [attacker, victim] = [newBrowser(), newBrowser()]
  await platform.signIn(victim, ada.subject)
  const goOn = await platform.continueUrl(await platform.begin(attacker), mallory)
  const { html } = await leadsBack(victim, goOn)
  const [, again = ''] = /href="(\/sign-in\/with\/acme[^"]*)"/.exec(html) ?? []
  const { address } = await victim.follow(again)
  assert.equal(address.pathname, '/consent')
  assert.equal(await platform.shownTo(victim), ada.email)
})

test('replay of a refusal: the app gets it once', async () => {
  const browser = newBrowser()
  const id = await platform.begin(browser)
  const goOn = await platform.continueUrl(id, { refused: 'access_denied' })
  const headers = { cookie: cookieHeader(browser) }
  const all = await Promise.all(
    Array.from({ length: 10 }, () => fetch(goOn, { headers, redirect: 'manual' })),
  )
  const told = all.filter((response) => response.headers.get('location')?.startsWith(REDIRECT_URI))
  assert.equal(told.length, 1)
  await leadsBack(browser, goOn)
})

test('a continuation of one way is refused by another way and not used up there', async () => {
  const signIn = { ...HANDOFF, other: { ...HANDOFF.acme, label: 'Other' } }
  const both = await startPlatform({ settings: { signIn } })
  try {
    const browser = newVisitor(both.server)
    const page = await browser.open(simplestRequest(both.server))
    const [, begin = ''] = /href="(\/sign-in\/with\/acme[^"]*)"/.exec(page.html) ?? []
    const goOn = await both.continueUrl(signInIdAt((await browser.follow(begin)).address), ada)
    await leadsBack(browser, goOn.replace('/with/acme/', '/with/other/'))
    assert.equal(isSignedIn(browser), false)
    await browser.follow(goOn)
    assert.equal(await both.shownTo(browser), ada.email)
  } finally {
    await both.server.close()
  }
})

test('two tabs at the first visit: the tab whose cookie was overwritten starts again', async () => {
  const [browser, other] = [newBrowser(), newBrowser()]
  const first = await platform.begin(browser, { ...simplestRequest(platform.server), state: 'one' })
  // The second tab was opened before the first answer came, so it got another cookie, which stays.
  const second = await platform.begin(other, { ...simplestRequest(platform.server), state: 'two' })
  const last = await other.follow(await platform.continueUrl(second, ada))
  assert.equal(last.address.searchParams.get('state'), 'two')
  const { html } = await leadsBack(other, await platform.continueUrl(first, ada))
  const [, again = ''] = /href="(\/sign-in\/with\/acme[^"]*)"/.exec(html) ?? []
  const question = await other.follow(again)
  const { address } = await other.decide(question, 'allow')
  assert.deepEqual([address.origin, address.searchParams.get('state')], [REDIRECT_URI, 'one'])
})

test('two tabs: both reach their client', async () => {
  const browser = newBrowser()
  // The first visit gives the browser its secret.
  await browser.follow('/sign-in')
  const ids = [
    await platform.begin(browser, { ...simplestRequest(platform.server), state: 'one' }),
    await platform.begin(browser, { ...simplestRequest(platform.server), state: 'two' }),
  ]
  const places = [
    await platform.continueUrl(ids[1] ?? '', ada),
    await platform.continueUrl(ids[0] ?? '', ada),
  ]
  const ends = [await browser.follow(places[0] ?? ''), await browser.follow(places[1] ?? '')]
  assert.deepEqual(
    ends.map(({ address }) => [address.origin, address.searchParams.get('state')]),
    [
      [REDIRECT_URI, 'two'],
      [REDIRECT_URI, 'one'],
    ],
  )
})

test('a changed user in between: the session of the first ends when the second arrives', async () => {
  const browser = newBrowser()
  await platform.signIn(browser, ada.subject)
  const first = browser.cookies.get('mandate_session') ?? ''
  platform.server.clock.advance(1)
  const id = await platform.begin(browser, { ...simplestRequest(platform.server), prompt: 'login' })
  await browser.follow(await platform.continueUrl(id, mallory))
  assert.equal(await platform.shownTo(browser), mallory.email)
  const old = newBrowser()
  old.cookies.set('mandate_session', first)
  assert.equal(await platform.shownTo(old), null)
})

test('a changed user in between: a consent page open for the first gives nothing of the second', async () => {
  const { server } = platform
  const { client } = await server.register({ trusted: false, name: 'Pocket Ledger' })
  const request = { ...simplestRequest(server), client_id: client.id }
  const browser = newBrowser()
  const question = await platform.signIn(browser, ada.subject, request)
  assert.equal(question.address.pathname, '/consent')
  // Another tab signs mallory in.
  server.clock.advance(1)
  const id = await platform.begin(browser, { ...simplestRequest(server), prompt: 'login' })
  await browser.follow(await platform.continueUrl(id, mallory))
  const { address } = await browser.decide(question, 'allow')
  assert.equal(address.searchParams.get('code'), null)
  for (const subject of [ada.subject, mallory.subject]) {
    const account = await server.store.accounts.findByIdentity('acme', subject)
    assert.equal(await server.store.consents.find(account?.id ?? '', client.id), undefined)
  }
})

test('a platform that gives the same answer twice gets the same continuation', async () => {
  const browser = newBrowser()
  const id = await platform.begin(browser)
  const all = await Promise.all(Array.from({ length: 10 }, () => platform.continueUrl(id, ada)))
  assert.equal(new Set(all).size, 1)
  platform.server.clock.advance(20)
  const { body } = await platform.answer(id, ada)
  assert.deepEqual([body['continue_url'], body['expires_in']], [all[0], 40])
  await browser.follow(all[0] ?? '')
  assert.equal(await platform.shownTo(browser), ada.email)
})

test('the same answer a minute later does not extend the minute', async () => {
  const id = await platform.begin(newBrowser())
  await platform.continueUrl(id, ada)
  platform.server.clock.advance(60)
  assert.equal(await refusal(platform.answer(id, ada)), '410 sign_in_expired')
})

test('a platform that sends different answers at once: one counts, the others change nothing', async () => {
  const id = await platform.begin(newBrowser())
  const subjects = Array.from({ length: 10 }, (_, number) => `racer-${number}`)
  const answers = await Promise.all(subjects.map((subject) => platform.answer(id, { subject })))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(9).fill(409)])
  const { accounts } = platform.server.store
  const made = await Promise.all(subjects.map((one) => accounts.findByIdentity('acme', one)))
  assert.deepEqual(
    made.map((account) => account !== undefined),
    answers.map(({ status }) => status === 200),
  )
})

test('an answer after fifteen minutes is too late', async () => {
  const [early, late] = [await platform.begin(newBrowser()), await platform.begin(newBrowser())]
  platform.server.clock.advance(899)
  assert.equal((await platform.answer(early, ada)).status, 200)
  platform.server.clock.advance(1)
  assert.equal(await refusal(platform.read(late)), '410 sign_in_expired')
  assert.equal(await refusal(platform.answer(late, ada)), '410 sign_in_expired')
})

test('a browser that continues after a minute is too late', async () => {
  const [early, late] = [newBrowser(), newBrowser()]
  const places = [
    await platform.continueUrl(await platform.begin(early), ada),
    await platform.continueUrl(await platform.begin(late), ada),
  ]
  platform.server.clock.advance(59)
  await early.follow(places[0] ?? '')
  assert.equal(await platform.shownTo(early), ada.email)
  platform.server.clock.advance(1)
  await leadsBack(late, places[1] ?? '', TOO_LATE)
  assert.equal(isSignedIn(late), false)
})

test('an answer just before the end still gives the browser a minute', async () => {
  const browser = newBrowser()
  const id = await platform.begin(browser)
  platform.server.clock.advance(899)
  const goOn = await platform.continueUrl(id, ada)
  platform.server.clock.advance(59)
  await browser.follow(goOn)
  assert.equal(await platform.shownTo(browser), ada.email)
})

test('an answer for a disabled account is refused, and the platform can still refuse the sign-in', async () => {
  const { server } = platform
  const subject = 'disabled'
  const browser = newBrowser()
  await platform.signIn(newBrowser(), subject)
  const account = await server.store.accounts.findByIdentity('acme', subject)
  await disableAccount(server, operator, { accountId: account?.id ?? '' })
  const id = await platform.begin(browser)
  assert.equal(await refusal(platform.answer(id, { subject })), '422 account_disabled')
  const goOn = await platform.continueUrl(id, { refused: 'access_denied' })
  const { address } = await browser.follow(goOn)
  assert.equal(address.searchParams.get('error'), 'access_denied')
})

test('an account that is disabled or deleted after the answer does not sign in', async () => {
  const { server } = platform
  const { accounts } = server.store
  for (const [subject, end] of [
    ['disabled-later', (id: string) => disableAccount(server, operator, { accountId: id })],
    ['deleted-later', (id: string) => accounts.delete(id, { by: operator, at: 0 })],
  ] as const) {
    const browser = newBrowser()
    const goOn = await platform.continueUrl(await platform.begin(browser), { subject })
    const account = await accounts.findByIdentity('acme', subject)
    await end(account?.id ?? '')
    await leadsBack(browser, goOn, /account/i)
    assert.equal(isSignedIn(browser), false, subject)
    assert.equal(
      (await accounts.findByIdentity('acme', subject))?.disabledAt,
      account && subject === 'disabled-later' ? server.clock.now() : undefined,
    )
  }
})

test('a future auth_time is refused, and a slightly fast clock is not', async () => {
  const id = await platform.begin(newBrowser())
  const now = platform.server.clock.now()
  for (const auth_time of [now + 61, now * 1_000]) {
    assert.equal(
      await refusal(platform.answer(id, { ...ada, auth_time })),
      '422 auth_time_in_future',
    )
  }
  assert.equal((await platform.answer(id, { ...ada, auth_time: now + 60 })).status, 200)
})

test('prompt=login that the platform does not honour: an old auth_time is refused', async () => {
  const { server } = platform
  const browser = newBrowser()
  const id = await platform.begin(browser, { ...simplestRequest(server), prompt: 'login' })
  const now = server.clock.now()
  const old = { ...ada, auth_time: now - 31 }
  assert.equal(await refusal(platform.answer(id, old)), '422 sign_in_too_old')
  // Then the user signs in again there.
  const goOn = await platform.continueUrl(id, { ...ada, auth_time: now })
  const { address } = await browser.follow(goOn)
  assert.ok(address.searchParams.get('code'))
})

test('max_age that the platform does not honour: a stale auth_time is refused', async () => {
  const { server } = platform
  const id = await platform.begin(newBrowser(), { ...simplestRequest(server), max_age: '300' })
  const stale = { ...ada, auth_time: server.clock.now() - 331 }
  assert.equal(await refusal(platform.answer(id, stale)), '422 sign_in_too_old')
})

test('a hostile reason cannot inject markup or headers, and is cut', async () => {
  const { server } = platform
  const reason = `<script>alert(1)</script>"\\\r\nSet-Cookie: a=b\u0000${'x'.repeat(10_000)}`
  for (const parameters of [simplestRequest(server), null]) {
    const browser = newBrowser()
    const id =
      parameters === null
        ? new URL((await browser.follow('/account')).address).searchParams.get('sign_in')
        : await platform.begin(browser, parameters)
    const goOn = await platform.continueUrl(id ?? '', { refused: 'access_denied', reason })
    const { address, html, headers } = await browser.follow(goOn)
    assert.ok(address.href.length < 2_000, `${address.href.length}`)
    assert.doesNotMatch(decodeURIComponent(address.search), /<script|[\r\n\0]/)
    assert.doesNotMatch(html, /<script/)
    assert.ok(html.length < 20_000)
    assert.equal(
      headers.getSetCookie().some((one) => one.startsWith('a=')),
      false,
    )
  }
  assert.equal(
    server.log.some((line) => line.length > 5_000),
    false,
  )
})

test('no id and no continuation reaches the log', async () => {
  const browser = newBrowser()
  const id = await platform.begin(browser)
  const goOn = await platform.continueUrl(id, ada)
  await browser.follow(goOn)
  await browser.follow(goOn)
  const continuation = new URL(goOn).searchParams.get('continuation') ?? ''
  const log = platform.server.log.join('')
  assert.equal(log.includes(id.slice(0, 40)), false)
  assert.equal(log.includes(continuation), false)
})

test('a browser that never comes back leaves no row', async () => {
  const { server } = platform
  const count = async () => (await server.store.accounts.list({ limit: 1_000 })).rows.length
  const before = await count()
  const factsBefore = (await server.store.facts.list({}, 1_000)).length
  for (let i = 0; i < 20; i++) await platform.read(await platform.begin(newBrowser()))
  assert.equal(await count(), before)
  assert.equal((await server.store.facts.list({}, 1_000)).length, factsBefore)
})

test('invalid ids are unknown, and nonsense never causes a 5xx', async () => {
  for (const id of ['', 'x', 'A'.repeat(400), '%00', 'é', 'a b', '../..']) {
    assert.equal(await refusal(platform.read(id)), '404 unknown_sign_in')
    assert.equal(await refusal(platform.answer(id, ada)), '404 unknown_sign_in')
    const { status } = await newBrowser().get(
      `/sign-in/with/acme/callback?${new URLSearchParams({ id, continuation: id })}`,
    )
    assert.ok(status >= 400 && status < 500, `${status}`)
  }
})
