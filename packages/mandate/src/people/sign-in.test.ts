import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { ACT } from '../../test/act.ts'
import { createAccount, disableAccount, setPassword } from '../operations/accounts.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { createPasswords, type Passwords } from './password.ts'
import { beginSession, findSession } from './session.ts'
import { type SignInContext, type SignInRequest, signIn } from './sign-in.ts'

const NOON = 1_800_000_000
const store = await openSqliteStore({ path: ':memory:' })
after(() => store.close())

const cost = { memory: 64, passes: 1, parallelism: 1 }
const operator = { kind: 'operator', via: 'shell' } as const
const context = {
  store,
  clock: { now: () => NOON },
  random: randomBytes,
  passwords: createPasswords({ random: randomBytes, cost }),
  settings: {
    sessionSeconds: 3_600,
    sessionIdleSeconds: 0,
    keepSignedInSeconds: 7_200,
    brandName: 'Mandate',
  },
}
const password = 'correct horse battery'

const from = { browser: 'a browser', agent: 'Firefox (Linux)', network: '192.0.2.7' }
let people = 0
/** A person, a network and a browser of their own for each test. */
async function newPerson() {
  people += 1
  const email = `person-${people}@example.com`
  const made = await createAccount(context, operator, { email, password })
  assert.ok(made.is === 'created')
  const network = `10.0.${people >> 8}.${people & 255}`
  const request: SignInRequest = {
    email,
    password,
    network,
    browser: null,
  }
  return { account: made.account, request }
}

/** Proves the password and begins the session, as `http/sign-in/complete.ts` does. */
async function enter(
  asked: SignInContext & typeof context,
  request: SignInRequest,
  oldSessionSecret?: string,
) {
  const outcome = await signIn(asked, request)
  if (outcome.is !== 'proven') return outcome
  const begun = await beginSession(asked, outcome.proof, { from, isKept: false, oldSessionSecret })
  if (begun === undefined) return { is: 'busy' } as const
  return { is: 'signed_in', account: outcome.account, ...begun } as const
}

test('the right password begins a session', async () => {
  const { account, request } = await newPerson()
  const outcome = await enter(context, { ...request, email: ` ${request.email.toUpperCase()} ` })
  assert.ok(outcome.is === 'signed_in')
  assert.deepEqual(outcome.account, account)
  assert.equal(outcome.session.authTime, NOON)
  assert.deepEqual(outcome.session.amr, ['pwd'])
  assert.equal(outcome.session.expiresAt, NOON + 3_600)
  const found = await findSession(
    { ...context, sessions: store.sessions },
    outcome.cookieSecret,
    NOON,
  )
  assert.deepEqual(found, { session: outcome.session, account })
})

test('each sign-in has a new session, and the old one of that browser is over', async () => {
  const { request } = await newPerson()
  const first = await enter(context, request)
  assert.ok(first.is === 'signed_in')
  const second = await enter(context, request, first.cookieSecret)
  assert.ok(second.is === 'signed_in')
  assert.notEqual(second.session.id, first.session.id)
  assert.equal(
    await findSession({ ...context, sessions: store.sessions }, first.cookieSecret, NOON),
    undefined,
  )
  assert.ok(await findSession({ ...context, sessions: store.sessions }, second.cookieSecret, NOON))
})

test('a failed sign-in leaves the session of that browser alone', async () => {
  const { request } = await newPerson()
  const first = await enter(context, request)
  assert.ok(first.is === 'signed_in')
  const wrong = { ...request, password: 'wrong horse' }
  assert.deepEqual(await enter(context, wrong, first.cookieSecret), { is: 'wrong_credentials' })
  assert.ok(await findSession({ ...context, sessions: store.sessions }, first.cookieSecret, NOON))
})

test('wrong password, unknown address, disabled account: a stranger cannot tell them apart', async () => {
  const { account, request } = await newPerson()
  const answers = [
    await enter(context, { ...request, password: 'wrong horse' }),
    await enter(context, { ...request, email: 'nobody@example.com' }),
    await enter(context, { ...request, email: 'not an address' }),
  ]
  await disableAccount(context, operator, { accountId: account.id })
  answers.push(await enter(context, request))
  for (const answer of answers) assert.deepEqual(answer, { is: 'wrong_credentials' })
})

