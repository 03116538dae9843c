import assert from 'node:assert/strict'
import { test } from 'node:test'
import { doubtOf, followed, isCertainlyOver, timeToDeleteBy } from './trusted-time.ts'

const NOW = 1_800_000_000
const DAY = 86_400

/** The trusted time after a run in which the clock says `from` at first and runs as clocks do. */
function afterRun(trusted: number, from: number, seconds: number): number {
  let time = trusted
  for (let passed = 60; passed <= seconds; passed += 60) {
    time = followed({ own: from + passed, database: null, trusted: time }, 60)
  }
  return time
}

test('a clock that runs as it should is followed exactly', () => {
  assert.equal(afterRun(NOW, NOW, 3 * DAY), NOW + 3 * DAY)
})

test('a clock that is 400 days ahead for an hour moves what is trusted by hours', () => {
  const trusted = afterRun(NOW, NOW + 400 * DAY, 3600)
  assert.equal(trusted, NOW + 10 * 3600)
  const own = NOW + 400 * DAY
  assert.equal(timeToDeleteBy({ own, database: null, trusted }), trusted)
})

test('a server that was off for three months catches up within ten days by itself', () => {
  const on = NOW + 90 * DAY
  assert.ok(doubtOf({ own: on, database: null, trusted: afterRun(NOW, on, DAY) }))
  assert.equal(afterRun(NOW, on, 10 * DAY), on + 10 * DAY)
})

test('a clock that was ahead from the start is corrected as slowly, and deletes nothing until then', () => {
  const trusted = afterRun(NOW + 40 * DAY, NOW, DAY)
  assert.equal(trusted, NOW + 30 * DAY)
  const witnesses = { own: NOW + DAY, database: null, trusted }
  assert.equal(timeToDeleteBy(witnesses), NOW + DAY)
  assert.deepEqual(doubtOf(witnesses), { against: 'trusted', ahead: -29 * DAY })
})

test('a clock that is frozen, set back or races is followed no faster than time passes', () => {
  assert.equal(followed({ own: NOW, database: null, trusted: NOW }, 60), NOW)
  assert.equal(followed({ own: 0, database: null, trusted: NOW }, 60), NOW - 600)
  assert.equal(followed({ own: NOW + DAY, database: null, trusted: NOW }, 60), NOW + 600)
})

test('a clock that the database contradicts is neither followed nor acted by', () => {
  for (const [own, database] of [
    [NOW + DAY, NOW],
    [NOW, NOW + DAY],
  ] as const) {
    const witnesses = { own, database, trusted: NOW }
    assert.equal(followed(witnesses, 600), NOW)
    assert.equal(timeToDeleteBy(witnesses), NOW)
    assert.equal(doubtOf(witnesses)?.against, 'database')
  }
  assert.equal(doubtOf({ own: NOW + 200, database: NOW, trusted: NOW }), undefined)
})

test('what ended before all witnesses is over, what one of them has not reached is not', () => {
  const ahead = { own: NOW + 400 * DAY, database: null, trusted: NOW }
  assert.equal(isCertainlyOver(NOW - 1, ahead), true)
  assert.equal(isCertainlyOver(NOW + 100 * DAY, ahead), false)
  const contradicted = { own: NOW + 3600, database: NOW, trusted: NOW }
  assert.equal(isCertainlyOver(NOW + 1800, contradicted), false)
  assert.equal(isCertainlyOver(NOW, { own: NOW, database: NOW, trusted: NOW - 60 }), true)
  assert.equal(isCertainlyOver(NOW, { own: NOW, database: null, trusted: null }), true)
})
