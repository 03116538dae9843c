/** The crash laboratory for some seconds, on a private PostgreSQL server, because it is killed. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shortRun } from './conditions.ts'
import { brokenIn } from './report/report.ts'
import { runOnce } from './run.ts'

test('SCENARIOS 13, 14, 56: PostgreSQL is stopped, killed and cut off, and no grant is lost', async () => {
  const run = await runOnce(shortRun({ engine: 'postgres', seed: 20_260_301 }))
  assert.deepEqual(run.judged.violations, [])
  const { kills, cuts } = brokenIn(run)
  const { refreshes, repeated } = run.judged.work
  assert.ok(run.auditEvents > 0)
  for (const happened of [kills, cuts, refreshes, repeated]) assert.ok(happened > 0)
  for (const [name, times] of Object.entries(run.faults)) assert.ok(times > 0, name)
})
