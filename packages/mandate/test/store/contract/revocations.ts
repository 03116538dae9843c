import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { RevocationPlace, Store, ToldRevocation } from '../../../src/store/port.ts'
import { account, client, grantId, insertGrants, insertParties, NOW } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const START: RevocationPlace = { atMs: 0, id: '' }
const PLENTY = { limit: 1000, countSinceMs: 0 }

/** What is told to those who keep verified tokens. */
export function revocationsContract(subject: ContractSubject): void {
  describe('revocations', () => {
    it('tells of everything that may end tokens, by what they have in common', async (t) => {
      const { store } = await openEmpty(t, subject)
      const [id = grantId(1)] = await insertGrants(store, 1)
      const [accountId, clientId] = [account.id, client.id]
      const because = 'revoked_by_user'
      const ends: readonly (readonly [() => Promise<unknown>, object])[] = [
        [() => store.grants.revoke(id, NOW, because), { grantId: id, accountId, clientId }],
        [() => store.grants.denyAccessToken('token-1', NOW), { accessTokenId: 'token-1' }],
        [() => store.grants.revokeAllOf({ accountId }, NOW, because), { accountId }],
        [() => store.grants.revokeAllOf({ clientId }, NOW, because), { clientId }],
        [
          () => store.grants.revokeAllOf({ accountId, clientId }, NOW, because),
          { accountId, clientId },
        ],
        [
          () => store.consents.withdraw({ accountId, clientId }, NOW, because),
          { accountId, clientId },
        ],
        [() => store.accounts.setDisabled(accountId, NOW), { accountId }],
        [() => store.clients.setDisabled(clientId, NOW), { clientId }],
        [() => store.clients.update(clientId, { scope: 'read' }), { clientId }],
        [() => store.clients.delete(clientId), { clientId }],
      ]
      for (const [end, common] of ends) {
        const before = new Set((await readAll(store)).map(({ id }) => id))
        await end()
        const told = (await readAll(store)).filter(({ id }) => !before.has(id))
        assert.deepEqual(told.map(commonOf), [common], String(end))
      }
    })

    it('tells nothing of what ends nothing', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      await store.accounts.setDisabled(account.id, null)
      await store.clients.setDisabled(client.id, null)
      await store.clients.update(client.id, { name: 'Another' })
      await store.accounts.setPassword(account.id, 'another hash')
      await store.grants.revoke(grantId(9), NOW, 'revoked_by_client')
      assert.deepEqual(await readAll(store), [])
    })

    it('tells of a grant and of a token once, however often they are ended', async (t) => {
      const { store } = await openEmpty(t, subject)
      const [id = grantId(1)] = await insertGrants(store, 1)
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => store.grants.revoke(id, NOW, 'reuse')),
      )
      assert.equal(answers.filter(Boolean).length, 1)
      await store.grants.denyAccessToken('token-1', NOW)
      await store.grants.denyAccessToken('token-1', NOW)
      assert.deepEqual((await readAll(store)).map(commonOf), [
        { grantId: id, clientId: client.id, accountId: account.id },
        { accessTokenId: 'token-1' },
      ])
    })

    it('is read in pages, with the time and the count of the database', async (t) => {
      const { store } = await openEmpty(t, subject)
      const empty = await store.revocations.read(START, PLENTY)
      assert.deepEqual([empty.told, empty.isLast, empty.counted], [[], true, 0])
      const ids = await insertGrants(store, 25)
      await Promise.all(ids.map((id) => store.grants.revoke(id, NOW, 'revoked_by_client')))
      const page = await store.revocations.read(START, { limit: 10, countSinceMs: empty.nowMs })
      assert.deepEqual([page.told.length, page.isLast, page.counted], [10, false, 25])
      const told = await readAll(store, 10)
      assert.deepEqual(told.map(({ grantId }) => grantId).toSorted(), ids)
      for (const { atMs } of told) assert.ok(empty.nowMs <= atMs && atMs <= page.nowMs)
      const later = await store.revocations.read(START, { limit: 1, countSinceMs: page.nowMs + 1 })
      assert.equal(later.counted, 0)
    })

    it('ends two thousand grants at once and tells of each', async (t) => {
      const { store, engine } = await openEmpty(t, subject)
      const ids = await insertGrants(store, 2_000)
      const before = engine.statistics()
      const answers = await Promise.all(
        ids.map((id) => store.grants.revoke(id, NOW, 'revoked_by_client')),
      )
      assert.equal(answers.every(Boolean), true)
      const transactions = engine.statistics().writeTransactions - before.writeTransactions
      assert.ok(transactions < 20, `${transactions} transactions`)
      assert.equal((await readAll(store)).length, ids.length)
    })

    it('waits for who watches before it answers, and not after they have gone', async (t) => {
      const { store } = await openEmpty(t, subject)
      let called = 0
      const stop = store.revocations.watch(async () => {
        const { counted } = await store.revocations.read(START, PLENTY)
        assert.equal(counted, 1)
        called++
      })
      await store.grants.denyAccessToken('token-1', NOW)
      assert.equal(called, 1)
      await insertParties(store)
      assert.equal(called, 1)
      stop()
      await store.grants.denyAccessToken('token-2', NOW)
      assert.equal(called, 1)
    })
  })
}

async function readAll(store: Store, limit = 1000): Promise<readonly ToldRevocation[]> {
  const all: ToldRevocation[] = []
  for (let after = START; ; after = all.at(-1) ?? START) {
    const { told, isLast } = await store.revocations.read(after, { limit, countSinceMs: 0 })
    all.push(...told)
    if (isLast) return all
  }
}

/** The members that are there. */
function commonOf({ id, atMs, ...common }: ToldRevocation): object {
  return Object.fromEntries(Object.entries(common).filter(([, value]) => value !== undefined))
}
