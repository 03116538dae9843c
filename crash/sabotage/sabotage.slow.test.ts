/** A checker that never finds anything protects nothing: here it is given broken servers. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { RuleName } from '../checker/rules.ts'
import { runPowerLoss } from '../power-loss.ts'
import { type Run, runOnce } from '../run.ts'
import { raceRun } from './run.ts'

const seed = 20_260_301

function rulesBrokenIn({ judged }: Run): ReadonlySet<RuleName> {
  return new Set(judged.violations.map(({ rule }) => rule))
}

describe('two nodes that race for one token', () => {
  test('have one winner, whatever they race for', async () => {
    const run = await runOnce(raceRun({ engine: 'sqlite', seed }, null))
    assert.deepEqual(run.judged.violations, [])
    assert.ok(run.judged.work.refreshes > 0)
  })

  test('are caught if the compare-and-set does not compare', async () => {
    const run = await runOnce(raceRun({ engine: 'sqlite', seed }, 'no-generation-check'))
    assert.ok(rulesBrokenIn(run).has('I2'))
  })
})

describe('a power cut', () => {
  test('loses nothing that SQLite had answered', async () => {
    const run = await runPowerLoss({ seed, sabotage: null })
    assert.deepEqual(run.judged.violations, [])
    assert.ok(run.judged.work.refreshes > 0)
  })

  test('is detected if answers do not wait for the disk', async () => {
    const run = await runPowerLoss({ seed, sabotage: 'no-sync' })
    for (const rule of ['I3', 'kept'] as const) assert.ok(rulesBrokenIn(run).has(rule))
  })
})
