/**
 * Whole lives of grants, made up move by move: requests that interleave on two nodes, answers that
 * get lost, workers that share a token, a thief, clocks that jump, keys that are rotated and retired.
 * A plain list of tokens says what each request has to earn (`test/grant-life/reference.ts`).
 *
 * The second half shows that these tests can fail: each flawed rule is found out by the same lives.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { flaws } from '../../test/grant-life/flaws.ts'
import { Life } from '../../test/grant-life/life.ts'
import { moves } from '../../test/grant-life/moves.ts'
import { type Rules, trueRules } from '../../test/grant-life/rules.ts'
import { World } from '../../test/grant-life/world.ts'

const SEED = 20_260_301
const LIVES = 3_000

const settings = fc.record({
  retrySeconds: fc.tuple(fc.constantFrom(0, 30, 600), fc.nat({ max: 600 })),
  refreshTokenSeconds: fc.constantFrom(60, 31_536_000),
})

/** Lives under these rules; `notice` hears what they come to. */
function lives(rulesOf: () => Rules, notice: (event: string) => void = () => {}) {
  return fc.property(settings, moves, (set, story) => {
    const life = new Life(new World(rulesOf(), set, notice))
    for (const move of story) life.play(move)
  })
}

test('I1 to I7 hold in every life of a grant, and the lives come to everything there is', () => {
  const events = new Set<string>()
  fc.assert(
    lives(
      () => trueRules,
      (event) => events.add(event),
    ),
    { seed: SEED, numRuns: LIVES },
  )
  assert.deepEqual([...events].sort(), [
    'a compare-and-set was lost',
    'a fifth refresh token was issued',
    'a generation was redeemed',
    'a request was repeated, excused by its key',
    'a request was repeated, excused by its window',
    'a token earned nothing: client_disabled',
    'a token earned nothing: ended',
    'a token earned nothing: expired',
    'a token earned nothing: key_retired',
    'a token earned nothing: not_ours',
    'a token was forged from a token of hers',
    'a token was forged with the database alone',
    'a token was forged with the keys alone',
    'a used token came back',
    'an API refused an access token',
    'an API took an access token',
  ])
})

for (const { flaw, breaks, rulesOf } of flaws) {
  test(`a flaw is found out: ${flaw}`, () => {
    const found = fc.check(lives(rulesOf), { seed: SEED, numRuns: LIVES, endOnFailure: true })
    assert.ok(found.failed, `none of ${LIVES} lives from seed ${SEED} shows the flaw`)
    assert.ok(found.errorInstance instanceof assert.AssertionError, String(found.errorInstance))
    assert.equal(found.errorInstance.message.slice(0, 2), breaks, found.errorInstance.message)
  })
}

test('each of the seven invariants is what some flaw breaks', () => {
  const broken = new Set(flaws.map(({ breaks }) => breaks))
  assert.deepEqual([...broken].sort(), ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7'])
})
