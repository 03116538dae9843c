/** `@mandate/sign-in` with the real server: every member of the protocol, over HTTP. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  type Platform,
  signInIdAt,
  startPlatform,
} from '../packages/mandate/test/handoff-platform.ts'
import { operatorOf } from '../packages/mandate/test/platform.ts'
import { REDIRECT_URI } from '../packages/mandate/test/running-server.ts'
import { newVisitor, simplestRequest, type Visitor } from '../packages/mandate/test/visitor.ts'
import {
  type Change,
  createSignIn,
  type SignIn,
  type SignInError,
} from '../packages/sign-in/src/index.ts'

let platform: Platform
let signIn: SignIn
before(async () => {
  platform = await startPlatform()
  const { newKey } = operatorOf(platform.server)
  const { secret: key } = await newKey({ permissions: ['sign_in', 'users'] })
  signIn = createSignIn({ issuer: platform.server.issuer, key, onProblem: () => {} })
})
after(() => platform.server.close())

const now = () => new Date(platform.server.clock.now() * 1_000)
const begin = (more: Record<string, string> = {}, visitor = newVisitor(platform.server)) =>
  platform.begin(visitor, { ...simplestRequest(platform.server), ...more })

const refusedWith = (code: string, more: object = {}) => ({ name: 'SignInError', code, ...more })

test('everything that is asked is read', async () => {
  const { server } = platform
  const visitor = newVisitor(server)
  const { continueUrl } = await signIn.answer(await begin({}, visitor), { subject: 'ada' })
  await visitor.follow(continueUrl)
  server.clock.advance(60)
  const resource = server.resource.uri
  const more = { prompt: 'login', max_age: '300', login_hint: 'a@b', ui_locales: 'sv en', resource }
  const asked = await signIn.read(await begin(more, visitor))
  assert.deepEqual(asked, {
    client: { clientId: server.client.id, name: 'Ledgerline' },
    scope: ['all'],
    resources: [resource],
    prompt: ['login'],
    maxAgeSeconds: 300,
    acrValues: [],
    loginHint: 'a@b',
    uiLocales: ['sv', 'en'],
    interactive: true,
    authTimeAfter: now(),
    expiresAt: new Date(now().getTime() + 900_000),
    signedInAs: 'ada',
  })
})

test('nothing is asked on the way to the account page', async () => {
  const visitor = newVisitor(platform.server)
  const id = signInIdAt((await visitor.follow('/account')).address)
  const { client, scope, resources, prompt, authTimeAfter, signedInAs } = await signIn.read(id)
  assert.deepEqual([client, scope, resources, prompt], [null, [], [], []])
  assert.deepEqual([authTimeAfter, signedInAs], [null, null])
})

test('everything that is known about a person arrives', async () => {
  const { server } = platform
  const visitor = newVisitor(server)
  const authTime = new Date(now().getTime() - 3_600_000)
  const { continueUrl } = await signIn.answer(await begin({}, visitor), {
    subject: 'grace|1',
    email: 'grace@acme.example',
    emailVerified: true,
    name: 'Grace Ω',
    authTime,
    amr: ['pwd', 'otp'],
    acr: 'urn:acme:2',
  })
  const { address } = await visitor.follow(continueUrl)
  assert.equal(address.origin, REDIRECT_URI)
  const account = await server.store.accounts.findByIdentity('acme', 'grace|1')
  assert.deepEqual(
    [account?.email, account?.emailVerified, account?.name],
    ['grace@acme.example', true, 'Grace Ω'],
  )
  const accountId = account?.id ?? assert.fail()
  const { rows } = await server.store.grants.list({ accountId }, { limit: 10 })
  const [grant] = rows
  assert.equal(grant?.authTime, authTime.getTime() / 1_000)
  assert.match(String(grant?.signIn), /otp.*urn:acme:2|urn:acme:2.*otp/)
})

/** A platform whose login page is an address, and whose session is what a test says. */
function platformWith(loggedInAt: () => Date | null) {
  const route = signIn.fetch({
    loginPage: 'https://app.acme.example/password',
    currentUser: () => {
      const authTime = loggedInAt()
      return authTime && { subject: 'ada', email: 'ada@acme.example', authTime }
    },
  })
  /** A browser at the route, and where it is sent. */
  return async (address: URL | string) => {
    const response = await route(new Request(address))
    assert.equal(response.status, 303, await response.text())
    return new URL(response.headers.get('location') ?? '')
  }
}

async function arrivesWith(visitor: Visitor, more: Record<string, string>): Promise<URL> {
  const { address } = await visitor.open({ ...simplestRequest(platform.server), ...more })
  return address
}

