import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ACT } from '../../act.ts'
import { NOW, platformKey } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

export function platformKeysContract(subject: ContractSubject): void {
  describe('platform keys', () => {
    it('returns a key exactly as it was inserted, and lists them by id', async (t) => {
      const { store } = await openEmpty(t, subject)
      const other = { ...platformKey, id: 'platform-0', permissions: ['scim'] }
      await store.platformKeys.insert(platformKey, ACT)
      await store.platformKeys.insert(other, ACT)
      assert.deepEqual(await store.platformKeys.find(platformKey.id), platformKey)
      assert.equal(await store.platformKeys.find('nobody'), undefined)
      const { rows, next } = await store.platformKeys.list({ limit: 1 })
      assert.deepEqual([rows, next], [[other], other.id])
      const last = await store.platformKeys.list({ after: other.id, limit: 10 })
      assert.deepEqual([last.rows, last.next], [[platformKey], null])
    })

    it('keeps the old secret as the previous one when a secret is rotated', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.platformKeys.insert(platformKey, ACT)
      const rotated = { secretHash: 'new', previousExpiresAt: NOW + 60 }
      assert.equal(await store.platformKeys.rotateSecret(platformKey.id, rotated, ACT), true)
      const { secretHash } = platformKey.authentication
      assert.deepEqual((await store.platformKeys.find(platformKey.id))?.authentication, {
        method: 'secret',
        secretHash: 'new',
        previous: { secretHash, expiresAt: NOW + 60 },
      })
      assert.equal(await store.platformKeys.rotateSecret('nobody', rotated, ACT), false)
    })

    it('deletes one key, once', async (t) => {
      const { store } = await openEmpty(t, subject)
      const other = { ...platformKey, id: 'platform-2' }
      await store.platformKeys.insert(platformKey, ACT)
      await store.platformKeys.insert(other, ACT)
      assert.equal(await store.platformKeys.delete(platformKey.id, ACT), true)
      assert.equal(await store.platformKeys.delete(platformKey.id, ACT), false)
      assert.equal(await store.platformKeys.find(platformKey.id), undefined)
      assert.deepEqual(await store.platformKeys.find(other.id), other)
    })
  })
}
