import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { PROBLEM_CODES } from './errors.ts'

test('the README explains every code', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  for (const code of PROBLEM_CODES)
    assert.match(readme, new RegExp(`^\\| .*\`${code}\`.* \\|`, 'm'))
})
