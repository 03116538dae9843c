import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { documents } from './write.ts'

test('docs/performance.md and its chart say what the kept results say', () => {
  const all = documents()
  assert.equal(all.size, 2)
  for (const [path, text] of all) {
    assert.equal(readFileSync(path, 'utf8'), text, `${path}: run npm run bench -- --document`)
  }
})
