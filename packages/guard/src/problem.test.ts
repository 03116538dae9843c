import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GuardProblem, reportSparingly } from './problem.ts'

test('a kind of problem is reported once a minute, another kind immediately', () => {
  const lines: string[] = []
  let now = 0
  const report = reportSparingly(
    (line) => lines.push(line),
    () => now,
  )
  report(new GuardProblem('unreachable', 'a'))
  now = 59_999
  report(new GuardProblem('unreachable', 'b'))
  report(new GuardProblem('timed_out', 'c'))
  assert.equal(lines.length, 2)
  now = 60_000
  report(new GuardProblem('unreachable', 'd'))
  assert.match(lines[2] ?? '', /\(unreachable\): d$/)
})
