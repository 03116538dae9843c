/** SCENARIO 48: guessing passwords is slow, and never locks out the account's owner. */

import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { ACT } from './act.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { newVisitor, type Visitor } from './visitor.ts'

let server: RunningServer
beforeEach(async () => {
  server = await startServer({ settings: { trustedProxies: ['127.0.0.1'] } })
})
afterEach(() => server.close())

interface Guess {
  readonly email?: string
  readonly password?: string
  readonly from?: string
  readonly visitor?: Visitor
}

/** One sign-in from an address in the network, through the proxy that the server trusts. */
async function guess(attempt: Guess = {}): Promise<Response> {
  const { email = server.account.email, password = 'wrong', from = '192.0.2.1' } = attempt
  const { visitor = newVisitor(server) } = attempt
  const response = await visitor.post('/sign-in', { email, password }, { 'x-forwarded-for': from })
  await response.body?.cancel()
  return response
}

/** Makes that many guesses, one after the other; returns their statuses. */
async function guesses(count: number, attempt: (i: number) => Guess = () => ({})) {
  const statuses: number[] = []
  for (let i = 0; i < count; i++) statuses.push((await guess(attempt(i))).status)
  return statuses
}

test('of a hundred wrong passwords at once at most ten are checked', async () => {
  const answers = await Promise.all(Array.from({ length: 100 }, () => guess()))
  const looked = answers.filter(({ status }) => status === 401)
  // 503 if the queue for hashing is full.
  const held = answers.filter(({ status }) => status === 429 || status === 503)
  assert.equal(looked.length + held.length, 100)
  assert.ok(looked.length >= 1 && looked.length <= 10, String(looked.length))
  for (const { headers } of held) {
    const seconds = Number(headers.get('retry-after'))
    assert.ok(Number.isInteger(seconds) && seconds >= 1 && seconds <= 900, String(seconds))
  }
})

test('the eleventh guess has to wait exactly as long as the answer says', async () => {
  assert.ok((await guesses(10)).every((status) => status === 401))
  const held = await guess({ password: PASSWORD })
  assert.equal(held.status, 429)
  server.clock.advance(Number(held.headers.get('retry-after')) - 1)
  assert.equal((await guess({ password: PASSWORD })).status, 429)
  server.clock.advance(1)
  assert.equal((await guess({ password: PASSWORD })).status, 303)
})

test('guesses during a wait do not make it longer', async () => {
  await guesses(10)
  const before = (await guess()).headers.get('retry-after')
  await guesses(20)
  assert.equal((await guess()).headers.get('retry-after'), before)
})

test('whatever strangers guess, the owner gets in, with a known browser and with a new one', async () => {
  const owner = newVisitor(server)
  assert.equal((await guess({ password: PASSWORD, visitor: owner })).status, 303)
  await guesses(60, (i) => ({ from: `198.51.100.${i}` }))
  assert.equal((await guess({ from: '198.51.100.200' })).status, 429)
  assert.equal((await guess({ password: PASSWORD, from: '203.0.113.9' })).status, 303)
  assert.equal((await guess({ password: PASSWORD, visitor: owner })).status, 303)
})

test('SCENARIO 71: aliases of the mailbox and polling from one address do not keep the owner out', async () => {
  const alias = (i: number) => ({ email: `jo.martin+${i % 5}@example.com`, from: '192.0.2.66' })
  const looked = (await guesses(45, alias)).filter((status) => status === 401)
  assert.equal(looked.length, 10)
  for (let wait = 0; wait < 8; wait++) {
    // Asks at both ends of a wait, and during it.
    await guesses(12, (i) => ({ email: `jo.martin+${wait}${i}@example.com`, from: '192.0.2.66' }))
    const from = `203.0.113.${wait}`
    assert.equal((await guess({ password: PASSWORD, from })).status, 303)
    server.clock.advance(15 * 60)
  }
})

