import assert from 'node:assert/strict'
import { test } from 'node:test'
import { en } from '../words/en/en.ts'
import { ago, day } from './time.ts'

const noon = Date.UTC(2026, 2, 3, 12) / 1000

test('a moment is shown in words and kept exact for machines', () => {
  assert.equal(
    String(day(en, noon)),
    '<time datetime="2026-03-03T12:00:00.000Z">3 March 2026</time>',
  )
  assert.equal(
    String(ago(en, noon - 3600, noon)),
    '<time datetime="2026-03-03T11:00:00.000Z" title="3 March 2026 at 11:00 UTC">1 hour ago</time>',
  )
})
