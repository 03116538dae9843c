import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { KeyId } from '../../../src/grants/grant.ts'
import { NOW } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const [one, other, third] = ['0000000a', '0000000b', '0000000c'] as [KeyId, KeyId, KeyId]

export function keysContract(subject: ContractSubject): void {
  describe('keys', () => {
    it('are recorded when first used, and known from then on', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      assert.deepEqual(await store.keys.inUse(), [])
      assert.deepEqual(await store.keys.use(one, [one], NOW), [one])
      assert.deepEqual(await store.keys.use(one, [one], NOW + 1), [one])
      assert.deepEqual(await (await openAgain()).store.keys.inUse(), [one])
    })

    it('may be more than those in use, before and after a new one is used', async (t) => {
      const { store } = await openEmpty(t, subject)
      assert.deepEqual(await store.keys.use(one, [one, other], NOW), [one])
      // A node that does not have the next key yet may still start.
      assert.deepEqual(await store.keys.use(one, [one], NOW), [one])
      assert.deepEqual(await store.keys.use(other, [other, one], NOW), [one, other])
    })

    it('are not recorded if their owner lacks one of those already there', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.keys.use(one, [one], NOW)
      assert.deepEqual(await store.keys.use(other, [other, third], NOW), [one])
      assert.deepEqual(await store.keys.inUse(), [one])
    })

    it('of one owner win if many initialize a database at once', async (t) => {
      const opened = await openEmpty(t, subject)
      const others = await Promise.all(Array.from({ length: 5 }, () => opened.openAgain()))
      const answers = await Promise.all(
        [opened, ...others].map(({ store }, index) => {
          const own = `0000001${index}` as KeyId
          return store.keys.use(own, [own], NOW)
        }),
      )
      const inUse = await opened.store.keys.inUse()
      assert.equal(inUse.length, 1)
      for (const answer of answers) assert.deepEqual(answer, inUse)
    })
  })
}
