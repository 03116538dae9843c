import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ACT, actAt } from '../../act.ts'
import { insertGrants, NOW } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

export function recoveriesContract(subject: ContractSubject): void {
  describe('recoveries', () => {
    it('accept newer tokens until the latest moment that any of them named', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      assert.equal(await store.recoveries.acceptNewerUntil(NOW), 0)
      const other = await openAgain()
      const windows = [NOW + 60, NOW + 3600, NOW]
      for (const [index, acceptNewerUntil] of windows.entries()) {
        const recovery = { id: `recovery-${index}`, restoredAt: NOW, acceptNewerUntil }
        await store.recoveries.insert(recovery, ACT)
      }
      assert.equal(await other.store.recoveries.acceptNewerUntil(NOW), NOW + 3600)
    })

    it('keep seemingly ended grants from the sweep while newer tokens may count', async (t) => {
      const { store } = await openEmpty(t, subject)
      const [unredeemed, revoked] = await insertGrants(store, 2)
      assert.ok(unredeemed && revoked)
      await store.grants.revoke(revoked, 'revoked_by_user', actAt(NOW))
      const later = NOW + 400 * 24 * 60 * 60
      const acceptNewerUntil = later + 60
      await store.recoveries.insert({ id: 'recovery', restoredAt: later, acceptNewerUntil }, ACT)
      await store.sweep({ now: later, overBefore: later, limit: 10 })
      assert.ok(await store.grants.find(unredeemed))
      assert.equal(await store.grants.find(revoked), undefined)
      await store.sweep({ now: acceptNewerUntil, overBefore: acceptNewerUntil, limit: 10 })
      assert.equal(await store.grants.find(unredeemed), undefined)
    })
  })
}
