import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Store } from '../../../src/store/port.ts'
import { ACT } from '../../act.ts'
import { account, client, grant, grantId, NOW, ofAccount } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

export function consoleListsContract(subject: ContractSubject): void {
  describe('what the console lists', () => {
    it('is users, latest first and by the beginning of an address, page by page', async (t) => {
      const { store } = await openEmpty(t, subject)
      // In an order of languages, `é` would come before `j`, and a capital beside its small letter.
      for (const [id, email] of [
        ['u1', 'jo@example.com'],
        ['u2', 'joan@example.com'],
        ['u3', 'éva@example.com'],
        ['u4', 'jp@example.com'],
        ['U5', 'jo-a@example.com'],
      ] as const) {
        await store.accounts.insert({ ...account, id, email, emailKey: email }, ACT)
      }
      const ids = (page: { readonly rows: readonly { readonly id: string }[] }) =>
        page.rows.map(({ id }) => id)
      const latest = await store.accounts.listNewest({ limit: 3 })
      assert.deepEqual(ids(latest), ['u4', 'u3', 'u2'])
      const older = await store.accounts.listNewest({ before: latest.next ?? '', limit: 3 })
      assert.deepEqual([ids(older), older.next], [['u1', 'U5'], null])
      const named = await store.accounts.listByAddress('jo', { limit: 2 })
      assert.deepEqual(ids(named), ['U5', 'u1'])
      const more = await store.accounts.listByAddress('jo', {
        after: named.next ?? '',
        limit: 2,
      })
      assert.deepEqual([ids(more), more.next], [['u2'], null])
      assert.deepEqual(ids(await store.accounts.listByAddress('jo%', { limit: 9 })), [])
    })

    it('is users by the beginning of a name, in any spelling, page by page', async (t) => {
      const { store } = await openEmpty(t, subject)
      const nobody = { email: null, emailKey: null, emailVerified: false }
      for (const [id, name] of [
        ['u1', 'Åsa  Öberg'],
        ['u2', 'ASA OBERG'],
        ['u3', 'Asa Oman'],
        ['u4', null],
        ['u5', '\ufdfa'.repeat(200)],
      ] as const) {
        await store.accounts.insert({ ...account, ...nobody, id, name }, ACT)
      }
      const named = async (begins: string, page: { after?: string; limit: number }) => {
        const { rows, next } = await store.accounts.listByName(begins, page)
        return [rows.map(({ id }) => id), next] as const
      }
      const [first, next] = await named('ása o', { limit: 1 })
      assert.deepEqual(first, ['u1'])
      const [rest, after] = await named('ása o', { after: next ?? '', limit: 2 })
      assert.deepEqual(rest, ['u2', 'u3'])
      assert.deepEqual(await named('ása o', { after: after ?? '', limit: 2 }), [[], null])
      await store.accounts.update('u4', { name: 'Asa' }, ACT)
      await store.accounts.update('u1', { name: null }, ACT)
      assert.deepEqual(await named('asa', { limit: 9 }), [['u4', 'u2', 'u3'], null])
    })

    it('is the clients that an operator registered, by the beginning of their names', async (t) => {
      const { store } = await openEmpty(t, subject)
      const itself = {
        by: 'itself',
        tokenHash: 'b'.repeat(64),
        consentSince: 0,
        unusedSince: NOW,
      } as const
      await store.clients.insert(
        { ...client, id: 'c1', nameKey: 'ledger', registration: null },
        ACT,
      )
      await store.clients.insert({ ...client, id: 'c2', nameKey: 'ledge', registration: null }, ACT)
      await store.clients.insert({ ...client, id: 'c3', nameKey: 'lemon', registration: null }, ACT)
      await store.clients.insert(
        { ...client, id: 'c4', nameKey: 'ledger', registration: itself },
        ACT,
      )
      const found = await store.clients.listNamed('led', 10)
      assert.deepEqual(
        found.map(({ id }) => id),
        ['c2', 'c1'],
      )
      assert.equal((await store.clients.listNamed('le', 1)).length, 1)
    })

    it('is grants, latest first: of all, of an account, of a client, of both', async (t) => {
      const { store } = await openEmpty(t, subject)
      await mixedGrants(store)
      const latest = async (whose: { accountId?: string; clientId?: string }) =>
        (await store.grants.listLatest(whose, { limit: 9 })).rows.map(({ id }) => Number(`0x${id}`))
      const [accountId, clientId] = [account.id, client.id]
      assert.deepEqual(await latest({}), [6, 5, 4, 3, 2, 1])
      assert.deepEqual(await latest({ accountId }), [5, 4, 3, 2, 1])
      assert.deepEqual(await latest({ clientId }), [6, 4, 3, 2, 1])
      assert.deepEqual(await latest({ accountId, clientId }), [4, 3, 2, 1])
      const page = await store.grants.listLatest({ accountId }, { limit: 2 })
      const { rows } = await store.grants.listLatest(
        { accountId },
        { before: page.next ?? '', limit: 2 },
      )
      assert.deepEqual(
        rows.map(({ id }) => id),
        [grantId(3), grantId(2)],
      )
    })

    it('is the number of live grants, and says if it has not looked at all', async (t) => {
      const { store } = await openEmpty(t, subject)
      await mixedGrants(store)
      const at = { now: NOW, most: 10 }
      const { accountId, clientId } = { accountId: account.id, clientId: client.id }
      const ofUser = { grants: 3, accounts: 1, clients: 2, isMore: false }
      assert.deepEqual(await store.grants.countLive({ accountId }, at), ofUser)
      const ofClient = { grants: 3, accounts: 2, clients: 1, isMore: false }
      assert.deepEqual(await store.grants.countLive({ clientId }, at), ofClient)
      assert.equal((await store.grants.countLive({ clientId }, { ...at, most: 5 })).isMore, false)
      assert.equal((await store.grants.countLive({ clientId }, { ...at, most: 4 })).isMore, true)
      await store.grants.revokeAllOf({ clientId }, 'revoked_by_operator', ACT)
      assert.equal((await store.grants.countLive({ clientId }, at)).grants, 0)
    })
  })
}

/** Of the account 1 to 5, of which 3 has ended and 4 expired; 5 is of another client, 6 of another account. */
async function mixedGrants(store: Store): Promise<void> {
  const live = {
    ...grant,
    revokedAt: null,
    revokedBecause: null,
    expiresAt: NOW + 100,
    parent: null,
  }
  const other = { ...client, id: 'client-2' }
  await store.clients.insert(other, ACT)
  for (const change of [
    {},
    {},
    { revokedAt: NOW, revokedBecause: 'reuse' as const },
    { expiresAt: NOW },
    { clientId: other.id },
    { subject: ofAccount('somebody else') },
  ].map((change, place) => ({ id: grantId(place + 1), ...change }))) {
    await store.grants.insert({ ...live, ...change }, ACT)
  }
}
