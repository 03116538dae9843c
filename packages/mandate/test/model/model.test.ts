/**
 * Everything that can happen to one grant within small bounds, explored exhaustively; then with each
 * guard removed once. docs/model.md describes what is explored and the results.
 */

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it, test } from 'node:test'
import { flaws } from './flaws.ts'
import { allLaws, LAWS } from './laws.ts'
import { check } from './model.ts'
import { type Explored, type FoundOut, report, withoutLargeBounds } from './report.ts'
import { trueRules } from './rules.ts'
import { type NamedBound, worlds } from './worlds.ts'

const explored: Explored[] = []
const foundOut: FoundOut[] = []

describe('every law holds, whatever happens, in a world with', () => {
  for (const named of Object.values<NamedBound>(worlds)) {
    it(named.name, () => {
      const exploration = check(named.bound)
      assert.deepEqual(exploration.counterexample, null)
      explored.push({ ...named, exploration })
    })
  }
})

describe('a missing guard is detected:', () => {
  for (const { flaw, breaks, where, rules } of flaws) {
    it(flaw, (t) => {
      const { counterexample } = check(worlds[where].bound, rules, [breaks])
      assert.ok(counterexample !== null, `this was not seen broken: ${LAWS[breaks]}`)
      const { steps } = counterexample
      t.diagnostic(`broken: ${LAWS[breaks]}`)
      for (const [place, step] of steps.entries()) t.diagnostic(`${place + 1}. ${step}`)
      foundOut.push({ flaw, breaks, steps })
    })
  }
})

test('each law is broken by some missing guard', () => {
  assert.deepEqual(new Set(flaws.map(({ breaks }) => breaks)), new Set(allLaws))
})

test('a client that uses a successor while a copy of its last request is in flight may be logged out', () => {
  const { bound } = worlds.overlap
  const hasty = { ...bound, ticks: 0, client: { ...bound.client, hasty: true } }
  assert.equal(check(hasty, trueRules, ['kept']).counterexample?.law, 'kept')
  // All other laws hold for such a client too.
  const others = allLaws.filter((law) => law !== 'kept')
  assert.equal(check(hasty, trueRules, others).counterexample, null)
})

test('docs/model.md says what was explored and what each missing guard breaks', () => {
  const page = readFileSync(new URL('../../../../docs/model.md', import.meta.url), 'utf8')
  assert.equal(withoutLargeBounds(page), report(explored, foundOut), 'run npm run model')
})
