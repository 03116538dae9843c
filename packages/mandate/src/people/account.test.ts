import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { createAccount, disableAccount, enableAccount, setPassword } from './account.ts'
import { createPasswords } from './password.ts'

const NOON = 1_800_000_000
const store = await openSqliteStore({ path: ':memory:' })
after(() => store.close())

const cost = { memory: 64, passes: 1, parallelism: 1 }
const passwords = createPasswords({ random: randomBytes, cost })
const context = { store, clock: { now: () => NOON }, random: randomBytes, passwords }
const password = 'correct horse'

async function newAccount(email: string) {
  const made = await createAccount(context, { email, password })
  assert.equal(made.is, 'created')
  assert.ok(made.is === 'created')
  return made.account
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
  const first = await createAccount(at(1), { email: 'first@example.com', password })
  const later = await createAccount(at(NOON), { email: 'later@example.com', password })
  assert.ok(first.is === 'created' && later.is === 'created')
  assert.match(first.account.id, /^[0-9a-f]{32}$/)
  assert.ok(first.account.id < later.account.id)
})

test('one address is one account, in upper case too', async () => {
  await newAccount('bob@example.com')
  const again = await createAccount(context, { email: 'BOB@example.com', password })
  assert.equal(again.is, 'email_taken')
})

test('of two who ask for one address at once, one gets it', async () => {
  const wanted = { email: 'race@example.com', password }
  const made = await Promise.all([createAccount(context, wanted), createAccount(context, wanted)])
  assert.deepEqual(made.map((outcome) => outcome.is).sort(), ['created', 'email_taken'])
})

test('what is wrong with an address or a password is said, and nothing is made', async () => {
  const email = 'carol@example.com'
  assert.deepEqual(await createAccount(context, { email: 'carol', password }), {
    is: 'email_invalid',
  })
  for (const [bad, problem] of [
    ['short', 'too_short'],
    ['x'.repeat(1_025), 'too_long'],
    ['CAROL@example.com', 'too_guessable'],
  ]) {
    assert.deepEqual(await createAccount(context, { email, password: bad ?? '' }), {
      is: 'password_refused',
      problem,
    })
  }
  assert.equal(await store.accounts.findByEmailKey(email), undefined)
})

test('a new password ends the old one and every session', async () => {
  const { id, passwordHash } = await newAccount('dan@example.com')
  const session = { id: 's', accountId: id, authTime: NOON, expiresAt: NOON + 9 }
  assert.equal(await store.sessions.insert(session, passwordHash), true)
  const changed = await setPassword(context, { accountId: id, password: 'another horse' })
  assert.equal(changed.is, 'changed')
  const stored = (await store.accounts.find(id))?.passwordHash ?? null
  assert.equal(await passwords.verify('another horse', stored), 'match')
  assert.equal(await passwords.verify(password, stored), 'mismatch')
  assert.equal(await store.sessions.find('s'), undefined)
})

test('a new password has to be as good as the first, and its account to exist', async () => {
  const { id, passwordHash } = await newAccount('fay@example.com')
  const bad = await setPassword(context, { accountId: id, password: 'fay@example.com' })
  assert.deepEqual(bad, { is: 'password_refused', problem: 'too_guessable' })
  assert.equal((await store.accounts.find(id))?.passwordHash, passwordHash)
  const nobody = await setPassword(context, { accountId: 'nobody', password })
  assert.equal(nobody.is, 'no_such_account')
})

test('a machine that has no room for another hash says so and changes nothing', async () => {
  const full = createPasswords({ random: randomBytes, cost, atOnce: 1, waiting: 0 })
  const occupied = full.hash(password)
  const narrow = { ...context, passwords: full }
  const made = await createAccount(narrow, { email: 'gus@example.com', password })
  assert.equal(made.is, 'busy')
  assert.equal(await store.accounts.findByEmailKey('gus@example.com'), undefined)
  await occupied
})

test('an account can be disabled and enabled; for one that is not there both say so', async () => {
  const { id } = await newAccount('hal@example.com')
  assert.equal(await disableAccount(context, id), true)
  assert.equal((await store.accounts.find(id))?.disabledAt, NOON)
  assert.equal(await enableAccount(context, id), true)
  assert.equal((await store.accounts.find(id))?.disabledAt, null)
  assert.equal(await disableAccount(context, 'nobody'), false)
  assert.equal(await enableAccount(context, 'nobody'), false)
})
