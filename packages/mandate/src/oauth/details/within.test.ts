import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DetailType } from './type.ts'
import { type GrantedDetail, detailsWithin as within } from './within.ts'

const type: DetailType = {
  ...{ title: 'Bills', fields: {}, remembered: false, scope: null, problemOf: () => undefined },
  limits: { calls: { is: 'calls', words: null }, total: { is: 'amount', words: null } },
}
const types = new Map([['bills', type]])
const placed = (id: string) => (detail: object, place: number) =>
  ({ detail, id: `${id}.${place}` }) as GrantedDetail
const detailsWithin = (
  known: typeof types | undefined,
  details: readonly object[],
  parent: readonly object[],
) =>
  within(known, details.map(placed('child')), parent.map(placed('parent'))).map(
    (one) => one?.detail,
  )
const euros = (value: string) => ({ currency: 'EUR', value })
const bills = (limits: object) => ({ type: 'bills', ...limits })

test('a delegated grant has the lower of both limits, and keeps its places', () => {
  const details = [
    bills({ calls: 5, total: euros('9') }),
    bills({ to: 'Ada' }),
    bills({ to: 'Eve' }),
  ]
  const parent = [bills({ to: 'Eve', calls: 1 }), bills({ calls: 9, total: euros('8.50') })]
  assert.deepEqual(detailsWithin(types, details, parent), [
    bills({ calls: 5, total: euros('8.50') }),
    undefined,
    bills({ to: 'Eve', calls: 1 }),
  ])
})

test('two delegated details do not both have what the parent has once', () => {
  const twice = [bills({ calls: 2 }), bills({ calls: 2 })]
  assert.deepEqual(detailsWithin(types, twice, [bills({ calls: 2 })]), [
    bills({ calls: 2 }),
    undefined,
  ])
})

test('another currency, or a type that is no longer declared, is not more than before', () => {
  const [other] = detailsWithin(
    types,
    [bills({ total: { currency: 'JPY', value: '1' } })],
    [bills({ total: euros('50') })],
  )
  assert.deepEqual(other, bills({ total: euros('50') }))
  const gone = detailsWithin(undefined, [bills({ calls: 5 })], [bills({ calls: 4 })])
  assert.deepEqual(gone, [undefined])
})

test('calls of delegates are counted with those of the grant that a person made', () => {
  const child = [bills({ calls: 2 })].map(placed('child'))
  const parent = [bills({ to: 'Ada' }), bills({ calls: 9 })].map(placed('parent'))
  assert.deepEqual(within(types, child, parent), [{ detail: bills({ calls: 2 }), id: 'parent.1' }])
})
