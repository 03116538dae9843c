/** The second step of a sign-in: codes from an app, recovery codes, and half sign-ins. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { disableAccount, enableAccount, setPassword } from '../src/operations/accounts.ts'
import { addTotp, removeTotp } from '../src/operations/second-factors.ts'
import { createPasswords } from '../src/people/password.ts'
import { newTotpSecret, spelledSecret } from '../src/people/totp.ts'
import { wayKinds } from '../src/ways/ways.ts'
import { type Authenticator, scan, setUpApp } from './authenticator-app.ts'
import { comeBack, DOOR, door } from './fake-way.ts'
import { REDIRECT_URI, type RunningServer, startServer } from './running-server.ts'
import { type Arrival, hiddenFields, newVisitor, simplestRequest, type Visitor } from './visitor.ts'

let server: RunningServer
/** Everybody needs a second factor here. */
let strict: RunningServer
before(async () => {
  server = await startServer({
    settings: { signIn: { password: { way: 'password' }, door: DOOR } },
    wayKinds: [...wayKinds, door],
  })
  strict = await startServer({ settings: { secondFactor: 'required' } })
})
after(async () => {
  await server.close()
  await strict.close()
})

const ASK = '/sign-in/second-factor'
const SET_UP = '/sign-in/set-up-factor'
let people = 0

interface Person {
  readonly id: string
  readonly email: string
  readonly app: Authenticator
  readonly codes: readonly string[]
}

/** Somebody with an authenticator app, whose first code is long over. */
async function newPerson(): Promise<Person> {
  people += 1
  const { id, email } = await server.createAccount(`person-${people}@example.com`)
  const secret = newTotpSecret((bytes) => crypto.getRandomValues(new Uint8Array(bytes)))
  const app = scan(`<code translate="no">${spelledSecret(secret)}</code>`)
  const { store, clock, keys } = server
  const context = { store, clock, keys, random: random }
  const code = app.code(clock.now())
  const outcome = await addTotp(context, { kind: 'account', id }, { secret, code })
  assert.ok(outcome.is === 'added' && outcome.codes !== null)
  clock.advance(90)
  return { id, email, app, codes: outcome.codes }
}
const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))

const isSignedIn = async (visitor: Visitor) => (await visitor.get('/account')).status === 200

/** Types the password; ends at the page that asks for the code. */
async function halfWay(visitor: Visitor, { email }: Pick<Person, 'email'>, page?: Arrival) {
  const start = page ?? (await visitor.follow('/sign-in'))
  const asked = await visitor.signIn(start, { email })
  assert.equal(asked.address.pathname, ASK, asked.html)
  assert.equal(visitor.cookies.has('mandate_session'), false)
  return asked
}

const enter = (visitor: Visitor, page: Arrival, code: string) =>
  visitor.send(page.address.href, { ...hiddenFields(page.html), code })
const appCode = ({ app }: Person) => app.code(server.clock.now())

test('an account with an app signs in with password and code, and the session says so', async () => {
  const person = await newPerson()
  const visitor = newVisitor(server)
  const asked = await halfWay(visitor, person, await visitor.open(simplestRequest(server)))
  assert.equal(await isSignedIn(visitor), false)
  const { address } = await enter(visitor, asked, appCode(person))
  assert.equal(address.origin, new URL(REDIRECT_URI).origin)
  assert.match(address.searchParams.get('code') ?? '', /^mdt_ac_/)
  const [session] = await server.store.sessions.listOf(person.id)
  assert.deepEqual([session?.amr, session?.acr], [['pwd', 'otp', 'mfa'], '2fa'])
  assert.ok(await isSignedIn(visitor))
})

test('SCENARIO 49: a used code is refused, also in another browser and at the same moment', async () => {
  const person = await newPerson()
  const browsers = Array.from({ length: 4 }, () => newVisitor(server))
  const pages = await Promise.all(browsers.map((browser) => halfWay(browser, person)))
  const code = appCode(person)
  const arrivals = await Promise.all(
    browsers.map((browser, place) => enter(browser, pages[place] ?? assert.fail(), code)),
  )
  assert.equal(arrivals.filter(({ address }) => address.pathname === '/account').length, 1)
  assert.equal(arrivals.filter(({ html }) => /was already used/.test(html)).length, 3)
  const signedIn = await Promise.all(browsers.map(isSignedIn))
  assert.equal(signedIn.filter(Boolean).length, 1)
  // The next code works.
  const late = browsers[signedIn.indexOf(false)] ?? assert.fail()
  server.clock.advance(30)
  await enter(late, pages[signedIn.indexOf(false)] ?? assert.fail(), appCode(person))
  assert.ok(await isSignedIn(late))
})

