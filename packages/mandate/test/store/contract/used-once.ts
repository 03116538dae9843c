import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { NOW } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const HOUR = 3_600

export function usedOnceContract(subject: ContractSubject): void {
  describe('things that work once', () => {
    it('work for one caller, however many try at the same time, and never after their end', async (t) => {
      const { usedOnce, sweep } = (await openEmpty(t, subject)).store
      const life = { expiresAt: NOW + 90, now: NOW }
      const tries = Array.from({ length: 20 }, () => usedOnce.use('totp.ada.1', life))
      assert.equal((await Promise.all(tries)).filter(Boolean).length, 1)
      assert.equal(await usedOnce.use('totp.ada.1', life), false)
      assert.equal(await usedOnce.use('totp.bob.1', life), true)
      assert.equal(await usedOnce.use('totp.eve.1', { expiresAt: NOW, now: NOW }), false)

      const sweepAt = (now: number) => sweep({ now, overBefore: 0, limit: 10 })
      await sweepAt(NOW + 90 + HOUR)
      assert.equal(await usedOnce.use('totp.ada.1', life), false)
      assert.equal((await sweepAt(NOW + 91 + HOUR)).removed, 2)
    })
  })
}
