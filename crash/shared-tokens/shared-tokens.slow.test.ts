/** Fleets that share tokens, for some seconds on each engine, and servers that serve them wrongly. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { RuleName } from '../checker/rules.ts'
import { brokenIn } from '../report/report.ts'
import { quietSharedRun, shortSharedRun } from './conditions.ts'
import { runShared } from './run.ts'

const seed = 20_260_301

for (const engine of ['sqlite', 'postgres'] as const) {
  test(`SCENARIO 79: processes that share a token on ${engine} are never logged out, whatever dies`, async () => {
    const run = await runShared(shortSharedRun({ engine, seed }))
    assert.deepEqual(run.judged.violations, [])
    const { kills, cuts } = brokenIn(run)
    for (const happened of [kills, cuts, run.judged.work.repeated]) assert.ok(happened > 0)
  })
}

test('SCENARIO 79: forty real processes share one token, and nobody is logged out', async () => {
  const quiet = quietSharedRun({ engine: 'sqlite', seed }, null)
  const many = { ...quiet, members: 40, longestPauseMs: 4_000, sharedSeconds: 60, robbed: 0 }
  const run = await runShared(many)
  assert.deepEqual(run.judged.violations, [])
  assert.ok(run.judged.work.repeated > 0)
})

describe('a fleet and a thief who comes too late', () => {
  test('end as they should', async () => {
    const run = await runShared(quietSharedRun({ engine: 'sqlite', seed }, null))
    assert.deepEqual(run.judged.violations, [])
    assert.ok(run.judged.work.thefts > 0)
  })

  const sabotages: Readonly<Record<string, RuleName>> = {
    'no-sharing': 'kept',
    'shared-for-ever': 'I5',
    'shared-branch': 'I4',
  }
  for (const [sabotage, rule] of Object.entries(sabotages)) {
    test(`show the sabotage ${sabotage}`, async () => {
      const run = await runShared(quietSharedRun({ engine: 'sqlite', seed }, sabotage))
      assert.ok(run.judged.violations.some((violation) => violation.rule === rule))
    })
  }
})
