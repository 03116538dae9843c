import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareRanks, median } from './rank-test.ts'

const upTo = (count: number) => Array.from({ length: count }, (_, i) => (i * 7919) % count)

test('the same values have no difference, and shifted ones have one', () => {
  const values = upTo(100)
  assert.deepEqual(compareRanks(values, values).larger, 0.5)
  assert.ok(compareRanks(values, values).probability > 0.99)
  const shifted = compareRanks(
    values.map((value) => value + 20),
    values,
  )
  assert.ok(shifted.larger > 0.65 && shifted.probability < 1e-4, JSON.stringify(shifted))
  const apart = compareRanks(values, [1_000, 1_001, 1_002])
  assert.equal(apart.larger, 0)
})

test('counts pairs, and has the probability of the normal distribution, with ties', () => {
  const first = [19, 22, 16, 29, 24, 17, 30, 31, 18, 25, 26, 21]
  const second = [20, 11, 17, 12, 23, 14, 15, 13, 10, 9, 28, 8]
  const { larger, probability } = compareRanks(first, second)
  // By counting all 144 pairs, and erfc(z / √2) elsewhere.
  assert.equal(larger, 123.5 / 144)
  assert.ok(Math.abs(probability - 0.002_939_446) < 1e-6, `${probability}`)
})

test('the median of an even number of values is between the two in the middle', () => {
  assert.deepEqual([median([3, 1, 2]), median([4, 1, 3, 2])], [2, 2.5])
})
