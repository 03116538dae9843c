import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { documentOf } from './document.ts'
import type { Report } from './report.ts'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

test('docs/reliability.md is what the reports of the runs say', () => {
  const names = readdirSync(new URL('../reports/', import.meta.url)).sort()
  const reports = names.map((name): Report => JSON.parse(read(`../reports/${name}`)))
  assert.equal(read('../../docs/reliability.md'), documentOf(reports))
})
