import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columnsOf, inColumns, windowNames, windows } from './windows.ts'

/** 3 March 2026, 13:37 UTC. */
const NOW = Date.UTC(2026, 2, 3, 13, 37) / 1000

test('the last column has the present, and each begins where a sum begins', () => {
  for (const name of windowNames) {
    const { begins, since, until, seconds, span } = columnsOf(name, NOW)
    assert.equal(begins.length, windows[name].columns)
    assert.equal(begins[0], since)
    assert.ok((begins.at(-1) ?? 0) <= NOW && NOW < until)
    assert.equal(until - since, begins.length * seconds)
    for (const begin of begins) assert.equal(begin % (span === 'hour' ? 3_600 : 86_400), 0)
  }
})

test('sums go into their columns, sizes are not added up, and what is beside them is left out', () => {
  const columns = columnsOf('7d', NOW)
  const sum = (beginsAt: number, counted: number) => ({ beginsAt, key: 'done', counted })
  const sums = [
    sum(columns.since - 3_600, 100),
    sum(columns.since, 1),
    sum(columns.since + 5 * 3_600, 2),
    sum(columns.since + 6 * 3_600, 4),
    sum(columns.until, 200),
  ]
  const first = (found: ReadonlyMap<string, readonly number[]>) => found.get('done')?.slice(0, 3)
  assert.deepEqual(first(inColumns(columns, sums)), [3, 4, 0])
  assert.deepEqual(first(inColumns(columns, sums, Math.max)), [2, 4, 0])
})
