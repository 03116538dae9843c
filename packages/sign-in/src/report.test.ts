import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SignInError } from './errors.ts'
import { reportSparingly } from './report.ts'

test('a lasting problem is logged once a minute, each kind separately', () => {
  const lines: string[] = []
  let now = 0
  const report = reportSparingly(
    (line) => lines.push(line),
    () => now,
  )
  const down = new SignInError('mandate_unavailable', 'no answer')
  for (now = 0; now < 120_000; now += 1_000) report(down)
  report(new SignInError('key_refused', 'no'))
  assert.deepEqual(lines, [
    '@mandate/sign-in: sign-in failed (mandate_unavailable): no answer',
    '@mandate/sign-in: sign-in failed (mandate_unavailable): no answer',
    '@mandate/sign-in: sign-in failed (key_refused): no',
  ])
})
