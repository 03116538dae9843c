import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { ACT } from '../../test/act.ts'
import { createAccount } from '../operations/accounts.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import {
  type AccountOutcome,
  type ArrivalRules,
  type Authentication,
  accountOf,
  arrive,
  type Person,
} from './arrival.ts'
import { createPasswords } from './password.ts'
import { beginSession, findSession, findWaiting } from './session.ts'

const NOON = 1_800_000_000
const PROVIDER = 'https://login.example'
const store = await openSqliteStore({ path: ':memory:' })
after(() => store.close())
const cost = { memory: 64, passes: 1, parallelism: 1 }
const passwords = createPasswords({ random: randomBytes, cost })
const from = { browser: 'a browser', agent: 'Firefox (Linux)', network: '192.0.2.7' }
const settings = {
  brandName: 'Mandate',
  sessionSeconds: 3_600,
  sessionIdleSeconds: 0,
  keepSignedInSeconds: 0,
}
const context = { store, clock: { now: () => NOON }, random: randomBytes, passwords, settings }
const platform = { kind: 'platform', id: 'key' } as const
const operator = { kind: 'operator', via: 'shell' } as const

const person = (subject: string, said: Partial<Person> = {}): Person => ({
  ...{ provider: PROVIDER, subject, email: null, emailVerified: false, name: null, profile: {} },
  ...said,
})
const everybody: ArrivalRules = { accept: 'everybody', asksToLink: false }

const find = (subject: string, said: Partial<Person> = {}, rules = everybody) =>
  accountOf(context, person(subject, said), { rules, by: platform })
async function accountFor(subject: string, said: Partial<Person> = {}) {
  const outcome = await find(subject, said)
  assert.ok(outcome.is === 'known', outcome.is)
  return outcome.account
}

/** Signs in, with a session if it works. */
const signIn = async (
  subject: string,
  how: Partial<Authentication> & { readonly notBefore?: number; readonly old?: string } = {},
) => {
  const { notBefore = null, old: oldSessionSecret, ...authentication } = how
  const proof = {
    ...{ ...person(subject), authTime: NOON, amr: ['face'], acr: null },
    ...authentication,
  }
  const outcome = await arrive(context, proof, { rules: everybody, notBefore })
  if (outcome.is !== 'proven') return outcome
  const begun = await beginSession(context, outcome.proof, {
    from,
    isKept: false,
    oldSessionSecret,
  })
  assert.ok(begun)
  return { is: 'signed_in', account: outcome.account, ...begun } as const
}
async function signedIn(subject: string, how: Parameters<typeof signIn>[1] = {}) {
  const outcome = await signIn(subject, how)
  assert.ok(outcome.is === 'signed_in', outcome.is)
  return outcome
}
const factsOf = async (accountId: string) =>
  (await store.facts.list({ accountId }, 100)).map(({ kind, by }) => [kind, by])

test('the first arrival creates an account, and later arrivals find it', async () => {
  const said = { email: ' Ada@example.com', emailVerified: true, name: 'Ada' }
  const first = await accountFor('ada', said)
  assert.match(first.id, /^[0-9a-f]{32}$/)
  assert.deepEqual([first.email, first.emailKey], ['Ada@example.com', 'ada@example.com'])
  assert.deepEqual(await accountFor('ada', said), first)
  assert.deepEqual(await factsOf(first.id), [['account.created', platform]], 'nothing changed')
  const renamed = await accountFor('ada', { ...said, name: 'Ada Lovelace' })
  const profile = { updated_at: NOON }
  assert.deepEqual(renamed, { ...first, name: 'Ada Lovelace', profile })
  assert.deepEqual(await accountFor('ada'), renamed, 'missing data changes nothing')
  assert.deepEqual(await store.accounts.find(first.id), renamed)
})

test('concurrent arrivals of a new person make one account', async () => {
  const said = { email: 'tabs@example.com', emailVerified: true }
  const arrivals = await Promise.all(Array.from({ length: 10 }, () => accountFor('tabs', said)))
  assert.equal(new Set(arrivals.map(({ id }) => id)).size, 1)
})