test('SCENARIO 49: guesses are limited, in parallel too, and the limit is the account’s own', async () => {
  const person = await newPerson()
  const visitor = newVisitor(server)
  const page = await halfWay(visitor, person)
  const wrong = appCode(person) === '000000' ? '000001' : '000000'
  const answers = await Promise.all(
    Array.from({ length: 60 }, () => visitor.post(page.address.href, { code: wrong })),
  )
  const statuses = answers.map(({ status }) => status)
  assert.ok(statuses.filter((status) => status === 401).length <= 10, String(statuses))
  assert.ok(statuses.includes(429))
  const refused = await visitor.post(page.address.href, { code: appCode(person) })
  assert.equal(refused.status, 429)
  assert.match(refused.headers.get('retry-after') ?? '', /^[1-9]\d*$/)
  assert.match(await refused.text(), /Your account is not locked/)
  // Nobody else has to wait, in the same network.
  const other = await newPerson()
  const neighbour = newVisitor(server)
  await enter(neighbour, await halfWay(neighbour, other), appCode(other))
  assert.ok(await isSignedIn(neighbour))
})

test('SCENARIO 49: codes of another account, and anything that is no code, are wrong', async () => {
  const [person, other] = [await newPerson(), await newPerson()]
  const visitor = newVisitor(server)
  const page = await halfWay(visitor, person)
  for (const code of [appCode(other), other.codes[0] ?? '', 'zzzz-zzzz-zzzz-zzzz', '12345', 'é']) {
    const { status, html } = await enter(visitor, page, code)
    assert.deepEqual([status, /Wrong code/.test(html)], [401, true], code)
    assert.ok(!html.includes(`value="${code}"`))
  }
  const empty = await enter(visitor, page, ' ')
  assert.deepEqual([empty.status, /Enter the code\./.test(empty.html)], [400, true])
  assert.equal(await isSignedIn(visitor), false)
  await enter(visitor, page, ` ${appCode(person).replace(/(...)/, '$1 ')}`)
  assert.ok(await isSignedIn(visitor))
})

test('a recovery code signs in once, however it is typed', async () => {
  const person = await newPerson()
  const [code = ''] = person.codes
  for (const [typed, isRight] of [
    [code.toUpperCase().replaceAll('-', ' '), true],
    [code, false],
  ] as const) {
    const visitor = newVisitor(server)
    const page = await halfWay(visitor, person)
    const other = /href="([^"]*recovery=1)"/.exec(page.html)?.[1]?.replaceAll('&#38;', '&') ?? ''
    const recovery = await visitor.follow(other)
    assert.match(recovery.html, /Recovery code<\/label>/)
    const { html } = await enter(visitor, recovery, typed)
    assert.equal(await isSignedIn(visitor), isRight)
    if (!isRight) assert.match(html, /Use another code/)
  }
  const facts = await server.store.facts.list({ accountId: person.id }, 100)
  assert.equal(facts.filter(({ kind }) => kind === 'recovery_codes.used').length, 1)
})

test('a half sign-in is useless in another browser, after ten minutes, and once it is used', async () => {
  const person = await newPerson()
  const visitor = newVisitor(server)
  const page = await halfWay(visitor, person)
  const thief = newVisitor(server)
  await thief.follow('/sign-in')
  assert.equal((await enter(thief, page, appCode(person))).address.pathname, '/sign-in')
  assert.equal(await isSignedIn(thief), false)

  await enter(visitor, page, appCode(person))
  assert.ok(await isSignedIn(visitor))
  visitor.cookies.delete('mandate_session')
  server.clock.advance(30)
  const again = await enter(visitor, page, appCode(person))
  assert.equal(again.address.pathname, '/sign-in')
  assert.match(again.html, /open for too long/)
  assert.equal(await isSignedIn(visitor), false)

  const late = await halfWay(visitor, person)
  server.clock.advance(601)
  assert.match((await visitor.follow(late.address.href)).html, /open for too long/)
  await enter(visitor, late, appCode(person))
  assert.equal(await isSignedIn(visitor), false)
})

test('a half sign-in ends when the password changes, the account is disabled or the app removed', async () => {
  const operator = { kind: 'operator', via: 'shell' } as const
  const context = {
    ...server,
    random,
    settings: { brandName: 'Mandate' },
    passwords: createPasswords({
      random,
      cost: { memory: 64, passes: 1, parallelism: 1 },
    }),
  }
  const changes: Readonly<Record<string, (accountId: string) => Promise<unknown>>> = {
    password: (accountId) =>
      setPassword(context, operator, { accountId, password: 'another long horse battery' }),
    disabled: (accountId) => disableAccount(context, operator, { accountId }),
    removed: (accountId) => removeTotp(context, operator, { accountId }),
    deleted: (accountId) => server.store.accounts.delete(accountId, { by: operator, at: 0 }),
  }
  for (const [name, change] of Object.entries(changes)) {
    const person = await newPerson()
    const visitor = newVisitor(server)
    const page = await halfWay(visitor, person)
    await change(person.id)
    for (const code of [appCode(person), person.codes[0] ?? '']) {
      const { address } = await enter(visitor, page, code)
      assert.equal(address.pathname, '/sign-in', name)
      assert.equal(await isSignedIn(visitor), false, name)
    }
    if (name === 'disabled') await enableAccount(context, operator, { accountId: person.id })
  }
})

