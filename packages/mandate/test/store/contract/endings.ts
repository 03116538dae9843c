import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { endsTokens } from '../../../src/facts/fact.ts'
import type { Ending, FactPlace, Store } from '../../../src/store/port.ts'
import { ACT, actAt } from '../../act.ts'
import { account, client, grantId, insertGrants, insertParties, NOW } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const START: FactPlace = { atMs: 0, id: '' }
const PLENTY = { limit: 1000, countSinceMs: 0 }

/** The facts that may end verified tokens, as read by those who cache them. */
export function endingsContract(subject: ContractSubject): void {
  describe('endings', () => {
    it('reports everything that may end tokens, by what they have in common', async (t) => {
      const { store } = await openEmpty(t, subject)
      const [id = grantId(1)] = await insertGrants(store, 1)
      const [accountId, clientId] = [account.id, client.id]
      const because = 'revoked_by_user'
      const ends: readonly (readonly [() => Promise<unknown>, object])[] = [
        [() => store.grants.revoke(id, because, actAt(NOW)), { grantId: id, accountId, clientId }],
        [() => store.grants.denyAccessToken('token-1', NOW, ACT), { accessTokenId: 'token-1' }],
        [() => store.grants.revokeAllOf({ accountId }, because, actAt(NOW)), { accountId }],
        [() => store.grants.revokeAllOf({ clientId }, because, actAt(NOW)), { clientId }],
        [
          () => store.grants.revokeAllOf({ accountId, clientId }, because, actAt(NOW)),
          { accountId, clientId },
        ],
        [
          () => store.consents.withdraw({ accountId, clientId }, because, actAt(NOW)),
          { accountId, clientId },
        ],
        [() => store.accounts.disable(accountId, actAt(NOW)), { accountId }],
        [() => store.accounts.delete(accountId, ACT), { accountId }],
        [() => store.clients.disable(clientId, actAt(NOW)), { clientId }],
        [() => store.clients.update(clientId, { scope: 'read' }, ACT), { clientId }],
        [() => store.clients.delete(clientId, ACT), { clientId }],
      ]
      for (const [end, common] of ends) {
        const before = new Set((await readAll(store)).map(({ id }) => id))
        await end()
        const told = (await readAll(store)).filter(({ id }) => !before.has(id))
        assert.deepEqual(told.map(commonOf), [common], String(end))
      }
    })

    it('reports nothing that ends no tokens', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      await store.accounts.enable(account.id, ACT)
      await store.clients.enable(client.id, ACT)
      await store.clients.update(client.id, { name: 'Another' }, ACT)
      await store.accounts.setPassword(account.id, 'another hash', ACT)
      await store.grants.revoke(grantId(9), 'revoked_by_client', actAt(NOW))
      assert.deepEqual(await readAll(store), [])
    })

    it('reports a grant and a token once, however often they are ended', async (t) => {
      const { store } = await openEmpty(t, subject)
      const [id = grantId(1)] = await insertGrants(store, 1)
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => store.grants.revoke(id, 'reuse', actAt(NOW))),
      )
      assert.equal(answers.filter(Boolean).length, 1)
      await store.grants.denyAccessToken('token-1', NOW, ACT)
      await store.grants.denyAccessToken('token-1', NOW, ACT)
      assert.deepEqual((await readAll(store)).map(commonOf), [
        { grantId: id, clientId: client.id, accountId: account.id },
        { accessTokenId: 'token-1' },
      ])
    })

    it('is read in pages, with the database’s time and count', async (t) => {
      const { store } = await openEmpty(t, subject)
      const empty = await store.facts.readEndings(START, PLENTY)
      assert.deepEqual([empty.endings, empty.isLast, empty.counted], [[], true, 0])
      const ids = await insertGrants(store, 25)
      await Promise.all(ids.map((id) => store.grants.revoke(id, 'revoked_by_client', actAt(NOW))))
      const page = await store.facts.readEndings(START, { limit: 10, countSinceMs: empty.nowMs })
      assert.deepEqual([page.endings.length, page.isLast, page.counted], [10, false, 25])
      const told = await readAll(store, 10)
      assert.deepEqual(told.map(({ grantId }) => grantId).toSorted(), ids)
      for (const { atMs } of told) assert.ok(empty.nowMs <= atMs && atMs <= page.nowMs)
      const later = await store.facts.readEndings(START, { limit: 1, countSinceMs: page.nowMs + 1 })
      assert.equal(later.counted, 0)
      const window = { limit: 100, countSinceMs: 0, beforeMs: empty.nowMs }
      assert.deepEqual((await store.facts.readEndings(START, window)).endings, [])
      const all = { ...window, beforeMs: page.nowMs + 1 }
      assert.equal((await store.facts.readEndings(START, all)).endings.length, 25)
    })

    it('ends two thousand grants at once and reports each', async (t) => {
      const { store, engine } = await openEmpty(t, subject)
      const ids = await insertGrants(store, 2_000)
      const before = engine.statistics()
      const answers = await Promise.all(
        ids.map((id) => store.grants.revoke(id, 'revoked_by_client', actAt(NOW))),
      )
      assert.equal(answers.every(Boolean), true)
      const transactions = engine.statistics().writeTransactions - before.writeTransactions
      assert.ok(transactions < 20, `${transactions} transactions`)
      assert.equal((await readAll(store)).length, ids.length)
    })

    it('waits for watchers before it answers, but not after they have gone', async (t) => {
      const { store } = await openEmpty(t, subject)
      let called = 0
      const stop = store.facts.watch(async (facts) => {
        if (!facts.some(endsTokens)) return
        const { counted } = await store.facts.readEndings(START, PLENTY)
        assert.equal(counted, 1)
        called++
      })
      await store.grants.denyAccessToken('token-1', NOW, ACT)
      assert.equal(called, 1)
      await insertParties(store)
      assert.equal(called, 1)
      stop()
      await store.grants.denyAccessToken('token-2', NOW, ACT)
      assert.equal(called, 1)
    })
  })
}

async function readAll(store: Store, limit = 1000): Promise<readonly Ending[]> {
  const all: Ending[] = []
  for (let after = START; ; after = all.at(-1) ?? START) {
    const { endings, isLast } = await store.facts.readEndings(after, { limit, countSinceMs: 0 })
    all.push(...endings)
    if (isLast) return all
  }
}

/** The defined members. */
function commonOf({ id, atMs, ...common }: Ending): object {
  return Object.fromEntries(Object.entries(common).filter(([, value]) => value !== undefined))
}
