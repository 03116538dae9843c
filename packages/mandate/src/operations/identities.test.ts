import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ACT } from '../../test/act.ts'
import { account, insertGrants, session } from '../../test/store/contract/samples.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { deleteAccount, endAccess, mergeAccounts, signOutEverywhere } from './account-ends.ts'
import { linkIdentity, unlinkIdentity } from './identities.ts'
import { ActorRefused } from './operation.ts'

const store = await openSqliteStore({ path: ':memory:' })
after(() => store.close())
const context = { store, clock: { now: () => 1_800_000_000 } }
const operator = { kind: 'operator', via: 'shell' } as const
const platform = { kind: 'platform', id: 'key' } as const
const bare = { ...account, emailKey: null, passwordHash: null }
const PROVIDER = 'https://login.example'

/** A new account without a password, linked to subjects of the provider that start with its id. */
async function accountWith(id: string, identities: number) {
  const names = Array.from({ length: identities }, (_, index) => ({
    provider: PROVIDER,
    subject: `${id} ${index}`,
  }))
  assert.equal(await store.accounts.insert({ ...bare, id }, ACT, names), 'inserted')
  return { accountId: id, by: { kind: 'account', id } as const, names }
}

test('a person cannot remove their own last way to sign in, an operator can', async () => {
  const { accountId, by, names } = await accountWith('two', 2)
  const [first, last] = names.map((name) => ({ accountId, ...name }))
  assert.ok(first && last)
  assert.deepEqual(await unlinkIdentity(context, by, first), { is: 'unlinked' })
  assert.deepEqual(await unlinkIdentity(context, by, last), { is: 'last_way_in' })
  await store.accounts.setPassword(accountId, 'a hash', ACT)
  assert.deepEqual(await unlinkIdentity(context, by, last), { is: 'unlinked' })
  assert.deepEqual(await linkIdentity(context, by, last), { is: 'linked' })
  const other = await accountWith('one', 1)
  const only = { accountId: 'one', provider: PROVIDER, subject: 'one 0' }
  assert.deepEqual(await unlinkIdentity(context, other.by, only), { is: 'last_way_in' })
  assert.deepEqual(await unlinkIdentity(context, operator, only), { is: 'unlinked' })
  assert.deepEqual(await unlinkIdentity(context, operator, only), { is: 'not_linked' })
})

test('an account cannot link or unlink identities of another account', async () => {
  const { accountId, names } = await accountWith('victim', 1)
  const attacker = { kind: 'account', id: 'attacker' } as const
  const evil = { accountId, provider: PROVIDER, subject: 'attacker' }
  await assert.rejects(linkIdentity(context, attacker, evil), ActorRefused)
  const [own = evil] = names.map((name) => ({ accountId, ...name }))
  await assert.rejects(unlinkIdentity(context, attacker, own), ActorRefused)
  assert.deepEqual((await store.accounts.listIdentities(accountId)).length, 1)
})

test('an invalid identity is refused, and so is one that is taken', async () => {
  await accountWith('taken', 1)
  await accountWith('wants', 0)
  const link = (accountId: string, subject: string) =>
    linkIdentity(context, platform, { accountId, provider: PROVIDER, subject })
  assert.deepEqual(await link('wants', 'taken 0'), { is: 'identity_taken' })
  assert.deepEqual(await link('wants', 'a\0b'), { is: 'identity_invalid' })
  assert.deepEqual(await link('nobody', 'free'), { is: 'no_such_account' })
})

test('ending access ends every session and grant, and reports how many', async () => {
  const [id] = await insertGrants(store, 2)
  const { id: accountId } = account
  await store.sessions.insert(session, null, ACT)
  const ended = await endAccess(context, platform, { accountId })
  assert.deepEqual(ended, { is: 'ended', sessions: 1, grants: 2 })
  assert.ok(id)
  assert.equal((await store.grants.find(id))?.grant.revokedBecause, 'revoked_by_platform')
  assert.deepEqual(await endAccess(context, platform, { accountId }), {
    ...{ is: 'ended', sessions: 0, grants: 0 },
  })
  await store.sessions.insert(session, null, ACT)
  const out = await signOutEverywhere(context, operator, { accountId })
  assert.deepEqual(out, { is: 'signed_out', sessions: 1 })

  await accountWith('old', 1)
  const merge = (from: string, into: string) => mergeAccounts(context, platform, { from, into })
  assert.deepEqual(await merge('old', 'old'), { is: 'same_account' })
  assert.deepEqual(await merge('old', 'nobody'), { is: 'no_such_account' })
  assert.deepEqual(await merge('old', accountId), { is: 'merged' })
  assert.equal((await store.accounts.findByIdentity(PROVIDER, 'old 0'))?.id, accountId)
  assert.deepEqual(await deleteAccount(context, operator, { accountId }), { is: 'deleted' })

  const nobody = { is: 'no_such_account' }
  for (const act of [deleteAccount, endAccess, signOutEverywhere]) {
    assert.deepEqual(await act(context, platform, { accountId }), nobody)
  }
})
