import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { scalingDocument, scalingText } from './document.ts'

test('the tables of docs/scaling.md say what was measured', () => {
  assert.equal(readFileSync(scalingDocument, 'utf8'), scalingText())
})
