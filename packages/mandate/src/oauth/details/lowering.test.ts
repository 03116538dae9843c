import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { lowerLimits } from './lowering.ts'
import type { DetailType } from './type.ts'

const type: DetailType = {
  ...{ title: 'Bills', fields: {}, remembered: false, scope: null, problemOf: () => undefined },
  limits: {
    total: { is: 'amount', words: null },
    calls: { is: 'calls', words: null },
    until: { is: 'until', words: null },
  },
}
const types = new Map([['bills', type]])
const NOW = Date.UTC(2026, 0, 1) / 1000
const utc = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000', '')

const cents = fc.integer({ min: 1, max: 10_000 })
const euros = (amount: number) => ({ currency: 'EUR', value: (amount / 100).toFixed(2) })
const stored = fc.record({
  total: cents,
  calls: fc.integer({ min: 1, max: 50 }),
  until: fc.integer({ min: NOW + 1, max: NOW + 1_000_000 }),
})
const nonsense = fc.constantFrom('-1', 'NaN', '1e3', 'Infinity', ' ', '0x10', '٣', '1,5')
const wanted = fc.record(
  {
    '0.total': fc.oneof(
      cents.map((amount) => (amount / 100).toFixed(2)),
      nonsense,
    ),
    '0.calls': fc.oneof(fc.integer({ min: 0, max: 60 }).map(String), nonsense),
    '0.until': fc.oneof(
      fc.integer({ min: NOW - 100, max: NOW + 1_100_000 }).map((time) => utc(time).slice(0, 19)),
      nonsense,
    ),
    '1.calls': fc.constant('1'),
    '0.to': fc.string(),
  },
  { requiredKeys: [] },
)

test('whatever a form says, no limit is raised, and what is no limit stays', () => {
  let lowered = 0
  fc.assert(
    fc.property(stored, wanted, ({ total, calls, until }, form) => {
      const before = { calls, to: 'Ada', total: euros(total), type: 'bills', until: utc(until) }
      const lowering = lowerLimits(types, [before], { wanted: form, now: NOW })
      if (lowering.is !== 'lowered') return
      lowered++
      const [after, ...more] = lowering.details
      assert.deepEqual(more, [])
      assert.ok(after)
      const amount = Object(after['total'])
      assert.equal(amount.currency, 'EUR')
      assert.ok(Number(amount.value) >= 0 && Number(amount.value) * 100 <= total + 0.001)
      assert.ok(Number(after['calls']) >= 0 && Number(after['calls']) <= calls)
      const end = Date.parse(String(after['until'])) / 1000
      assert.ok(end <= until && end > NOW)
      // The canonical text has the members in order.
      assert.deepEqual(Object.keys(after), ['calls', 'to', 'total', 'type', 'until'])
      assert.equal(after['to'], 'Ada')
    }),
  )
  assert.ok(lowered > 0)
})
