/** Limits in authorization details, as an API enforces them: until when, how often, how much. */

import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { active, startStandIn } from '../../test/authorization-server.ts'
import { createGuard } from '../guard.ts'
import type { GuardOptions } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import type { Principal } from '../principal.ts'
import { isWithinAmount } from './amount.ts'
import { countInThisProcess } from './calls.ts'

const euros = (value: string) => ({ value, currency: 'EUR' })
const bills = (limits: object = {}) => ({ type: 'bills', ...limits })
const KINDS: Readonly<Record<string, string>> = {
  ...{ total: 'amount', each: 'amount', calls: 'calls', until: 'until' },
}
/** As the server names them. */
const limitsOf = (details: readonly object[]) =>
  details.map((detail, place) => {
    const members = Object.keys(detail).filter((name) => Object.hasOwn(KINDS, name))
    const kinds = Object.fromEntries(members.map((name) => [name, KINDS[name]]))
    return members.length === 0 ? null : { id: `g.${place}`, members: kinds }
  })

async function setUp(
  t: TestContext,
  details: readonly object[],
  { limits = limitsOf(details), ...options }: Partial<GuardOptions> & { limits?: unknown } = {},
) {
  const told = { authorization_details: details, authorization_details_limits: limits }
  const server = await startStandIn(t, active(told))
  const problems: string[] = []
  const guard = createGuard({
    issuer: server.issuer,
    ...{ clientId: 'api', clientSecret: 'secret', memory: false },
    onProblem: ({ code }) => problems.push(code),
    ...options,
  })
  t.after(() => guard.close())
  const request = { rawHeaders: ['Authorization', 'Bearer good'] }
  const check = () => guard.check(request, { details: 'bills' })
  return { guard, request, check, problems }
}
const reasonOf = (outcome: Outcome) =>
  outcome.outcome === 'refused' ? outcome.reason : outcome.outcome

test('a route that requires details refuses tokens without them, with a challenge', async (t) => {
  const { check } = await setUp(t, [{ type: 'other' }])
  const outcome = await check()
  assert.ok(outcome.outcome === 'refused')
  assert.equal(outcome.status, 403)
  assert.match(outcome.wwwAuthenticate, /error="insufficient_authorization_details"/)
})

test('a detail allows nothing from the millisecond at which it ends', async (t) => {
  const end = Date.parse('2027-01-02T03:04:05Z')
  let now = end - 1
  const exp = (end + 600_000) / 1_000
  const details = [bills({ until: '2027-01-02T03:04:05Z' }), bills({ to: 'Ada' })]
  const told = { authorization_details: details, authorization_details_limits: limitsOf(details) }
  const server = await startStandIn(t, active({ ...told, exp }))
  const guard = createGuard({
    ...{ issuer: server.issuer, clientId: 'api', clientSecret: 'secret', clock: () => now },
  })
  t.after(() => guard.close())
  const check = () => guard.check({ rawHeaders: ['Authorization', 'Bearer good'] })
  const seen = async () => {
    const outcome = await check()
    assert.ok(outcome.outcome === 'granted')
    return outcome.principal.authorizationDetails
  }
  assert.deepEqual(await seen(), details)
  now = end
  assert.deepEqual(await seen(), [details[1]])
})

test('calls are counted, under the name that the server gives them', async (t) => {
  const { check, problems } = await setUp(t, [bills({ calls: 2 })], {
    countCalls: 'in_this_process',
  })
  const outcomes = await Promise.all([check(), check(), check()])
  assert.deepEqual(outcomes.map(reasonOf).sort(), ['calls_used_up', 'granted', 'granted'])
  assert.deepEqual(problems, [])
})

test('a limit on calls that nobody counts, or that cannot be counted now, allows nothing', async (t) => {
  const nobody = await setUp(t, [bills({ calls: 2 })])
  assert.equal(reasonOf(await nobody.check()), 'unavailable')
  const broken = await setUp(t, [bills({ calls: 2 })], {
    countCalls: () => Promise.reject(new Error('no database')),
  })
  assert.equal(reasonOf(await broken.check()), 'unavailable')
  assert.deepEqual(
    [...nobody.problems, ...broken.problems],
    ['calls_not_counted', 'calls_not_counted'],
  )
  // Only a clear yes is one.
  const odd = await setUp(t, [bills({ calls: 2 })], { countCalls: () => 1 as unknown as boolean })
  assert.equal(reasonOf(await odd.check()), 'calls_used_up')
  const routeWithout = await nobody.guard.check(nobody.request)
  assert.equal(routeWithout.outcome, 'granted')
})

