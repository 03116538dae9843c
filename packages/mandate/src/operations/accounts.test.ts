import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { ACT } from '../../test/act.ts'
import { session as sampleSession } from '../../test/store/contract/samples.ts'
import { createPasswords } from '../people/password.ts'
import { admitAttempt } from '../people/throttle.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import {
  createAccount,
  disableAccount,
  enableAccount,
  setPassword,
  unlockAccount,
} from './accounts.ts'

const NOON = 1_800_000_000
const operator = { kind: 'operator', via: 'shell' } as const
const store = await openSqliteStore({ path: ':memory:' })
after(() => store.close())

const cost = { memory: 64, passes: 1, parallelism: 1 }
const passwords = createPasswords({ random: randomBytes, cost })
const settings = { brandName: 'Mandate' }
const context = { store, clock: { now: () => NOON }, random: randomBytes, passwords, settings }
const password = 'correct horse battery'

async function newAccount(email: string) {
  const made = await createAccount(context, operator, { email, password })
  assert.equal(made.is, 'created')
  assert.ok(made.is === 'created')
  return { ...made.account, email: made.account.email ?? '' }
}

test('an account keeps the address as written and the password as a hash', async () => {
  const account = await newAccount(' Ada.Lovelace@Example.com ')
  assert.equal(account.email, 'Ada.Lovelace@Example.com')
  assert.equal(account.emailKey, 'ada.lovelace@example.com')
  assert.equal(await passwords.verify(password, account.passwordHash), 'match')
  assert.ok(!JSON.stringify(account).includes(password))
  assert.deepEqual(await store.accounts.find(account.id), account)
})

test('ids are 32 hexadecimal digits that sort by time', async () => {
  const at = (now: number) => ({ ...context, clock: { now: () => now } })
  const first = await createAccount(at(1), operator, { email: 'first@example.com', password })
  const later = await createAccount(at(NOON), operator, { email: 'later@example.com', password })
  assert.ok(first.is === 'created' && later.is === 'created')
  assert.match(first.account.id, /^[0-9a-f]{32}$/)
  assert.ok(first.account.id < later.account.id)
})

test('one address is one account, in upper case too', async () => {
  await newAccount('bob@example.com')
  const again = await createAccount(context, operator, { email: 'BOB@example.com', password })
  assert.equal(again.is, 'email_taken')
})

test('of two who ask for one address at once, one gets it', async () => {
  const wanted = { email: 'race@example.com', password }
  const made = await Promise.all([
    createAccount(context, operator, wanted),
    createAccount(context, operator, wanted),
  ])
  assert.deepEqual(made.map((outcome) => outcome.is).sort(), ['created', 'email_taken'])
})

test('what is wrong with an address or a password is said, and nothing is made', async () => {
  const email = 'carol@example.com'
  assert.deepEqual(await createAccount(context, operator, { email: 'carol', password }), {
    is: 'email_invalid',
  })
  for (const [bad, problem] of [
    ['short', 'too_short'],
    ['x'.repeat(1_025), 'too_long'],
    ['CAROL@example.com', 'too_guessable'],
  ]) {
    assert.deepEqual(await createAccount(context, operator, { email, password: bad ?? '' }), {
      is: 'password_refused',
      problem,
    })
  }
  assert.equal(await store.accounts.findByEmailKey(email), undefined)
})

test('a new password ends the old one and every session', async () => {
  const { id, passwordHash } = await newAccount('dan@example.com')
  const session = { ...sampleSession, id: 's', accountId: id }
  assert.equal(await store.sessions.insert(session, passwordHash, ACT), true)
  const changed = await setPassword(context, operator, {
    accountId: id,
    password: 'another horse altogether',
  })
  assert.equal(changed.is, 'changed')
  const stored = (await store.accounts.find(id))?.passwordHash ?? null
  assert.equal(await passwords.verify('another horse altogether', stored), 'match')
  assert.equal(await passwords.verify(password, stored), 'mismatch')
  assert.equal(await store.sessions.find('s'), undefined)
})

test('a new password has to be as good as the first, and its account to exist', async () => {
  const { id, passwordHash } = await newAccount('fay@example.com')
  const bad = await setPassword(context, operator, { accountId: id, password: 'fay@example.com' })
  assert.deepEqual(bad, { is: 'password_refused', problem: 'too_guessable' })
  assert.equal((await store.accounts.find(id))?.passwordHash, passwordHash)
  const nobody = await setPassword(context, operator, { accountId: 'nobody', password })
  assert.equal(nobody.is, 'no_such_account')
})

test('a machine that has no room for another hash says so and changes nothing', async () => {
  const full = createPasswords({ random: randomBytes, cost, atOnce: 1, waiting: 0 })
  const occupied = full.hash(password)
  const narrow = { ...context, passwords: full }
  const made = await createAccount(narrow, operator, { email: 'gus@example.com', password })
  assert.equal(made.is, 'busy')
  assert.equal(await store.accounts.findByEmailKey('gus@example.com'), undefined)
  await occupied
})

test('an account can be disabled and enabled; for one that is not there both say so', async () => {
  const { id } = await newAccount('hal@example.com')
  const one = { accountId: id }
  assert.deepEqual(await disableAccount(context, operator, one), { is: 'disabled', at: NOON })
  assert.equal((await store.accounts.find(id))?.disabledAt, NOON)
  assert.deepEqual(await enableAccount(context, operator, one), { is: 'enabled' })
  assert.equal((await store.accounts.find(id))?.disabledAt, null)
  for (const act of [disableAccount, enableAccount, unlockAccount]) {
    const outcome = await act(context, operator, { accountId: 'nobody' })
    assert.equal(outcome.is, 'no_such_account')
  }
})

test('failed sign-ins are forgotten when asked, and with a new password', async () => {
  const { id, email } = await newAccount('ivy@example.com')
  const fail = () =>
    admitAttempt(store.attempts, { email, network: '192.0.2.1', browser: null }, NOON)
  await fail()
  const unlocked = await unlockAccount(context, operator, { accountId: id })
  assert.ok(unlocked.is === 'unlocked' && unlocked.counters > 0)
  await fail()
  await setPassword(context, operator, { accountId: id, password: 'another horse altogether' })
  const again = await unlockAccount(context, operator, { accountId: id })
  assert.deepEqual(again, { is: 'unlocked', counters: 0 })
})