test('two new people with one address at once both get accounts, and one gets the sign-in name', async () => {
  const said = { email: 'shared@example.com', emailVerified: true }
  const both = await Promise.all([accountFor('one', said), accountFor('two', said)])
  const keys = both.map(({ emailKey }) => emailKey)
  assert.deepEqual(new Set(keys), new Set(['shared@example.com', null]))
})

test('a new person is accepted by the rules, and by domain only with a verified address', async () => {
  const domains = { ...everybody, accept: { domains: ['Acme.example', 'xn--bcher-kva.example'] } }
  const known = { ...everybody, accept: 'known' } as const
  const from = (email: string, emailVerified = true) => ({ email, emailVerified })
  let made = 0
  const outcome = async (rules: ArrivalRules, said: Partial<Person>) => {
    made += 1
    return (await find(`new ${made}`, said, rules)).is
  }
  assert.equal(await outcome(known, from('a@acme.example')), 'not_provisioned')
  assert.equal(await outcome(domains, from('a@ACME.example')), 'known')
  assert.equal(await outcome(domains, from('a@bücher.example')), 'known')
  for (const said of [
    from('b@acme.example', false),
    from('b@evil-acme.example'),
    from('b@acme.example.evil.example'),
    from('b@acme.example@evil.example'),
    {},
  ]) {
    assert.equal(await outcome(domains, said), 'not_provisioned', JSON.stringify(said))
  }
  await accountFor('regular')
  assert.equal((await find('regular', {}, known)).is, 'known')
})

test('SCENARIO 78: an address that an attacker registered first never leads the victim to that account', async () => {
  const email = 'victim@example.com'
  const attacker = await createAccount(context, operator, {
    email,
    password: 'correct horse battery',
  })
  assert.ok(attacker.is === 'created')
  const victim = await accountFor('victim', { email, emailVerified: true })
  assert.notEqual(victim.id, attacker.account.id)
  assert.deepEqual([victim.email, victim.emailKey], [email, null])
  assert.deepEqual(await store.accounts.findByEmailKey(email), attacker.account)
  assert.deepEqual(await accountFor('victim', { email, emailVerified: true }), victim)
  const { session } = await signedIn('victim')
  assert.equal(session.accountId, victim.id)
  // The reverse: an attacker with a careless provider does not get the victim's account.
  const liar = await accountFor('liar', { email: 'liar@example.com', emailVerified: true })
  const lying = await accountFor('liar', { email, emailVerified: true })
  assert.deepEqual([lying.id, lying.email, lying.emailKey], [liar.id, email, null])
  // After the owner is deleted, the verified address can be a sign-in name again.
  await store.accounts.delete(attacker.account.id, ACT)
  assert.equal((await accountFor('victim', { email, emailVerified: true })).emailKey, email)
})

test('if linking is offered, a new person with the address of an account is told', async () => {
  const email = 'has.one@example.com'
  const rules = { ...everybody, asksToLink: true }
  const outcome = async (emailVerified: boolean): Promise<AccountOutcome['is']> =>
    (await find(`link ${emailVerified}`, { email, emailVerified }, rules)).is
  await createAccount(context, operator, { email, password: 'correct horse battery' })
  assert.equal(await outcome(true), 'email_in_use')
  assert.equal(await outcome(false), 'known', 'an unverified address reveals nothing')
})

test('an account with a password keeps its sign-in address', async () => {
  const email = 'own@example.com'
  const made = await createAccount(context, operator, { email, password: 'correct horse battery' })
  assert.ok(made.is === 'created')
  await store.accounts.link(made.account.id, { provider: PROVIDER, subject: 'own' }, ACT)
  const said = { email: 'other@example.com', emailVerified: true, name: 'Own' }
  const found = await accountFor('own', said)
  assert.deepEqual([found.email, found.emailKey, found.name], [email, email, 'Own'])
})

