import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { keptOut, type Reported, report } from './report.ts'
import { simulateAll, whole } from './simulation.ts'

test('docs/sign-in-under-attack.md is what the simulation writes: npm run simulate:sign-in', async () => {
  const page = readFileSync(new URL('../../../../docs/sign-in-under-attack.md', import.meta.url))
  const seed = Number(/Seed (\d+)\./.exec(page.toString())?.[1])
  const all: Reported[] = []
  for await (const attacked of simulateAll(seed)) all.push(attacked)
  assert.equal(report(all, { seed, ...whole }), page.toString())
  assert.deepEqual(all.flatMap(keptOut), [])
})
