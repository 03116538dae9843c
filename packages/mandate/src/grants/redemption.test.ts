import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { FIRST_KEY, SECOND_KEY, sampleGrant } from '../../test/sample-grant.ts'
import type { DetailsId, Grant, GrantId } from './grant.ts'
import {
  type Advance,
  applyAdvance,
  decideRedemption,
  RETRY_KEY_SECONDS,
  type RedemptionRequest,
} from './redemption.ts'

const REDEEMED = 5_000
const END = 90_000_000

/** A grant that refresh token 4 redeemed with the key `K` in second 5,000; token 5 is live. */
const live = sampleGrant({
  generation: 5,
  redeemedAt: REDEEMED,
  retryKeyHash: 'K',
  expiresAt: END,
})
/** The same, redeemed without a key. */
const keyless: Grant = { ...live, retryKeyHash: null }
/** The same, where token 5 is good for a minute only. */
const short: Grant = { ...live, expiresAt: REDEEMED + 60 }
/** Token 1 is live; the code it came from was redeemed with the key `K`. */
const exchanged: Grant = { ...live, generation: 1 }
/** The code is live. */
const unused: Grant = { ...live, generation: 0, redeemedAt: null, retryKeyHash: null }

const rows = { live, exchanged, unused, keyless, short } as const

interface Given {
  readonly presented: number
  readonly key?: string | undefined
  /** The client's `refresh_retry_seconds`. */
  readonly window?: number
  /** Seconds since the live generation came to be; negative where this node's clock is behind. */
  readonly after?: number
  readonly acceptNewer?: boolean
}

const cases = `
row       | presented | key | window |    after | decision                  | what happened
----------+-----------+-----+--------+----------+---------------------------+------------------------------
live      |         5 |     |        |       10 | advance 5→6               | the live refresh token
live      |         5 | L   |        |       10 | advance 5→6               | the live one, with a key
live      |         5 | K   |        |       10 | advance 5→6               | the live one, with the key of the last request
live      |         5 |     |        |        0 | advance 5→6               | the live one, clock frozen
live      |         5 |     |        |    -4000 | advance 5→6               | the live one, clock set back
live      |         5 |     |        | 89994999 | advance 5→6               | the live one in its last second
live      |         5 |     |        | 89995000 | refuse expired            | the live one when its time is over
unused    |         0 |     |        |       10 | advance 0→1               | the code
unused    |         0 |     |        | 89995000 | refuse expired            | the code when its time is over

live      |         4 |     |        |       10 | revoke                    | the predecessor, nothing to excuse it
live      |         4 |     |        |        0 | revoke                    | the predecessor in the same second
live      |         4 |     |        |       -1 | revoke                    | the predecessor at a node whose clock is behind
live      |         3 |     |        |       10 | revoke                    | an older one
live      |         3 | K   |        |       10 | revoke                    | an older one with the right key
live      |         3 |     |    600 |       10 | revoke                    | an older one inside the window
live      |         3 |     |        | 89995000 | revoke                    | an older one when the live one has expired
live      |         0 | K   |    600 |       10 | revoke                    | the code after some refreshes
exchanged |         0 |     |        |       10 | revoke                    | the code again

live      |         4 | K   |        |       10 | repeat 5                  | the same request, same key
live      |         4 | K   |        |    86399 | repeat 5                  | the same, 24 hours less a second later
live      |         4 | K   |        |    86400 | revoke                    | the same, 24 hours later
live      |         4 | K   |        |      -30 | repeat 5                  | the same at a node whose clock is behind
live      |         4 | K   |        |   -86399 | repeat 5                  | the same, by a clock 24 hours less a second behind
live      |         4 | K   |        |   -86400 | revoke                    | the same, by a clock set back 24 hours
live      |         4 | L   |        |       10 | revoke                    | the predecessor with another key
keyless   |         4 |     |        |       10 | revoke                    | no key, as the last request had none
exchanged |         0 | K   |        |       10 | repeat 1                  | the code with its key
exchanged |         0 | L   |        |       10 | revoke                    | the code with another key
short     |         4 | K   |        |       59 | repeat 5                  | the same request in the successor's last second
short     |         4 | K   |        |       60 | refuse expired            | the same request when the successor has expired

live      |         4 |     |     30 |       29 | repeat 5                  | the predecessor inside the window
live      |         4 | L   |     30 |       29 | repeat 5                  | the same with a key of its own
live      |         4 |     |     30 |       30 | revoke                    | the predecessor when the window closes
live      |         4 |     |     30 |       -5 | repeat 5                  | inside the window by a clock a little behind
live      |         4 |     |     30 |      -30 | revoke                    | a clock set back holds no window open
exchanged |         0 |     |    600 |       10 | revoke                    | the code: the window is for refresh tokens
short     |         4 |     |    600 |       60 | refuse expired            | inside the window when the successor has expired

live      |         6 |     |        |       10 | refuse newer_than_the_row | a generation newer than the row's
`

for (const line of cases
  .trim()
  .split('\n')
  .slice(2)
  .filter((each) => each !== '')) {
  const [row, presented, key, window, after, decision, sentence] = line
    .split('|')
    .map((cell) => cell.trim())
  test(`${sentence}: ${decision}`, () => {
    const given = {
      presented: Number(presented),
      key: key || undefined,
      window: Number(window),
      after: Number(after),
    }
    assert.ok(row !== undefined && row in rows, line)
    assert.equal(outcome(rows[row as keyof typeof rows], request(given)), decision)
  })
}

