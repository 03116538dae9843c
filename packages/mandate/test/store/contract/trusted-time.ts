import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ACT } from '../../act.ts'
import { account, insertGrants, NOW, session } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const DAY = 24 * 60 * 60

export function trustedTimeContract(subject: ContractSubject): void {
  describe('trusted time', () => {
    it('is set once in an empty database, to the time that is given', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      assert.equal((await store.trustedTime.read()).trusted, null)
      const other = await openAgain()
      await store.trustedTime.begin(NOW)
      await other.store.trustedTime.begin(NOW + DAY)
      assert.equal((await other.store.trustedTime.read()).trusted, NOW)
    })

    it('starts with what the database has seen, whatever the clock says now', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.accounts.insert({ ...account, createdAt: NOW - DAY }, ACT)
      await store.sessions.insert({ ...session, startedAt: NOW }, account.passwordHash, ACT)
      await store.trustedTime.begin(NOW + 400 * DAY)
      assert.equal((await store.trustedTime.read()).trusted, NOW)
    })

    it('starts with the last sweep, if there was one', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, 1)
      await store.sweep({ now: NOW + 7, overBefore: 0, limit: 10 })
      await store.trustedTime.begin(NOW + 400 * DAY)
      assert.equal((await store.trustedTime.read()).trusted, NOW + 7)
    })

    it('is advanced by one of many that saw the same', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      const other = await openAgain()
      await store.trustedTime.begin(NOW)
      const { version } = await store.trustedTime.read()
      const moved = await Promise.all(
        [store, other.store, store].map((one) => one.trustedTime.move(version, NOW + 60)),
      )
      assert.equal(moved.filter(Boolean).length, 1)
      assert.equal((await store.trustedTime.read()).trusted, NOW + 60)
    })
  })

  describe('sweep after a clock was ahead', () => {
    it('deletes counters from the future, but keeps them while any clock may be right', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.attempts.add([{ name: 'ahead', most: 1, seconds: 1 }], NOW + 400 * DAY)
      await store.sweep({ now: NOW, latest: NOW + 400 * DAY, overBefore: 0, limit: 10 })
      assert.equal((await store.attempts.find(['ahead'])).size, 1)
      await store.sweep({ now: NOW, overBefore: 0, limit: 10 })
      assert.equal((await store.attempts.find(['ahead'])).size, 0)
    })
  })
}
