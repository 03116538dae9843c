import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { FIRST_KEY, sampleGrant } from '../../test/sample-grant.ts'
import { NEWLY_BOUND } from './derivation.ts'
import type { Grant } from './grant.ts'
import { applyAdvance, decideRedemption, type RedemptionRequest } from './redemption.ts'
import { SHARED_GENERATIONS, type Sharing } from './sharing.ts'

const START = 1_700_000_000
const sharing: Sharing = { seconds: 600, generations: SHARED_GENERATIONS }

interface Asked extends Partial<Omit<RedemptionRequest, 'now'>> {
  readonly presented: number
  /** Seconds after the start. */
  readonly after: number
}

function decide(row: Grant, { after, ...asked }: Asked) {
  const now = START + after
  return decideRedemption(row, {
    ...{ now, retryKeyHash: null, retrySeconds: 0, acceptNewer: false, sharing, isBound: false },
    successor: { keyId: FIRST_KEY, expiresAt: now + 10_000_000 },
    ...asked,
  })
}

/** The row after the live generation was redeemed at each of these times. */
function redeemedAt(times: readonly number[], asked: Partial<Asked> = {}, row = begun()): Grant {
  return times.reduce((before, after) => {
    const decision = decide(before, { presented: before.generation, after, ...asked })
    assert.ok(decision.act === 'advance')
    return applyAdvance(before, decision.step) ?? assert.fail('it was live')
  }, row)
}

/** Refresh token 1 is live. */
function begun(): Grant {
  return sampleGrant({ generation: 1, redeemedAt: START, expiresAt: START + 10_000_000 })
}

const acts = (row: Grant, asked: Asked) => decide(row, asked).act

test('each generation counts from its own end, and its time does not depend on use', () => {
  const row = redeemedAt([0, 100, 350])
  assert.equal(row.recentRedemptions, `4 ${START + 350} 250 100`)
  for (const [presented, end] of [
    [1, 600],
    [2, 700],
    [3, 950],
  ] as const) {
    assert.deepEqual(decide(row, { presented, after: end - 1 }), {
      ...{ act: 'converge', generation: 4, keyId: FIRST_KEY },
    })
    assert.equal(acts(row, { presented, after: end }), 'revoke')
  }
  assert.equal(acts(row, { presented: 0, after: 351 }), 'revoke')
})

test('a clock set back, or the clock of another node, counts by its distance', () => {
  const row = redeemedAt([1_000])
  assert.equal(acts(row, { presented: 1, after: 401 }), 'converge')
  assert.equal(acts(row, { presented: 1, after: 400 }), 'revoke')
  const later = redeemedAt([1_000, 900, 1_010])
  assert.equal(later.recentRedemptions, `4 ${START + 1_010} 110 -100`)
  assert.equal(acts(later, { presented: 2, after: 1_499 }), 'converge')
  assert.equal(acts(later, { presented: 2, after: 1_500 }), 'revoke')
  assert.equal(acts(later, { presented: 1, after: 1_599 }), 'converge')
})

test('times that no longer count are dropped, so that a client that refreshes now and then keeps one', () => {
  assert.equal(redeemedAt([0, 300, 900]).recentRedemptions, `4 ${START + 900}`)
  assert.equal(redeemedAt([0, 301, 900]).recentRedemptions, `4 ${START + 900} 599`)
})

test('however fast a client refreshes, the row keeps a bounded text and the newest generations', () => {
  const row = redeemedAt(Array.from({ length: 150 }, (_, count) => count))
  assert.ok(String(row.recentRedemptions).length < 250)
  assert.equal(acts(row, { presented: 51, after: 150 }), 'converge')
  assert.equal(acts(row, { presented: 50, after: 150 }), 'revoke')
})

test('a client that does not share keeps nothing, and neither does one that no longer does', () => {
  assert.equal(redeemedAt([0, 1], { sharing: null }).recentRedemptions, null)
  const off = redeemedAt([5], { sharing: null }, redeemedAt([0, 1]))
  assert.equal(off.recentRedemptions, null)
  assert.equal(acts(redeemedAt([0, 1]), { presented: 2, after: 2, sharing: null }), 'revoke')
})

test('after an older version has moved the row, its times are not read as those of the successor', () => {
  const older = { ...redeemedAt([0, 1]), generation: 4, redeemedAt: START + 500 }
  for (const presented of [1, 2, 3]) assert.equal(acts(older, { presented, after: 500 }), 'revoke')
  const next = redeemedAt([510], {}, older)
  assert.equal(next.recentRedemptions, `5 ${START + 510}`)
  assert.equal(acts(next, { presented: 4, after: 511 }), 'converge')
  assert.equal(acts(next, { presented: 3, after: 511 }), 'revoke')
})

test('whatever text is in the row, it excuses no generation and breaks nothing', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.constantFrom('', '4', '4 x', '4  1', ' 4 1', '4 1700000000,1', `4 ${'9'.repeat(16)}`, '[4]'),
  )
  fc.assert(
    fc.property(texts, fc.nat({ max: 3 }), (recentRedemptions, presented) => {
      const row = { ...redeemedAt([0, 1, 2]), recentRedemptions }
      assert.equal(acts(row, { presented, after: 3 }), 'revoke')
    }),
  )
})

test('generations that a restore skipped count from the moment that they are skipped', () => {
  const restored = redeemedAt([0, 1])
  const row = redeemedAt([50], { presented: 6, acceptNewer: true }, restored)
  assert.equal(row.recentRedemptions, `7 ${START + 50} 0 0 0 49 1`)
  assert.equal(acts(row, { presented: 4, after: 649 }), 'converge')
  assert.equal(acts(row, { presented: 2, after: 649 }), 'revoke')
  const fromCode = redeemedAt(
    [50],
    { presented: 2, acceptNewer: true },
    { ...begun(), generation: 0 },
  )
  assert.equal(fromCode.recentRedemptions, `3 ${START + 50} 0`)
})

test('a bound token has no bounds of time or number, but still an end', () => {
  const row = redeemedAt(
    Array.from({ length: 300 }, (_, count) => count * 1_000),
    { isBound: true },
  )
  assert.equal(row.recentRedemptions, null)
  assert.equal(acts(row, { presented: 1, after: 400_000, isBound: true }), 'converge')
  assert.equal(acts(row, { presented: 1, after: 400_000 }), 'revoke')
  assert.equal(acts(row, { presented: 1, after: 400_000, isBound: true, sharing: null }), 'revoke')
  const expired = { ...row, expiresAt: START }
  assert.deepEqual(decide(expired, { presented: 1, after: 1, isBound: true }), {
    ...{ act: 'refuse', because: 'expired' },
  })
})

test('once the token is bound, its unbound predecessors lead to nothing, except for the same key', () => {
  const retryKeyHash = `${NEWLY_BOUND}key`
  const row = redeemedAt([10], { retryKeyHash }, redeemedAt([0, 1]))
  assert.equal(row.recentRedemptions, null)
  for (const presented of [1, 2, 3]) {
    assert.equal(acts(row, { presented, after: 11 }), 'revoke')
    const other = { presented, after: 11, retryKeyHash: `${NEWLY_BOUND}other` }
    assert.equal(acts(row, other), 'revoke')
  }
  const same = decide(row, { presented: 3, after: 609, retryKeyHash, retrySeconds: 0 })
  assert.equal(same.act, 'repeat')
  assert.equal(acts(row, { presented: 2, after: 11, retryKeyHash }), 'revoke')
})