test('after a restore, a newer generation may move the row forward, whatever end the row knows', () => {
  const newer = { presented: 9, acceptNewer: true }
  assert.equal(outcome(live, request(newer)), 'advance 5→10')
  assert.equal(outcome(live, request({ ...newer, after: END })), 'advance 5→10')
  assert.equal(outcome(live, request({ ...newer, presented: 3 })), 'revoke')
  assert.equal(outcome(live, request({ ...newer, presented: 5, after: END })), 'refuse expired')
})

test('a day is how long a key is good for', () => {
  assert.equal(RETRY_KEY_SECONDS, 86_400)
})

test('retrying every 9 seconds does not prolong a window of 30', () => {
  const answers = [9, 18, 27, 36, 45].map((after) =>
    outcome(live, request({ presented: 4, window: 30, after })),
  )
  assert.deepEqual(answers, ['repeat 5', 'repeat 5', 'repeat 5', 'revoke', 'revoke'])
})

test('the compare-and-set carries all that the successor is made of', () => {
  const asked = request({ presented: 5, key: 'L', after: 7 })
  const decision = decideRedemption(live, asked)
  assert.deepEqual(decision, {
    act: 'advance',
    step: {
      id: live.id,
      from: 5,
      scope: live.scope,
      details: live.details,
      to: 6,
      keyId: SECOND_KEY,
      expiresAt: asked.successor.expiresAt,
      redeemedAt: REDEEMED + 7,
      retryKeyHash: 'L',
      recentRedemptions: null,
    },
  })
  const moved = applyAdvance(live, advanceOf(decision))
  assert.deepEqual(moved, {
    ...live,
    generation: 6,
    keyId: SECOND_KEY,
    expiresAt: asked.successor.expiresAt,
    redeemedAt: REDEEMED + 7,
    retryKeyHash: 'L',
  })
})

test('a repeated answer is made with the key of the first, though keys were rotated since', () => {
  const decision = decideRedemption(live, request({ presented: 4, key: 'K' }))
  assert.deepEqual(decision, { act: 'repeat', generation: 5, keyId: FIRST_KEY })
})

test('of any number of redemptions decided on one row, one wins (I2)', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 3 }), { minLength: 2, maxLength: 50 }), (keys) => {
      const steps = keys.map((key) =>
        advanceOf(decideRedemption(live, request({ presented: 5, key: `key ${key}` }))),
      )
      let row = live
      let winners = 0
      for (const step of steps) {
        const moved = applyAdvance(row, step)
        if (moved === undefined) continue
        row = moved
        winners++
      }
      assert.equal(winners, 1)
      assert.equal(row.generation, 6)
    }),
  )
})

test('a row is no larger after many refreshes than after one (I6)', () => {
  let row = live
  const sizes = Array.from({ length: 100 }, (_, after) => {
    const asked = request({ presented: row.generation, key: 'L', after })
    row = applyAdvance(row, advanceOf(decideRedemption(row, asked))) ?? assert.fail('lost')
    return Object.values(row).map((value) => (typeof value === 'number' ? 1 : String(value).length))
  })
  for (const size of sizes) assert.deepEqual(size, sizes[0])
})

test('the compare-and-set moves no other grant, no other generation and nothing revoked', () => {
  const step = advanceOf(decideRedemption(live, request({ presented: 5 })))
  const other = '000000000001bbbbbbbbbbbbbbbbbbbb' as GrantId
  assert.equal(applyAdvance({ ...live, id: other }, step), undefined)
  assert.equal(applyAdvance({ ...live, generation: 4 }, step), undefined)
  assert.equal(applyAdvance({ ...live, generation: 6 }, step), undefined)
  assert.equal(applyAdvance({ ...live, revokedAt: 0 }, step), undefined)
  const lowered = 'l'.repeat(43) as DetailsId
  assert.equal(applyAdvance({ ...live, details: lowered }, step), undefined)
  assert.notEqual(applyAdvance(live, step), undefined)
})

test('deciding changes neither the row nor the request', () => {
  const any = fc.record({
    presented: fc.nat({ max: 8 }),
    after: fc.integer({ min: -1_000, max: 200_000 }),
    key: fc.constantFrom('K', 'L'),
    window: fc.nat({ max: 600 }),
  })
  fc.assert(
    fc.property(any, (given) => {
      const asked = request(given)
      const before = structuredClone({ live, asked })
      decideRedemption(live, asked)
      assert.deepEqual({ live, asked }, before)
    }),
  )
})

function request(given: Given): RedemptionRequest {
  const now = REDEEMED + (given.after ?? 10)
  return {
    presented: given.presented,
    now,
    retryKeyHash: given.key ?? null,
    retrySeconds: given.window ?? 0,
    sharing: null,
    isBound: false,
    acceptNewer: given.acceptNewer ?? false,
    successor: { keyId: SECOND_KEY, expiresAt: now + 31_536_000 },
  }
}

/** The decision in one word or two. */
function outcome(row: Grant, asked: RedemptionRequest): string {
  const decision = decideRedemption(row, asked)
  switch (decision.act) {
    case 'advance':
      return `advance ${decision.step.from}→${decision.step.to}`
    case 'repeat':
      return `repeat ${decision.generation}`
    case 'converge':
      return `converge ${decision.generation}`
    case 'revoke':
      return 'revoke'
    case 'refuse':
      return `refuse ${decision.because}`
  }
}

function advanceOf(decision: ReturnType<typeof decideRedemption>): Advance {
  assert.equal(decision.act, 'advance')
  assert.ok('step' in decision)
  return decision.step
}