test('a forged half sign-in, or one of another server, leads to the sign-in page', async () => {
  const visitor = newVisitor(server)
  await visitor.follow('/sign-in')
  for (const half of ['x', 'e30.x', `${Buffer.from('{"id":"x"}').toString('base64url')}.AAAA`]) {
    for (const place of [ASK, SET_UP]) {
      const { address } = await visitor.follow(`${place}?half=${half}`)
      assert.equal(address.pathname, '/sign-in')
      assert.equal(
        (await visitor.send(`${place}?half=${half}`, { code: '1' })).address.pathname,
        '/sign-in',
      )
    }
  }
  const crossSite = await visitor.post(ASK, { code: '1' }, { 'sec-fetch-site': 'cross-site' })
  assert.equal(crossSite.status, 400)
})

test('a policy lets everybody set up an app at the next sign-in, and nobody past it', async () => {
  const account = await strict.createAccount('policy@example.com')
  const visitor = newVisitor({ ...strict, account })
  const page = await visitor.signIn(await visitor.open(simplestRequest(strict)))
  assert.equal(page.address.pathname, SET_UP)
  assert.match(page.html, /needs a second step: a code/)
  assert.equal((await visitor.get('/account')).status, 303)
  const wrong = await visitor.send(page.address.href, {
    ...hiddenFields(page.html),
    code: '000000',
  })
  assert.equal(wrong.status, 400)
  // The same key is shown again, because it was scanned.
  const key = /<code translate="no">([^<]*)/
  assert.equal(key.exec(wrong.html)?.[1], key.exec(page.html)?.[1])
  const { app, codes, saved } = await setUpApp(visitor, wrong, strict.clock.now())
  assert.equal(codes.length, 10)
  assert.ok(visitor.cookies.has('mandate_session'))
  const action = /action="([^"]*go-on[^"]*)"/.exec(saved.html)?.[1]?.replaceAll('&#38;', '&') ?? ''
  const { address } = await visitor.send(action, {})
  assert.match(address.searchParams.get('code') ?? '', /^mdt_ac_/)

  // The next sign-in asks for the code, and the one of the set-up is used.
  const later = newVisitor({ ...strict, account })
  const asked = await later.signIn(await later.follow('/sign-in'))
  assert.match((await enter(later, asked, app.code(strict.clock.now()))).html, /already used/)
  strict.clock.advance(30)
  assert.equal(
    (await enter(later, asked, app.code(strict.clock.now()))).address.pathname,
    '/account',
  )
})

test('a key that was shown in another browser, to another account or long ago sets up nothing', async () => {
  const start = async (email: string) => {
    const account = await strict.createAccount(email)
    const visitor = newVisitor({ ...strict, account })
    return { account, visitor, page: await visitor.signIn(await visitor.follow('/sign-in')) }
  }
  const [one, other] = [await start('one@example.com'), await start('other@example.com')]
  const stolen = {
    ...hiddenFields(one.page.html),
    code: scan(one.page.html).code(strict.clock.now()),
  }
  const planted = await other.visitor.send(other.page.address.href, stolen)
  assert.match(planted.html, /Scan the new code/)
  assert.equal(await strict.store.secondFactors.findTotp(other.account.id), undefined)
  const same = await one.visitor.signIn(await one.visitor.follow('/sign-in'), {
    email: 'other@example.com',
  })
  assert.match((await one.visitor.send(same.address.href, stolen)).html, /Scan the new code/)
  assert.equal(await strict.store.secondFactors.findTotp(other.account.id), undefined)
})

test('a provider that reports two factors is enough; otherwise the own second factor is asked', async () => {
  const provider = { kind: 'operator', via: 'shell' } as const
  const person = await newPerson()
  const identity = { provider: `${DOOR.address}/door`, subject: person.email }
  await server.store.accounts.link(person.id, identity, { by: provider, at: server.clock.now() })
  const arrive = async (amr: readonly string[], prompt?: string) => {
    const visitor = newVisitor(server)
    const asked = { ...simplestRequest(server), ...(prompt !== undefined && { prompt }) }
    const page = await visitor.open(asked)
    const there =
      page.address.pathname === '/sign-in'
        ? await visitor.follow(`/sign-in/with/door${page.address.search}`)
        : page
    return { visitor, arrival: await comeBack(visitor, there, { subject: person.email, amr }) }
  }
  const whole = await arrive(['fpt', 'hwk'])
  assert.match(whole.arrival.address.searchParams.get('code') ?? '', /^mdt_ac_/)
  const half = await arrive(['fpt'])
  assert.equal(half.arrival.address.pathname, ASK)
  const { address } = await enter(half.visitor, half.arrival, appCode(person))
  assert.match(address.searchParams.get('code') ?? '', /^mdt_ac_/)
  const [session] = await server.store.sessions.listOf(person.id)
  assert.equal(session?.provider, identity.provider)
})

test('no code is in the log', async () => {
  const person = await newPerson()
  const visitor = newVisitor(server)
  const page = await halfWay(visitor, person)
  await enter(visitor, page, '424242')
  const [code = ''] = person.codes
  await enter(visitor, page, code)
  for (const line of server.log) assert.ok(!line.includes('424242') && !line.includes(code))
})
