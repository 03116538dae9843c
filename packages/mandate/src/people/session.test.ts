import assert from 'node:assert/strict'
import { hash, randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { ACT, actAt } from '../../test/act.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { endSession, findSession, noteUse, startSession } from './session.ts'

const { accounts, sessions, close } = await openSqliteStore({ path: ':memory:' })
after(() => close())

const NOON = 1_800_000_000

const settings = { sessionSeconds: 3_600, sessionIdleSeconds: 600, keepSignedInSeconds: 36_000 }
const context = { sessions, random: randomBytes, settings }
const from = { browser: 'a browser', agent: 'Firefox (Linux)', network: '192.0.2.7' }
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
      profile: null,
      deletion: null,
      terms: null,
      passwordHash: 'a hash',
      createdAt: NOON,
      disabledAt: null,
    },
    ACT,
  )
  return begin(id)
}

async function begin(id: string) {
  const started = await startSession(context, proofFor(id), { at: NOON, from, isKept: false })
  assert.ok(started)
  return started
}

test('the browser that was given the secret is signed in, until the time is over', async () => {
  const { session, cookieSecret } = await signedIn('ada')
  const context = { sessions, settings: { sessionIdleSeconds: 0 } }
  const found = await findSession(context, cookieSecret, NOON + 3_599)
  assert.equal(found?.account.id, 'ada')
  assert.deepEqual(found.session, session)
  assert.equal(await findSession(context, cookieSecret, NOON + 3_600), undefined)
})

test('the secret has 256 bits and is not in the row', async () => {
  const { session, cookieSecret } = await signedIn('bob')
  assert.equal(Buffer.from(cookieSecret, 'base64url').length, 32)
  assert.ok(!JSON.stringify(session).includes(cookieSecret))
  assert.equal(await findSession(context, session.id, NOON), undefined)
})

test('no cookie, or a foreign one, means no session', async () => {
  for (const secret of [undefined, '', 'x', 'A'.repeat(43), '\u0000'.repeat(43)]) {
    assert.equal(await findSession(context, secret, NOON), undefined)
    await endSession(sessions, secret)
  }
})

test('a session that was ended is over, and another of the same account is not', async () => {
  const one = await signedIn('eve')
  const other = await begin('eve')
  await endSession(sessions, one.cookieSecret)
  assert.equal(await findSession(context, one.cookieSecret, NOON), undefined)
  assert.equal((await findSession(context, other.cookieSecret, NOON))?.account.id, 'eve')
})

test('a disabled account is signed out everywhere, and stays so when it is enabled again', async () => {
  const { cookieSecret } = await signedIn('kim')
  await accounts.disable('kim', actAt(NOON))
  assert.equal(await findSession(context, cookieSecret, NOON), undefined)
  await accounts.enable('kim', ACT)
  assert.equal(await findSession(context, cookieSecret, NOON), undefined)
})

test('no session begins once the account is disabled, or its password is another one', async () => {
  await signedIn('lee')
  const tried = (hash: string) =>
    startSession(context, proofFor('lee', hash), { at: NOON, from, isKept: false })
  assert.equal(await tried('another hash'), undefined)
  await accounts.disable('lee', actAt(NOON))
  assert.equal(await tried('a hash'), undefined)
})

test('a session that begins without a password keeps how, whatever password there is', async () => {
  await signedIn('max')
  const started = await startSession(context, proofFor('max', null), {
    at: NOON,
    from,
    isKept: false,
  })
  assert.ok(started)
  const found = await findSession(context, started.cookieSecret, NOON)
  assert.deepEqual(found?.session.amr, ['hwk', 'user'])
  await accounts.disable('max', actAt(NOON))
  assert.equal(
    await startSession(context, proofFor('max', null), { at: NOON, from, isKept: false }),
    undefined,
  )
})

test('a session that is not used is over after a while, unless the person asked to keep it', async () => {
  const { session, cookieSecret } = await signedIn('ida')
  const writing = { store: { sessions } } as never
  assert.ok(await findSession(context, cookieSecret, NOON + 599))
  assert.equal(await findSession(context, cookieSecret, NOON + 600), undefined)
  await noteUse(writing, session, NOON + 590)
  assert.ok(await findSession(context, cookieSecret, NOON + 1_189))
  assert.equal(await findSession(context, cookieSecret, NOON + 1_190), undefined)

  const kept = await startSession(context, proofFor('ida'), { at: NOON, from, isKept: true })
  assert.ok(await findSession(context, kept?.cookieSecret, NOON + 35_999))
  assert.equal(await findSession(context, kept?.cookieSecret, NOON + 36_000), undefined)
})

test('a session is kept only where that is offered', async () => {
  await signedIn('may')
  const off = { ...context, settings: { ...settings, keepSignedInSeconds: 0 } }
  const started = await startSession(off, proofFor('may'), { at: NOON, from, isKept: true })
  assert.equal(started?.session.isKept, false)
  assert.equal(started?.session.expiresAt, NOON + 3_600)
})

test('the last use is written every five minutes, and a clock that was far ahead is corrected', async () => {
  const { cookieSecret } = await signedIn('ned')
  const seenAt = async (now: number) => {
    const found = await sessions.find(hash('sha256', cookieSecret, 'hex'))
    if (found === undefined) return undefined
    await noteUse({ store: { sessions } } as never, found.session, now)
    return (await sessions.find(found.session.id))?.session.lastSeenAt
  }
  assert.equal(await seenAt(NOON + 299), NOON)
  assert.equal(await seenAt(NOON + 300), NOON + 300)
  assert.equal(await seenAt(NOON + 100), NOON + 300, 'a clock that is slightly behind')
  const ahead = NOON + 400 * 24 * 60 * 60
  assert.equal(await seenAt(ahead), ahead)
  assert.equal(await seenAt(NOON + 400), NOON + 400)
})

test('SCENARIO 59: a clock that is ahead for an hour ends no session', async () => {
  const { cookieSecret } = await signedIn('zoe')
  assert.equal(await findSession(context, cookieSecret, NOON + 400 * 24 * 60 * 60), undefined)
  assert.ok(await findSession(context, cookieSecret, NOON + 60))
})

test('a session that a clock far ahead began is refused once the clock is right', async () => {
  await signedIn('pat')
  const ahead = NOON + 400 * 24 * 60 * 60
  const started = await startSession(context, proofFor('pat'), { at: ahead, from, isKept: false })
  assert.equal(await findSession(context, started?.cookieSecret, NOON), undefined)
})