test('the route takes a whole login from the app and back, by way of the login page', async () => {
  const visitor = newVisitor(platform.server)
  let session: Date | null = null
  const visit = platformWith(() => session)
  const login = await visit(await arrivesWith(visitor, { state: 's', login_hint: 'ada' }))
  assert.equal(login.pathname, '/password')
  assert.equal(login.searchParams.get('login_hint'), 'ada')
  session = now()
  const back = new URL(login.searchParams.get('return_to') ?? '', login)
  const arrival = await visitor.follow((await visit(back)).href)
  assert.equal(arrival.address.origin, REDIRECT_URI)
  assert.ok(arrival.address.searchParams.has('code'))
  assert.equal(arrival.address.searchParams.get('state'), 's')
})

test('prompt=none: with a session the app gets a code, without one login_required', async () => {
  for (const [session, parameter, value] of [
    [now(), 'code', /^mdt_ac_/],
    [null, 'error', /^login_required$/],
  ] as const) {
    const visitor = newVisitor(platform.server)
    const to = await platformWith(() => session)(await arrivesWith(visitor, { prompt: 'none' }))
    const { address } = await visitor.follow(to.href)
    assert.equal(address.origin, REDIRECT_URI)
    assert.match(address.searchParams.get(parameter) ?? '', value)
  }
})

test('prompt=login and max_age: an older session has to log in again, and then does', async () => {
  for (const more of [{ prompt: 'login' }, { max_age: '60' }]) {
    const visitor = newVisitor(platform.server)
    let session = new Date(now().getTime() - 61_000)
    const visit = platformWith(() => session)
    const login = await visit(await arrivesWith(visitor, more))
    assert.equal(login.pathname, '/password')
    assert.equal(login.searchParams.get('reauthenticate'), '1')
    // The clock of the platform is a little behind.
    session = new Date(now().getTime() - 20_000)
    const back = new URL(login.searchParams.get('return_to') ?? '', login)
    const { address } = await visitor.follow((await visit(back)).href)
    assert.ok(address.searchParams.has('code'), `${JSON.stringify(more)} ${address.href}`)
  }
})

test('select_account: the user who comes back from the login page is signed in', async () => {
  const visitor = newVisitor(platform.server)
  const old = new Date(now().getTime() - 3_600_000)
  const visit = platformWith(() => old)
  const login = await visit(await arrivesWith(visitor, { prompt: 'select_account' }))
  assert.equal(login.searchParams.get('select_account'), '1')
  const back = new URL(login.searchParams.get('return_to') ?? '', login)
  const { address } = await visitor.follow((await visit(back)).href)
  assert.ok(address.searchParams.has('code'), address.href)
})

test('a refusal reaches the app with its code, and prompt=none too', async () => {
  for (const [more, code] of [
    [{}, 'access_denied'],
    [{ prompt: 'none' }, 'interaction_required'],
  ] as const) {
    const visitor = newVisitor(platform.server)
    const id = await begin(more, visitor)
    const { continueUrl } = await signIn.refuse(id, code, 'Your account is suspended.')
    const { address } = await visitor.follow(continueUrl)
    assert.equal(address.origin, REDIRECT_URI)
    assert.equal(address.searchParams.get('error'), code)
  }
})

test('the same answer twice is one answer; another, or one that was used, is already_answered', async () => {
  const visitor = newVisitor(platform.server)
  const id = await begin({}, visitor)
  const { continueUrl } = await signIn.answer(id, { subject: 'ada' })
  assert.deepEqual(await signIn.answer(id, { subject: 'ada' }), { continueUrl })
  const answered = refusedWith('already_answered')
  await assert.rejects(signIn.answer(id, { subject: 'eve' }), answered)
  await assert.rejects(signIn.refuse(id, 'access_denied'), answered)
  await visitor.follow(continueUrl)
  await assert.rejects(signIn.answer(id, { subject: 'ada' }), answered)
})

test('each thing that can be wrong has its code', async () => {
  const { server } = platform
  await assert.rejects(signIn.read('nonsense'), refusedWith('sign_in_invalid', { field: 'id' }))

  const stale = await begin({ prompt: 'login' })
  const authTime = new Date(now().getTime() - 31_000)
  await assert.rejects(
    signIn.answer(stale, { subject: 'ada', authTime }),
    refusedWith('sign_in_too_old', { field: 'auth_time' }),
  )
  const future = new Date(now().getTime() + 600_000)
  await assert.rejects(
    signIn.answer(await begin(), { subject: 'ada', authTime: future }),
    refusedWith('request_refused', { serverCode: 'auth_time_in_future', field: 'auth_time' }),
  )
  await assert.rejects(
    signIn.answer(await begin(), { subject: 'ada', email: 'nobody' }),
    refusedWith('request_refused', { field: 'email' }),
  )

  const expired = await begin()
  server.clock.advance(901)
  await assert.rejects(signIn.read(expired), refusedWith('sign_in_expired'))
  await assert.rejects(signIn.answer(expired, { subject: 'ada' }), refusedWith('sign_in_expired'))
})

