/** The crash laboratory for some seconds, on SQLite; `npm run crash` runs for longer. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shortRun } from './conditions.ts'
import { brokenIn } from './report/report.ts'
import { runOnce } from './run.ts'

test('SCENARIOS 5, 13: nodes, clients and connections die, and no grant on SQLite is lost', async () => {
  const run = await runOnce(shortRun({ engine: 'sqlite', seed: 20_260_301 }))
  assert.deepEqual(run.judged.violations, [])
  const { kills, cuts, jumps } = brokenIn(run)
  const { refreshes, repeated } = run.judged.work
  assert.ok(run.auditEvents > 0)
  for (const happened of [kills, cuts, jumps, refreshes, repeated]) assert.ok(happened > 0)
})