test('without an account or a password, every password is wrong after one check, like any other', async () => {
  const { request } = await newPerson()
  const bare = {
    ...{ id: 'bare', emailKey: 'bare@example.com', passwordHash: null, disabledAt: null },
    ...{
      emailVerified: false,
      name: null,
      language: null,
      profile: null,
      deletion: null,
      terms: null,
    },
  }
  await store.accounts.insert({ ...bare, email: bare.emailKey, createdAt: NOON }, ACT)
  for (const email of ['nobody@example.com', bare.emailKey]) {
    for (const tried of ['null', '\0', password]) {
      const checked: (string | null)[] = []
      const passwords: Passwords = {
        ...context.passwords,
        verify: (text, stored) => {
          checked.push(stored)
          return context.passwords.verify(text, stored)
        },
        hash: () => assert.fail('nothing is hashed for nobody'),
      }
      const outcome = await enter({ ...context, passwords }, { ...request, email, password: tried })
      assert.deepEqual([outcome, checked], [{ is: 'wrong_credentials' }, [null]])
    }
  }
})

test('an empty field is said to be missing and counts as no attempt', async () => {
  const { request } = await newPerson()
  for (let i = 0; i < 50; i++) {
    const missing = await enter(context, { ...request, password: '' })
    assert.deepEqual(missing, { is: 'missing', fields: ['password'] })
  }
  const nothing = await enter(context, { ...request, email: '', password: '' })
  assert.deepEqual(nothing, { is: 'missing', fields: ['email', 'password'] })
  assert.equal((await enter(context, request)).is, 'signed_in')
})

test('a hundred wrong passwords in parallel get ten looks at most, and the owner still gets in', async () => {
  const { request } = await newPerson()
  const checked: string[] = []
  const passwords: Passwords = {
    ...context.passwords,
    isBusy: () => false,
    verify: async (text, stored) => {
      checked.push(text)
      return stored === null || text !== password ? 'mismatch' : 'match'
    },
  }
  const attacked = { ...context, passwords }
  for (let round = 0; round < 3; round++) {
    const before = checked.length
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => enter(attacked, { ...request, password: 'a guess' })),
    )
    const looked = answers.filter(({ is }) => is === 'wrong_credentials').length
    assert.equal(looked, checked.length - before)
    assert.ok(answers.every(({ is }) => ['wrong_credentials', 'wait', 'busy'].includes(is)))
  }
  assert.equal(checked.length, 10)

  assert.deepEqual(await enter(context, request), { is: 'wait', retryAfterSeconds: 900 })
  const known = await enter(context, { ...request, browser: 'the browser at home' })
  assert.equal(known.is, 'signed_in')
  const later = { ...context, clock: { now: () => NOON + 900 } }
  assert.equal((await enter(later, request)).is, 'signed_in')
})

test('signing in again and again with the right password is never held up', async () => {
  const { request } = await newPerson()
  for (let i = 0; i < 150; i++) assert.equal((await enter(context, request)).is, 'signed_in')
})

test('a machine without room for another password says so and counts nothing', async () => {
  const { request } = await newPerson()
  const full = { ...context, passwords: { ...context.passwords, isBusy: () => true } }
  for (let i = 0; i < 50; i++) assert.deepEqual(await enter(full, request), { is: 'busy' })
  assert.equal((await enter(context, request)).is, 'signed_in')
})

test('a sign-in renews a hash that was made at another cost, and signs no other browser out', async () => {
  const { account, request } = await newPerson()
  const elsewhere = await enter(context, request)
  assert.ok(elsewhere.is === 'signed_in')
  const dearer = createPasswords({ random: randomBytes, cost: { ...cost, passes: 2 } })
  const outcome = await enter({ ...context, passwords: dearer }, request)
  assert.ok(outcome.is === 'signed_in')
  assert.ok(await findSession({ ...context, sessions: store.sessions }, outcome.cookieSecret, NOON))
  const stored = (await store.accounts.find(account.id))?.passwordHash ?? ''
  assert.match(stored, /t=2/)
  assert.ok(
    await findSession({ ...context, sessions: store.sessions }, elsewhere.cookieSecret, NOON),
  )
  assert.equal((await enter({ ...context, passwords: dearer }, request)).is, 'signed_in')
})

