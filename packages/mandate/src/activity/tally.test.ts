import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LATENCY_BOUNDS, latencyStep, quantile, SLOWER, stepKey } from './latency.ts'
import { createTally, NAMED_PAIRS } from './tally.ts'

const asked = (milliseconds: number, endpoint = '/oauth2/token') =>
  ({ kind: 'request.answered', endpoint, status: 200, milliseconds }) as const
const refusal = (id: string, isProven = false) =>
  ({ kind: 'request.refused', reason: 'wrong_secret', client: { id, isProven } }) as const

test('what passes is counted once, and starts anew when it is taken', () => {
  const tally = createTally()
  for (const milliseconds of [0.4, 0.9, 4]) tally.observe(asked(milliseconds))
  tally.observe({ ...asked(3, '/console/overview'), status: 503 })
  // It never ends, so it says nothing about time.
  tally.observe(asked(3_600_000, '/oauth2/revocations'))
  tally.observe({ kind: 'token.redeemed', outcome: 'replay_revoked' })
  tally.observe({
    id: 'f-1',
    kind: 'session.began',
    by: { kind: 'account', id: 'a1' },
    accountId: 'a1',
  })
  tally.observe({ kind: 'request.refused', reason: 'unknown_client' })
  const found = tally.take(1).map(({ kind, key, clientId, counted }) => {
    return [kind, key, clientId, counted].join(' ')
  })
  assert.deepEqual(found.toSorted(), [
    'fact session.began  1',
    'latency.operator 3  1',
    'latency.token 1  2',
    'latency.token 5  1',
    'redemption replay_revoked  1',
    'refusal unknown_client  1',
    'request.operator 5xx  1',
    'request.token 2xx  3',
    'sign_in done  1',
  ])
  assert.deepEqual(tally.take(1), [])
})

test('what could not be kept is counted with what came since', () => {
  const tally = createTally()
  tally.observe(asked(1))
  tally.observe(refusal('c1'))
  tally.giveBack(tally.take(1))
  tally.observe(asked(1))
  tally.observe(refusal('c1'))
  assert.deepEqual(
    tally.take(1).map(({ kind, counted }) => [kind, counted]),
    [
      ['request.token', 2],
      ['latency.token', 2],
      ['refusal', 2],
    ],
  )
})

test('a stranger who names ever more clients gets one row, and the others keep theirs', () => {
  const tally = createTally()
  for (let i = 0; i < 10_000; i++) tally.observe(refusal(`stranger-${i}`))
  for (let i = 0; i < 10; i++) tally.observe(refusal('known', true))
  const first = tally.take(1)
  assert.equal(first.length, NAMED_PAIRS.named + 2)
  const counted = (of: typeof first, id: string) => of.find((one) => one.clientId === id)?.counted
  assert.equal(counted(first, 'known'), 10)
  assert.equal(counted(first, '*'), 10_000 - NAMED_PAIRS.named)
  // The same day has the same places, the next one new ones.
  for (let i = 0; i < 100; i++) tally.observe(refusal(`later-${i}`))
  assert.deepEqual(
    tally.take(2).map(({ clientId }) => clientId),
    ['*'],
  )
  tally.observe(refusal('later-1'))
  assert.equal(counted(tally.take(2), 'later-1'), 1)
})

test('a quantile is the bound of the step that has it, however slow the slowest was', () => {
  const counts = new Map<string, number>()
  const times = [0.2, 1, 1.1, 7, 8, 9, 99, 100, 20_000, Number.POSITIVE_INFINITY]
  for (const time of times) {
    const key = stepKey(latencyStep(time))
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  assert.equal(counts.get(SLOWER), 2)
  assert.deepEqual(
    [0.1, 0.5, 0.8, 0.99].map((share) => quantile(counts, share)),
    [1, 8, 100, Number.POSITIVE_INFINITY],
  )
  assert.equal(quantile(new Map(), 0.5), undefined)
  assert.deepEqual(
    LATENCY_BOUNDS,
    LATENCY_BOUNDS.toSorted((one, other) => one - other),
  )
})