test('an address that belongs to another account is shown, but is not a sign-in name', async () => {
  await accountFor('settled', { email: 'settled@example.com', emailVerified: true })
  const mover = await accountFor('mover', { email: 'mover@example.com', emailVerified: true })
  const moved = await accountFor('mover', { email: 'settled@example.com', emailVerified: true })
  assert.deepEqual([moved.id, moved.email, moved.emailKey], [mover.id, 'settled@example.com', null])
  const doubted = await accountFor('mover', { email: 'new@example.com' })
  assert.deepEqual([doubted.email, doubted.emailKey], ['new@example.com', null])
})

test('invalid properties are dropped, and an invalid subject is refused', async () => {
  const odd = { email: 'no address', emailVerified: true, name: 'A\u0000B' }
  const { email, emailKey, emailVerified, name } = await accountFor('odd', odd)
  assert.deepEqual([email, emailKey, emailVerified, name], [null, null, false, null])
  assert.equal((await accountFor('long', { name: 'x'.repeat(10_000) })).name, null)
  for (const subject of ['', 'a\nb', 'x'.repeat(256), '\ud800']) {
    assert.equal((await find(subject)).is, 'subject_invalid')
  }
  // Two subjects must never become one.
  const [lower, upper] = [await accountFor('Case'), await accountFor('case')]
  assert.notEqual(lower.id, upper.id)
})

test('the session records when, how and with which provider, and replaces the browser’s old one', async () => {
  const before = await signedIn('sue')
  const long = Array.from({ length: 30 }, (_, place) => `m${place}`)
  const how = { authTime: NOON - 500.5, amr: ['face', 'a b', '', ...long], acr: 'gold' }
  const { session, cookieSecret } = await signedIn('sue', { ...how, old: before.cookieSecret })
  const { id: _, accountId: __, amr, sid, ...kept } = session
  // Signing in again is not a logout: clients know the session by the same public id.
  assert.equal(sid, before.session.sid)
  const expected = { authTime: NOON - 501, acr: 'gold', provider: PROVIDER }
  const times = { startedAt: NOON, lastSeenAt: NOON, expiresAt: NOON + 3_600 }
  assert.deepEqual(kept, { ...expected, ...from, ...times, isKept: false })
  assert.deepEqual([amr.slice(0, 2), amr.length], [['face', 'm0'], 20])
  assert.deepEqual(
    await findSession({ sessions: store.sessions, settings }, cookieSecret, NOON).then(
      (s) => s?.session,
    ),
    session,
  )
  assert.equal(
    await findSession({ sessions: store.sessions, settings }, before.cookieSecret, NOON),
    undefined,
  )
  const another = await signedIn('sven', { old: cookieSecret })
  assert.notEqual(another.session.sid, sid)
})

test('a slightly wrong clock at the provider makes a sign-in neither future nor too old', async () => {
  const time = async (authTime: number, notBefore?: number) =>
    (await signedIn('tim', { authTime, ...(notBefore !== undefined && { notBefore }) })).session
      .authTime
  assert.equal(await time(NOON + 900), NOON)
  assert.equal(await time(-1), 0)
  assert.equal(await time(NOON - 30, NOON - 5), NOON - 5)
  assert.equal(await time(NOON - 36, NOON - 5), NOON - 36)
})

test('a disabled account cannot sign in', async () => {
  const { account } = await signedIn('off')
  await store.accounts.disable(account.id, ACT)
  const said = { name: 'Changed' }
  assert.equal((await find('off', said)).is, 'account_disabled')
  assert.equal((await signIn('off')).is, 'account_disabled')
  assert.equal((await store.accounts.find(account.id))?.name, null)
})

test('a person who has deleted their account can arrive to keep it, and not once it was disabled', async () => {
  const { account } = await signedIn('sorry')
  await store.accounts.askForDeletion(account.id, NOON + 1_000, ACT)
  const back = await signIn('sorry')
  assert.equal(back.is, 'signed_in')
  const secret = back.is === 'signed_in' ? back.cookieSecret : ''
  const finding = { sessions: store.sessions, settings }
  assert.equal(await findSession(finding, secret, NOON), undefined)
  assert.equal((await findWaiting(finding, secret, NOON))?.account.id, account.id)
  await store.accounts.disable(account.id, ACT)
  assert.equal((await signIn('sorry')).is, 'account_disabled')
  assert.equal(await findWaiting(finding, secret, NOON), undefined)
})
