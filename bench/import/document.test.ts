import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { guide, guideText } from './document.ts'

test('the figures of the guide to imports are what was measured', () => {
  assert.equal(readFileSync(guide, 'utf8'), guideText())
})
