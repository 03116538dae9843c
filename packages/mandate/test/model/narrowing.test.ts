/**
 * Every order in which two refreshes and two narrowings of one grant can happen, each a read and a
 * write apart, with the rules that the server uses. The answer to a refresh is made from what was read,
 * and leaves if the compare-and-set succeeds.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Grant } from '../../src/grants/grant.ts'
import { applyNarrowing } from '../../src/grants/narrowing.ts'
import { type Advance, applyAdvance, decideRedemption } from '../../src/grants/redemption.ts'
import { FIRST_KEY, sampleGrant } from '../sample-grant.ts'
import { explore } from './checker.ts'

/** Rules that could be wrong; these are the true ones. */
interface Rules {
  readonly applyAdvance: typeof applyAdvance
}

/** A client that presents the generation it holds, and tries again if it lost. */
interface Refresh {
  readonly holds: number
  /** What it read, and its answer names. */
  readonly read: Grant | null
  readonly answered: string | null
}

interface State {
  readonly row: Grant
  readonly refreshes: readonly Refresh[]
  /** Those that are still to come. */
  readonly toTake: readonly string[]
  /** Those that the account page has answered. */
  readonly taken: readonly string[]
  /** Scope tokens that an answer named although they had been taken before its write. */
  readonly named: readonly string[]
}

const LAWS = ['an answer names what was taken back before', 'a grant has no scope'] as const
type Law = (typeof LAWS)[number]

const start: State = {
  row: sampleGrant({ scope: 'mail read write' }),
  // The second one continues with what the first one gets.
  refreshes: [
    { holds: 1, read: null, answered: null },
    { holds: 2, read: null, answered: null },
  ],
  toTake: ['mail', 'write'],
  taken: [],
  named: [],
}

function advanceOf(row: Grant, presented: number): Advance | undefined {
  const decision = decideRedemption(row, {
    ...{
      presented,
      now: 2_000,
      retryKeyHash: null,
      retrySeconds: 0,
      acceptNewer: false,
      sharing: null,
      isBound: false,
    },
    successor: { keyId: FIRST_KEY, expiresAt: 3_000 },
  })
  return decision.act === 'advance' ? decision.step : undefined
}

function stepsFrom(rules: Rules, state: State) {
  const { row, refreshes, toTake, taken } = state
  const at = (place: number, changed: Partial<Refresh>) =>
    refreshes.map((one, other) => (other === place ? { ...one, ...changed } : one))
  const refreshing = refreshes.flatMap(({ holds, read, answered }, place) => {
    if (answered !== null) return []
    if (read === null) {
      if (holds !== row.generation) return []
      return [
        { does: `refresh ${place} reads`, to: { ...state, refreshes: at(place, { read: row }) } },
      ]
    }
    const step = advanceOf(read, holds) ?? assert.fail('it presented the live generation')
    const moved = rules.applyAdvance(row, step)
    const does = `refresh ${place} ${moved ? 'answers' : 'loses'}`
    if (moved === undefined)
      return [{ does, to: { ...state, refreshes: at(place, { read: null }) } }]
    const named = read.scope.split(' ').filter((token) => taken.includes(token))
    const after = at(place, { answered: read.scope })
    return [{ does, to: { ...state, row: moved, refreshes: after, named } }]
  })
  const taking = toTake.map((token) => ({
    does: `the owner takes back ${token}`,
    to: {
      ...state,
      row: applyNarrowing(row, token) ?? row,
      toTake: toTake.filter((other) => other !== token),
      taken: [...taken, token],
    },
  }))
  return [...refreshing, ...taking].map((one) => ({ ...one, breaks: [] as Law[] }))
}

const lookEverywhere = (rules: Rules) =>
  explore<State, Law>(
    {
      start,
      key: ({ row, ...rest }) => JSON.stringify([row.scope, row.generation, rest], undefined),
      broken: ({ row, named }) => [
        ...(named.length > 0 ? ([LAWS[0]] as const) : []),
        ...(row.scope === '' ? ([LAWS[1]] as const) : []),
      ],
      steps: (state) => stepsFrom(rules, state),
    },
    LAWS,
  )

test('in no order does an answer name what was taken back before it was written', () => {
  const { counterexample, states } = lookEverywhere({ applyAdvance })
  assert.equal(counterexample, null)
  assert.ok(states > 50, `${states} states`)
})

test('without the scope in the compare-and-set, one does', () => {
  const flawed = (row: Grant, step: Advance) => applyAdvance(row, { ...step, scope: row.scope })
  const { counterexample } = lookEverywhere({ applyAdvance: flawed })
  assert.equal(counterexample?.law, LAWS[0])
  assert.deepEqual(counterexample.steps.slice(-1), ['refresh 0 answers'])
})
