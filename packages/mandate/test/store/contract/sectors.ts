import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type ContractSubject, openEmpty } from './subject.ts'

export function sectorsContract(subject: ContractSubject): void {
  describe('sectors', () => {
    it('have one seed for ever, whoever asks first', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      const other = (await openAgain()).store
      const fresh = (first: number) => Uint8Array.from({ length: 32 }, () => first)
      const asked = Array.from({ length: 10 }, (_, number) =>
        [store, other][number % 2]?.sectors.seedOf('app.example', fresh(number)),
      )
      const seeds = await Promise.all(asked)
      for (const seed of seeds) assert.deepEqual(seed, seeds[0])
      assert.deepEqual(await other.sectors.seedOf('app.example', fresh(99)), seeds[0])
      assert.deepEqual(await store.sectors.seedOf('b.example', fresh(7)), fresh(7))
    })
  })
}
