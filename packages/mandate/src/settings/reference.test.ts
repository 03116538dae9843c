import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { settingsReference } from './reference.ts'

test('docs/settings.md is what `mandate settings --markdown` writes', () => {
  const page = new URL('../../../../docs/settings.md', import.meta.url)
  assert.equal(readFileSync(page, 'utf8'), settingsReference())
})
