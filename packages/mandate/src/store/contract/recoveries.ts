import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { NOW } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

export function recoveriesContract(subject: ContractSubject): void {
  describe('recoveries', () => {
    it('let newer tokens count until the latest moment that any of them named', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      assert.equal(await store.recoveries.acceptNewerUntil(), 0)
      const other = await openAgain()
      const windows = [NOW + 60, NOW + 3600, NOW]
      for (const [index, acceptNewerUntil] of windows.entries()) {
        const recovery = { id: `recovery-${index}`, restoredAt: NOW, acceptNewerUntil }
        await store.recoveries.insert(recovery)
      }
      assert.equal(await other.store.recoveries.acceptNewerUntil(), NOW + 3600)
    })
  })
}
