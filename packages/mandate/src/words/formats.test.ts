import assert from 'node:assert/strict'
import { test } from 'node:test'
import { en } from './en/en.ts'

const { inWords } = en
const noon = Date.UTC(2026, 2, 3, 12) / 1000
const minute = 60
const hour = 60 * minute
const day = 24 * hour

test('days and minutes are in UTC', () => {
  assert.equal(inWords.day(noon), '3 March 2026')
  assert.equal(inWords.exactly(noon), '3 March 2026 at 12:00 UTC')
})

test('a past moment is described by its distance', () => {
  const told = (past: number) => inWords.ago(noon - past, noon)
  assert.equal(told(0), 'just now')
  assert.equal(told(59), 'just now')
  assert.equal(told(minute), '1 minute ago')
  assert.equal(told(3 * hour + 59), '3 hours ago')
  assert.equal(told(3 * day), '3 days ago')
  assert.equal(told(364 * day), '364 days ago')
  assert.equal(told(365 * day), '3 March 2025')
})

test('a moment in the future, due to a wrong clock, is "just now"', () => {
  assert.equal(inWords.ago(noon + 500, noon), 'just now')
})

test('a span is in its largest whole unit, rounded up', () => {
  assert.equal(inWords.span(365 * day), 'a year')
  assert.equal(inWords.span(730 * day), '2 years')
  assert.equal(inWords.span(400 * day), '400 days')
  assert.equal(inWords.span(90 * day), '90 days')
  assert.equal(inWords.span(hour), 'an hour')
  assert.equal(inWords.span(61), '2 minutes')
  assert.equal(inWords.span(1), 'a second')
  assert.equal(inWords.span(0), 'a second')
})

test('a list keeps its items, and has "and" before the last', () => {
  const part = (name: string) => ({ name })
  assert.deepEqual(inWords.list([]), [])
  assert.deepEqual(inWords.list([part('a')]), [{ name: 'a' }])
  assert.deepEqual(inWords.list(['a', 'b', 'c'].map(part)), [
    ...[{ name: 'a' }, ', ', { name: 'b' }, ' and ', { name: 'c' }],
  ])
})

test('digits are grouped, and one is singular', () => {
  assert.equal(inWords.number(12_345), '12,345')
  const forms = { one: 'sees', other: 'see' }
  assert.deepEqual(
    [0, 1, 2].map((count) => inWords.plural(count, forms)),
    ['see', 'sees', 'see'],
  )
})
