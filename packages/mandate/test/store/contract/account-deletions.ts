import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Store } from '../../../src/store/port.ts'
import { ACT, actAt } from '../../act.ts'
import { account, insertGrants, NOW, session } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const DAY = 24 * 60 * 60
const AFTER = NOW + 30 * DAY
const { id } = account

const sweepAt = (store: Store, now: number) => store.sweep({ now, overBefore: 0, limit: 100 })
const stateOf = async (store: Store) => {
  const found = await store.accounts.find(id)
  return found && { disabledAt: found.disabledAt, deletion: found.deletion }
}
const kindsOf = async (store: Store) =>
  (await store.facts.listOf(id, { limit: 100 })).map(({ kind }) => kind)

export function accountDeletionsContract(subject: ContractSubject): void {
  describe('the deletion that an owner asks for', () => {
    it('disables the account at once, and deletes it after its time', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, 3)
      const kept = { ...session, id: 's' }
      assert.equal(await store.sessions.insert(kept, account.passwordHash, ACT), true)
      const asked = [1, 2].map(() => store.accounts.askForDeletion(id, AFTER, actAt(NOW)))
      assert.deepEqual((await Promise.all(asked)).toSorted(), [false, true])
      const deletion = { after: AFTER, canBeKept: true }
      assert.deepEqual(await stateOf(store), { disabledAt: NOW, deletion })
      assert.equal(await store.sessions.find('s'), undefined)
      await sweepAt(store, AFTER)
      assert.deepEqual(await stateOf(store), { disabledAt: NOW, deletion })

      assert.ok((await sweepAt(store, AFTER + 1)).removed >= 1)
      assert.equal(await stateOf(store), undefined)
      assert.deepEqual((await store.grants.list({}, { limit: 9 })).rows, [])
      assert.equal(await store.accounts.insert(account, ACT), 'id_taken')
      await sweepAt(store, AFTER + 2)
      const kinds = await kindsOf(store)
      for (const kind of ['account.deletion_asked', 'account.deleted']) {
        assert.equal(kinds.filter((one) => one === kind).length, 1, kind)
      }
    })

    it('is taken back by its owner, once, and not after somebody else disabled it', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.accounts.insert(account, ACT)
      assert.equal(await store.accounts.keep(id, ACT), false)
      await store.accounts.askForDeletion(id, AFTER, actAt(NOW))
      // A session for nothing but this.
      assert.equal(await store.sessions.insert(session, account.passwordHash, ACT), true)
      const kept = await Promise.all([1, 2].map(() => store.accounts.keep(id, ACT)))
      assert.deepEqual(kept.toSorted(), [false, true])
      assert.deepEqual(await stateOf(store), { disabledAt: null, deletion: null })
      await sweepAt(store, AFTER + 1)
      assert.ok(await stateOf(store))
      const stops = (await kindsOf(store)).filter((kind) => kind === 'account.deletion_stopped')
      assert.equal(stops.length, 1)

      await store.accounts.askForDeletion(id, AFTER, actAt(NOW))
      await store.accounts.disable(id, actAt(NOW + 5))
      assert.equal(await store.accounts.keep(id, ACT), false)
      assert.equal(await store.sessions.insert(session, account.passwordHash, ACT), false)
      await store.accounts.enable(id, ACT)
      const deletion = { after: AFTER, canBeKept: true }
      assert.deepEqual(
        (await stateOf(store))?.deletion,
        deletion,
        'the owner’s wish is still there',
      )
      await store.accounts.enable(id, ACT)
      assert.deepEqual(await stateOf(store), { disabledAt: null, deletion: null })
      assert.equal(await store.accounts.disable(id, actAt(NOW)), true)
      assert.equal(await store.accounts.askForDeletion(id, AFTER, ACT), false)
    })

    it('either deletes or is taken back, if both happen at once', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      const other = (await openAgain()).store
      for (let round = 0; round < 10; round++) {
        const one = { ...account, id: `a${round}`, email: null, emailKey: null }
        await store.accounts.insert(one, ACT)
        await store.accounts.askForDeletion(one.id, AFTER, actAt(NOW))
        const [kept] = await Promise.all([
          store.accounts.keep(one.id, ACT),
          sweepAt(other, AFTER + 1),
        ])
        const left = await store.accounts.find(one.id)
        assert.equal(left?.deletion ?? undefined, undefined)
        assert.equal(left !== undefined, kept)
      }
    })
  })
}
