import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSeenProofs } from './replay.ts'

test('a proof is seen once until its end, and the number remembered has a limit', () => {
  let now = 0
  const seen = createSeenProofs(() => now, 3)
  assert.deepEqual([seen.add('a', 10), seen.add('a', 10), seen.add('b', 10)], [true, false, true])
  now = 9
  assert.equal(seen.add('a', 20), false)
  now = 10
  assert.equal(seen.add('c', 20), true)
  assert.equal(seen.size(), 1)
  for (const id of ['d', 'e', 'f', 'g']) seen.add(id, 20)
  assert.equal(seen.size(), 3)
  assert.equal(seen.add('g', 20), false)
})
