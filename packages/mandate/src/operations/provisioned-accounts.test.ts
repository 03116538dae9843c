import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { createPasswords } from '../people/password.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { createAccount } from './accounts.ts'
import { type Arriving, provisionAccount } from './provisioned-accounts.ts'

const NOON = 1_800_000_000
const PROVIDER = 'https://login.example'
const store = await openSqliteStore({ path: ':memory:' })
after(() => store.close())

const passwords = createPasswords({
  random: randomBytes,
  cost: { memory: 64, passes: 1, parallelism: 1 },
})
const settings = { brandName: 'Mandate' }
const context = { store, clock: { now: () => NOON }, random: randomBytes, passwords, settings }
const platform = { kind: 'platform', id: 'key' } as const

/** The account that the person has after arriving, or why there is none. */
async function arrive(
  subject: string,
  told: Partial<Arriving['told']> = {},
  change: Partial<Arriving> = {},
) {
  const outcome = await provisionAccount(context, platform, {
    identity: { provider: PROVIDER, subject },
    told: { email: null, emailVerified: false, name: null, ...told },
    mayCreate: true,
    ...change,
  })
  return 'account' in outcome ? { is: outcome.is, ...outcome.account } : outcome
}

const factsOf = async (accountId: string) =>
  (await store.facts.list({ accountId }, 100)).map(({ kind, by }) => [kind, by])

test('a person gets an account at the first arrival, and the same one from then on', async () => {
  const told = { email: 'Ada@example.com', emailVerified: true, name: 'Ada' }
  const first = await arrive('ada', told)
  assert.ok(first.is === 'created')
  assert.match(first.id, /^[0-9a-f]{32}$/)
  assert.equal(first.emailKey, 'ada@example.com')
  const again = await arrive('ada', told)
  assert.deepEqual(again, { ...first, is: 'known' })
  assert.deepEqual(await factsOf(first.id), [['account.created', platform]], 'nothing changed')
  const renamed = await arrive('ada', { ...told, name: 'Ada Lovelace' })
  assert.deepEqual(renamed, { ...again, name: 'Ada Lovelace' })
  const { is, ...kept } = renamed
  assert.deepEqual(await store.accounts.find(first.id), kept)
})

test('ten tabs that arrive for the first time at once are one account', async () => {
  const arrivals = await Promise.all(Array.from({ length: 10 }, () => arrive('tabs')))
  assert.equal(arrivals.filter(({ is }) => is === 'created').length, 1)
  assert.equal(new Set(arrivals.map((one) => 'id' in one && one.id)).size, 1)
})

test('nobody is created who may not come, or whose identity cannot be kept', async () => {
  assert.deepEqual(await arrive('stranger', {}, { mayCreate: false }), { is: 'unknown' })
  assert.deepEqual(await arrive('a\nb'), { is: 'identity_invalid' })
  assert.equal(await store.accounts.findByIdentity(PROVIDER, 'stranger'), undefined)
})

test('SCENARIO 78: a registered address never leads a person from elsewhere to its account', async () => {
  const email = 'victim@example.com'
  const operator = { kind: 'operator' } as const
  const attacker = await createAccount(context, operator, { email, password: 'correct horse' })
  assert.ok(attacker.is === 'created')
  const victim = await arrive('victim', { email, emailVerified: true })
  assert.ok(victim.is === 'created')
  assert.notEqual(victim.id, attacker.account.id)
  assert.deepEqual([victim.email, victim.emailKey], [email, null])
  assert.deepEqual(await store.accounts.findByEmailKey(email), attacker.account)
  assert.deepEqual(await arrive('victim', { email, emailVerified: true }), {
    ...victim,
    is: 'known',
  })
  // And the other way round: who comes later with the address of somebody does not get it.
  const mover = await arrive('mover', { email: 'mover@example.com', emailVerified: true })
  const moved = await arrive('mover', { email, emailVerified: true })
  assert.ok('id' in mover && 'id' in moved && mover.id === moved.id)
  assert.deepEqual(
    [mover.emailKey, moved.email, moved.emailKey],
    ['mover@example.com', email, null],
  )
  await store.accounts.delete(attacker.account.id, { by: operator, at: NOON })
  const free = await arrive('victim', { email, emailVerified: true })
  assert.ok('id' in free)
  assert.deepEqual([free.id, free.emailKey], [victim.id, email], 'the address is free again')
})

test('two strangers with one address at once: one has it as a name, both have accounts', async () => {
  const told = { email: 'shared@example.com', emailVerified: true }
  const both = await Promise.all([arrive('one', told), arrive('two', told)])
  const keys = both.map((one) => 'id' in one && one.emailKey)
  assert.deepEqual(new Set(keys), new Set(['shared@example.com', null]))
})