test('addresses with and without an account are delayed alike, by the mailbox too', async () => {
  const answers = async (email: string) => {
    const statuses = await guesses(60, (i) => ({ email, from: `198.51.${i % 50}.7` }))
    const page = await newVisitor(server).post(
      '/sign-in',
      { email, password: 'wrong' },
      { 'x-forwarded-for': '198.51.7.7' },
    )
    return { statuses, page: (await page.text()).replaceAll(email, ''), status: page.status }
  }
  assert.deepEqual(await answers('nobody@example.com'), await answers(server.account.email))
})

test('a browser is known to each person who signed in there, until they change their password', async () => {
  const bob = await server.createAccount('bob@example.com')
  const shared = newVisitor(server)
  await guess({ password: PASSWORD, visitor: shared })
  await guess({ password: PASSWORD, visitor: shared, email: bob.email })
  const statuses = async () => {
    const both = [server.account.email, bob.email]
    return Promise.all(
      both.map(
        async (email) => (await guess({ password: PASSWORD, email, visitor: shared })).status,
      ),
    )
  }
  for (const { email } of [server.account, bob]) await guesses(11, () => ({ email }))
  assert.deepEqual(await statuses(), [303, 303])
  const [changed] = await server.store.knownBrowsers.listOf(bob.id)
  assert.equal(changed?.network, '192.0.2.1')
  await server.store.accounts.setPassword(bob.id, bob.passwordHash ?? '', ACT)
  assert.deepEqual(await statuses(), [303, 429])
})

test('who has copied the secret of a known browser delays neither its owner nor others', async () => {
  const owner = newVisitor(server)
  assert.equal((await guess({ password: PASSWORD, visitor: owner })).status, 303)
  const thief = newVisitor(server)
  thief.cookies.set('mandate_browser', owner.cookies.get('mandate_browser') ?? '')
  const stolen = (i: number) => ({ visitor: thief, from: `198.51.${i % 3}.7` })
  const statuses = await guesses(80, stolen)
  // Thirty as a known browser, and then what any new browser in these networks has.
  assert.equal(statuses.filter((status) => status === 401).length, 60)
  assert.equal((await guess({ password: PASSWORD, visitor: owner })).status, 303)
  assert.equal((await guess({ password: PASSWORD, from: '203.0.113.9' })).status, 303)
})

test('an address in another case counts as the same', async () => {
  const spellings = ['jo.martin@example.com', 'JO.MARTIN@EXAMPLE.COM', ' Jo.Martin@Example.com']
  await guesses(10, (i) => ({ email: spellings[i % 3] ?? '' }))
  assert.equal((await guess()).status, 429)
})

test('the aliases of a mailbox share its allowance in one network', async () => {
  const alias = (i: number) => ({ email: `jo.martin+${i}@example.com` })
  assert.ok((await guesses(10, alias)).every((status) => status === 401))
  assert.equal((await guess({ email: 'jo.martin+new@example.com' })).status, 429)
  assert.equal((await guess({ password: PASSWORD })).status, 429)
  assert.equal((await guess({ email: 'else@example.com' })).status, 401)
})

test('all of an IPv6 /64 is one network', async () => {
  await guesses(10, (i) => ({ from: `2001:db8:0:1::${i + 1}` }))
  assert.equal((await guess({ from: '2001:db8:0:1:ffff::1' })).status, 429)
  assert.equal((await guess({ from: '2001:db8:0:2::1' })).status, 401)
})

test('an address without an account is delayed in the same way', async () => {
  const email = 'nobody@example.com'
  assert.ok((await guesses(10, () => ({ email }))).every((status) => status === 401))
  assert.equal((await guess({ email })).status, 429)
})

test('an X-Forwarded-For not set by a trusted proxy changes nothing', async () => {
  const open = await startServer()
  try {
    for (let i = 0; i < 10; i++) {
      const form = { email: open.account.email, password: 'wrong' }
      const headers = { 'x-forwarded-for': `198.51.100.${i}` }
      assert.equal((await newVisitor(open).post('/sign-in', form, headers)).status, 401)
    }
    const form = { email: open.account.email, password: PASSWORD }
    const headers = { 'x-forwarded-for': '203.0.113.1' }
    assert.equal((await newVisitor(open).post('/sign-in', form, headers)).status, 429)
  } finally {
    await open.close()
  }
})
