import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { ACT, actAt } from '../../test/act.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { endSession, findSession, startSession } from './session.ts'

const { accounts, sessions, close } = await openSqliteStore({ path: ':memory:' })
after(() => close())

const NOON = 1_800_000_000

const context = { sessions, random: randomBytes }
const proofFor = (accountId: string, passwordHash: string | null = 'a hash') => {
  const amr = passwordHash === null ? ['hwk', 'user'] : ['pwd']
  return { accountId, amr, acr: null, provider: null, passwordHash, authTime: NOON }
}

async function signedIn(id: string) {
  await accounts.insert(
    {
      id,
      email: `${id}@example.com`,
      emailKey: `${id}@example.com`,
      emailVerified: false,
      name: null,
      language: null,
      passwordHash: 'a hash',
      createdAt: NOON,
      disabledAt: null,
    },
    ACT,
  )
  return begin(id)
}

async function begin(id: string) {
  const started = await startSession(context, proofFor(id), { at: NOON, expiresAt: NOON + 3_600 })
  assert.ok(started)
  return started
}

test('the browser that was given the secret is signed in, until the time is over', async () => {
  const { session, cookieSecret } = await signedIn('ada')
  const found = await findSession(sessions, cookieSecret, NOON + 3_599)
  assert.equal(found?.account.id, 'ada')
  assert.deepEqual(found.session, session)
  assert.equal(await findSession(sessions, cookieSecret, NOON + 3_600), undefined)
})

test('the secret has 256 bits and is not in the row', async () => {
  const { session, cookieSecret } = await signedIn('bob')
  assert.equal(Buffer.from(cookieSecret, 'base64url').length, 32)
  assert.ok(!JSON.stringify(session).includes(cookieSecret))
  assert.equal(await findSession(sessions, session.id, NOON), undefined)
})

test('no cookie, or a foreign one, means no session', async () => {
  for (const secret of [undefined, '', 'x', 'A'.repeat(43), '\u0000'.repeat(43)]) {
    assert.equal(await findSession(sessions, secret, NOON), undefined)
    await endSession(sessions, secret)
  }
})

test('a session that was ended is over, and another of the same account is not', async () => {
  const one = await signedIn('eve')
  const other = await begin('eve')
  await endSession(sessions, one.cookieSecret)
  assert.equal(await findSession(sessions, one.cookieSecret, NOON), undefined)
  assert.equal((await findSession(sessions, other.cookieSecret, NOON))?.account.id, 'eve')
})

test('a disabled account is signed out everywhere, and stays so when it is enabled again', async () => {
  const { cookieSecret } = await signedIn('kim')
  await accounts.disable('kim', actAt(NOON))
  assert.equal(await findSession(sessions, cookieSecret, NOON), undefined)
  await accounts.enable('kim', ACT)
  assert.equal(await findSession(sessions, cookieSecret, NOON), undefined)
})

test('no session begins once the account is disabled, or its password is another one', async () => {
  await signedIn('lee')
  const tried = (hash: string) =>
    startSession(context, proofFor('lee', hash), { at: NOON, expiresAt: NOON + 3_600 })
  assert.equal(await tried('another hash'), undefined)
  await accounts.disable('lee', actAt(NOON))
  assert.equal(await tried('a hash'), undefined)
})

test('a session that begins without a password keeps how, whatever password there is', async () => {
  await signedIn('max')
  const started = await startSession(context, proofFor('max', null), {
    at: NOON,
    expiresAt: NOON + 3_600,
  })
  assert.ok(started)
  const found = await findSession(sessions, started.cookieSecret, NOON)
  assert.deepEqual(found?.session.amr, ['hwk', 'user'])
  await accounts.disable('max', actAt(NOON))
  assert.equal(
    await startSession(context, proofFor('max', null), { at: NOON, expiresAt: NOON + 3_600 }),
    undefined,
  )
})