/** openssl passwd -6 -salt saltsalt 'correct horse battery' */
const FROM_ELSEWHERE =
  '$6$saltsalt$G9wFFnnUFCPffgjGaIp8t6onbqx3zGbMIn93ecLfBFGJpBV3/0HPLZ17qYbjb.WJDtXbmuMlQ9NnvzVms5ZXj.'

/** A user with a password hash from another system. */
async function newcomer() {
  const { account, request } = await newPerson()
  await store.accounts.setPassword(account.id, FROM_ELSEWHERE, ACT)
  return { account, request }
}

test('a hash from another system works and is replaced by ours', async () => {
  const { account, request } = await newcomer()
  const wrong = await enter(context, { ...request, password: 'wrong horse' })
  assert.deepEqual(wrong, { is: 'wrong_credentials' })
  assert.equal((await store.accounts.find(account.id))?.passwordHash, FROM_ELSEWHERE)
  assert.equal((await enter(context, request)).is, 'signed_in')
  assert.match((await store.accounts.find(account.id))?.passwordHash ?? '', /^\$argon2id\$/)
  assert.equal((await enter(context, request)).is, 'signed_in')
})

test('two concurrent first sign-ins with a foreign hash make two sessions', async () => {
  const { request } = await newcomer()
  const outcomes = await Promise.all([enter(context, request), enter(context, request)])
  const found = outcomes.map(async (outcome) => {
    assert.ok(outcome.is === 'signed_in')
    return await findSession({ ...context, sessions: store.sessions }, outcome.cookieSecret, NOON)
  })
  assert.ok((await Promise.all(found)).every((session) => session !== undefined))
})

/** Passwords that let something happen while a right one is being compared. */
function during(happening: () => Promise<unknown>): Passwords {
  return {
    ...context.passwords,
    verify: async (text, stored) => {
      const verdict = await context.passwords.verify(text, stored)
      await happening()
      return verdict
    },
  }
}

test('a password changed while the old one is compared does not let the old one in', async () => {
  const { account, request } = await newPerson()
  const changed = { accountId: account.id, password: 'another horse altogether' }
  const passwords = during(() => setPassword(context, operator, changed))
  assert.deepEqual(await enter({ ...context, passwords }, request), { is: 'busy' })
  assert.deepEqual(await enter(context, request), { is: 'wrong_credentials' })
})

test('an account disabled while its password is compared is not let in', async () => {
  const { account, request } = await newPerson()
  const passwords = during(() => disableAccount(context, operator, { accountId: account.id }))
  assert.deepEqual(await enter({ ...context, passwords }, request), { is: 'busy' })
  assert.deepEqual(await enter(context, request), { is: 'wrong_credentials' })
})

test('rehashing never restores a password that was changed in the meantime', async () => {
  const { account, request } = await newPerson()
  const dearer = createPasswords({ random: randomBytes, cost: { ...cost, passes: 2 } })
  const passwords: Passwords = {
    ...dearer,
    hash: async (text) => {
      await setPassword(context, operator, {
        accountId: account.id,
        password: 'another horse altogether',
      })
      return dearer.hash(text)
    },
  }
  const outcome = await enter({ ...context, passwords }, request)
  assert.deepEqual(outcome, { is: 'wrong_credentials' })
  const stored = (await store.accounts.find(account.id))?.passwordHash ?? null
  assert.equal(await context.passwords.verify('another horse altogether', stored), 'match')
})

test('two sign-ins at once are two sessions', async () => {
  const { request } = await newPerson()
  const outcomes = await Promise.all([enter(context, request), enter(context, request)])
  for (const outcome of outcomes) {
    assert.ok(outcome.is === 'signed_in')
    assert.ok(
      await findSession({ ...context, sessions: store.sessions }, outcome.cookieSecret, NOON),
    )
  }
})
