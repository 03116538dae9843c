/** A small version of `npm run simulate:sign-in`, and whether what it replaces is as the original. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { attackers } from './attackers.ts'
import { memoryAttempts } from './memory.ts'
import { keptOut } from './report.ts'
import { simulate } from './simulation.ts'

for (const attacker of attackers) {
  test(`the owner always gets in: ${attacker.name}`, async () => {
    const slower = { ...attacker, rate: Math.min(attacker.rate, 30) }
    const attacked = await simulate(slower, { seed: 1, minutes: 4, times: 2 })
    assert.deepEqual(keptOut(attacked), [])
    assert.equal(attacked.owners.length, 10)
    const known = attacked.others.filter(({ isKnown }) => isKnown)
    assert.ok(known.length > 20)
    assert.ok(known.every(({ atOnce }) => atOnce))
  })
}

const names = ['a', 'b', 'c'] as const
const bucket = fc
  .constantFrom(...names)
  .map((name) => ({ name, most: name.charCodeAt(0) - 95, seconds: 7 }))
const step = fc.oneof(
  fc.record({
    is: fc.constant('add' as const),
    buckets: fc.uniqueArray(bucket, { selector: ({ name }) => name }),
    later: fc.nat(9),
  }),
  fc.record({
    is: fc.constant('giveBack' as const),
    buckets: fc.uniqueArray(bucket, { selector: ({ name }) => name }),
  }),
  fc.record({ is: fc.constant('clear' as const), name: fc.constantFrom(...names) }),
)

test('buckets in memory do what those in a database do', async (t) => {
  const store = await openSqliteStore({ path: ':memory:' })
  t.after(() => store.close())
  await fc.assert(
    fc.asyncProperty(fc.array(step), async (steps) => {
      await store.attempts.clear(names)
      const memory = memoryAttempts()
      let now = 1_000
      for (const one of steps) {
        for (const attempts of [memory, store.attempts]) {
          if (one.is === 'clear') await attempts.clear([one.name])
          if (one.is === 'giveBack') await attempts.giveBack(one.buckets)
        }
        if (one.is === 'add') {
          now += one.later
          const added = await memory.add(one.buckets, now)
          const same = await store.attempts.add(one.buckets, now)
          assert.deepEqual([...added].sort(), [...same].sort())
        }
        const sorted = async (attempts: typeof memory) => [...(await attempts.find(names))].sort()
        assert.deepEqual(await sorted(memory), await sorted(store.attempts))
      }
    }),
    { numRuns: 50 },
  )
})
