import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCodeRate } from './code-rate.ts'

const NOON = 1_800_000_000

test('a session gets a limited number of codes per minute, and as many in the next', () => {
  const rate = createCodeRate(3)
  const admitted = (now: number) => [1, 2, 3, 4, 5].filter(() => rate.admit('ada', now)).length
  assert.equal(admitted(NOON), 3)
  assert.equal(rate.admit('bob', NOON), true)
  assert.equal(admitted(NOON + 59), 0)
  assert.equal(admitted(NOON + 60), 3)
})

test('with very many sessions, the latest is still counted', () => {
  const rate = createCodeRate(1, 2)
  for (const session of ['a', 'b', 'c']) assert.equal(rate.admit(session, NOON), true)
  assert.equal(rate.admit('c', NOON), false)
  assert.equal(rate.admit('a', NOON), true)
})
