import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ago, day, span } from './time.ts'

const noon = Date.UTC(2026, 2, 3, 12) / 1000

test('a day is shown in words and kept exact for machines', () => {
  assert.equal(String(day(noon)), '<time datetime="2026-03-03T12:00:00.000Z">3 March 2026</time>')
})

test('a moment of the past is told by its distance', () => {
  const told = (past: number) => String(ago(noon - past, noon)).replace(/<[^>]+>/g, '')
  assert.equal(told(0), 'just now')
  assert.equal(told(59), 'just now')
  assert.equal(told(60), '1 minute ago')
  assert.equal(told(3 * 3600 + 59), '3 hours ago')
  assert.equal(told(3 * 86_400), '3 days ago')
  assert.equal(told(364 * 86_400), '364 days ago')
  assert.equal(told(365 * 86_400), '3 March 2025')
})

test('a moment that a wrong clock puts into the future is "just now"', () => {
  assert.match(String(ago(noon + 500, noon)), />just now</)
})

test('a span is told in its largest whole unit, rounded up', () => {
  assert.equal(span(365 * 86_400), 'a year')
  assert.equal(span(730 * 86_400), '2 years')
  assert.equal(span(400 * 86_400), '400 days')
  assert.equal(span(90 * 86_400), '90 days')
  assert.equal(span(3600), 'an hour')
  assert.equal(span(61), '2 minutes')
  assert.equal(span(1), 'a second')
  assert.equal(span(0), 'a second')
})