test('a route says which detail a request is about, and the next one is used when one is used up', async (t) => {
  const details = [
    bills({ to: 'Ada', calls: 1 }),
    bills({ to: 'Bob', calls: 1 }),
    bills({ to: 'Ada', calls: 1 }),
  ]
  const { guard, request } = await setUp(t, details, { countCalls: 'in_this_process' })
  const check = () =>
    guard.check(request, { details: { type: 'bills', fits: ({ to }) => to === 'Ada' } })
  const allowed: unknown[] = []
  for (let call = 0; call < 3; call++) {
    const outcome = await check()
    allowed.push(
      outcome.outcome === 'granted' ? outcome.principal.allowed?.detail : reasonOf(outcome),
    )
  }
  assert.deepEqual(allowed, [details[0], details[2], 'calls_used_up'])
})

test('a lower limit counts the calls that were made before it', () => {
  const count = countInThisProcess()
  assert.deepEqual(
    [3, 3, 2, 3, 3].map((limit) => count({ id: 'a', limit })),
    [true, true, false, true, false],
  )
  assert.equal(count({ id: 'b', limit: 0 }), false)
  const small = countInThisProcess(1)
  assert.equal(small({ id: 'a', limit: 9 }), true)
  // What was counted is not forgotten for it.
  assert.throws(() => small({ id: 'b', limit: 9 }), /counted already/)
})

test('what the server says about limits is understood whole, or not at all', async (t) => {
  const wrong: readonly (readonly [detail: object, limits: unknown])[] = [
    [bills({ calls: 1 }), []],
    [bills({ calls: 1 }), [{ id: 'g.0' }]],
    [bills({ calls: 1 }), [{ id: 'g.0', members: { calls: 'weight' } }]],
    [bills({ calls: 'x' }), [{ id: 'g.0', members: { calls: 'calls' } }]],
    [bills({}), [{ id: 'g.0', members: { until: 'until' } }]],
    [bills({ until: 'soon' }), [{ id: 'g.0', members: { until: 'until' } }]],
    [bills({ total: euros('-1') }), [{ id: 'g.0', members: { total: 'amount' } }]],
  ]
  for (const [detail, limits] of wrong) {
    const { check, problems } = await setUp(t, [detail], { limits })
    assert.equal(reasonOf(await check()), 'unavailable', JSON.stringify(limits))
    assert.deepEqual(problems, ['answer_unreadable'])
  }
})

test('an amount is within every limit of its detail, in the same currency', async (t) => {
  const { guard, check } = await setUp(t, [bills({ total: euros('50'), each: euros('20.00') })])
  const outcome = await check()
  assert.ok(outcome.outcome === 'granted')
  const { principal } = outcome
  const within = (value: string, more = {}) =>
    isWithinAmount(principal, { amount: euros(value), ...more })
  assert.deepEqual(
    ['0', '19.99', '20', '20.00'].map((value) => within(value)),
    [true, true, true, true],
  )
  for (const value of [
    '20.01',
    '50',
    '-1',
    'NaN',
    'Infinity',
    '1e1',
    '0x1',
    '',
    ' 1',
    '1,00',
    '9'.repeat(40),
  ]) {
    assert.equal(within(value), false, value)
  }
  assert.equal(within('10', { spent: '40.00', limit: 'total' }), true)
  assert.equal(within('10.01', { spent: '40.00', limit: 'total' }), false)
  assert.equal(within('1', { spent: '-40', limit: 'total' }), false)
  const yen = { value: '1', currency: 'JPY' }
  assert.equal(isWithinAmount(principal, { amount: yen }), false)
  const number = {
    amount: { value: 1, currency: 'EUR' } as unknown as { value: string; currency: string },
  }
  assert.equal(isWithinAmount(principal, number), false)
  const { status, headers } = guard.overLimit()
  assert.equal(status, 403)
  assert.match(headers['www-authenticate'] ?? '', /insufficient_authorization_details/)
})

test('a route that requires no details cannot ask about amounts', () => {
  const principal = { scope: new Set() } as unknown as Principal
  assert.throws(() => isWithinAmount(principal, { amount: euros('1') }), /requires no details/)
})