test('a wrong key, and one that may not do this, are told apart', async () => {
  const { server } = platform
  const { newKey } = operatorOf(server)
  const id = await begin()
  const withKey = (key: string) => createSignIn({ issuer: server.issuer, key })
  await assert.rejects(withKey('mdt_pk_forged').read(id), refusedWith('key_refused'))
  const { secret: onlyUsers } = await newKey({ permissions: ['users'] })
  const { secret: another } = await newKey({ permissions: ['sign_in'], provider: 'globex' })
  for (const key of [onlyUsers, another]) {
    await assert.rejects(withKey(key).read(id), (error: SignInError) => {
      assert.equal(error.code, 'permission_missing')
      assert.ok(!error.message.includes(key))
      return true
    })
  }
})

/** An account for each, made by a sign-in. */
async function people(...subjects: readonly string[]) {
  for (const subject of subjects) await signIn.answer(await begin(), { subject })
}

const accountOf = (subject: string) =>
  platform.server.store.accounts.findByIdentity('acme', subject)

/** Whether the browser is signed in. */
const isSignedIn = async (visitor: Visitor) => (await visitor.get('/account')).status === 200

test('each change of a user takes effect, says so, and may be repeated', async () => {
  const { users } = signIn
  const visitor = newVisitor(platform.server)
  const { continueUrl } = await signIn.answer(await begin({}, visitor), { subject: 'kim' })
  const { address } = await visitor.follow(continueUrl)
  assert.ok(address.searchParams.has('code'))
  const accountId = (await accountOf('kim'))?.id ?? assert.fail()
  const liveGrants = async () => {
    const { rows } = await platform.server.store.grants.list({ accountId }, { limit: 10 })
    return rows.filter(({ revokedAt }) => revokedAt === null).length
  }

  assert.equal(await isSignedIn(visitor), true)
  assert.equal(await users.signOut('kim'), 'changed')
  assert.equal(await isSignedIn(visitor), false)
  assert.equal(await users.signOut('kim'), 'unchanged')

  assert.equal(await users.endAccess('kim'), 'changed')
  assert.equal(await users.endAccess('kim'), 'unchanged')

  assert.equal(await users.disable('kim'), 'changed')
  assert.equal(await users.disable('kim'), 'unchanged')
  await assert.rejects(
    signIn.answer(await begin(), { subject: 'kim' }),
    refusedWith('user_refused', { serverCode: 'account_disabled' }),
  )
  assert.equal(await users.enable('kim'), 'changed')
  await people('kim')
  assert.equal(await liveGrants(), 0)

  assert.equal(await users.delete('kim'), 'changed')
  assert.equal(await users.delete('kim'), 'unknown')
  assert.equal(await accountOf('kim'), undefined)
})

test('a merged user signs in as the other', async () => {
  const { users } = signIn
  await people('lee', 'lee-old')
  assert.equal(await users.merge('lee-old', 'lee'), 'changed')
  assert.equal(await users.merge('lee-old', 'lee'), 'unchanged')
  assert.equal((await accountOf('lee-old'))?.id, (await accountOf('lee'))?.id)
})

test('thousands of changes are one call, and a wrong one is refused by its place', async () => {
  const { users } = signIn
  await people('m1', 'm2')
  const accountId = (await accountOf('m2'))?.id ?? assert.fail()
  async function* changes(): AsyncGenerator<Change> {
    yield { subject: 'm1', change: 'disable' }
    yield { subject: 'm1', change: 'merge', into: 'm2' }
    yield { accountId, change: 'disable' }
    for (let i = 0; i < 3_000; i++) yield { subject: `stranger-${i}`, change: 'disable' }
  }
  const report = await users.change(changes())
  const { changed, unchanged, unknownCount, refusedCount, refused } = report
  assert.deepEqual([changed, unchanged, unknownCount, refusedCount], [2, 0, 3_000, 1])
  assert.deepEqual(
    refused.map(({ index, code }) => [index, code]),
    [[1, 'merge_impossible']],
  )
  for (const subject of ['m1', 'm2']) assert.ok((await accountOf(subject))?.disabledAt)
})

test('a key without the permission changes nobody', async () => {
  const { newKey } = operatorOf(platform.server)
  const { secret: key } = await newKey({ permissions: ['sign_in'] })
  await people('nobody')
  const { users } = createSignIn({ issuer: platform.server.issuer, key })
  await assert.rejects(users.disable('nobody'), refusedWith('permission_missing'))
  assert.equal((await accountOf('nobody'))?.disabledAt, null)
})
