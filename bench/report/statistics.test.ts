import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ratio } from './ratios.ts'
import { median, quantile, spreadOf } from './statistics.ts'

test('a quantile is one of the values', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)
  assert.equal(quantile(hundred, 0.5), 50)
  assert.equal(quantile(hundred, 0.99), 99)
  assert.equal(quantile(hundred, 1), 100)
  assert.equal(quantile(hundred, 0), 1)
})

test('numbers are sorted as numbers', () => {
  assert.equal(median([9, 10, 100]), 10)
  assert.deepEqual(spreadOf([9, 100, 10]), { median: 10, least: 9, most: 100 })
})

test('a ratio is computed within each round, so a machine that slows down does not change it', () => {
  assert.deepEqual(ratio([20, 200, 60], [10, 100, 20]), { median: 2, least: 2, most: 3 })
})
