/**
 * Limits in authorization details: how much, how often and until when. The operator's type says which
 * members are limits (`type.ts`). A limit can only ever become lower; a member that is absent is no
 * limit, so setting one is lowering, too.
 */

import type { Detail, DetailType, LimitKind } from './type.ts'

/** As the Payment Request API writes it: a decimal number in text, and the code of ISO 4217. */
export interface Amount {
  readonly value: string
  readonly currency: string
}

export type LimitValue =
  /** `digits`: how many its currency has after the point, such as 2 for EUR and 0 for JPY. */
  | { readonly is: 'amount'; readonly amount: Amount; readonly digits: number }
  /** A whole number. */
  | { readonly is: 'calls'; readonly calls: number }
  /** Seconds since 1970. In a detail it is a time in UTC, such as `2026-12-03T18:00:00Z` (RFC 3339 §5.6). */
  | { readonly is: 'until'; readonly until: number }

/** What is wrong with a limit; `explanations/reasons/details.ts` has the words. */
export type LimitProblem =
  | 'no_amount'
  | 'no_currency'
  | 'too_precise'
  | 'too_large'
  | 'no_calls'
  | 'no_time'
  | 'nothing'
  | 'past'

const DECIMAL = /^(0|[1-9]\d*)(?:\.(\d+))?$/
const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/
/** Nobody means more, and every program can add up a few of them exactly. */
const MOST_DIGITS = 12
const MOST_CALLS = 1_000_000_000
let currencies: ReadonlySet<string> | undefined

/** The limit that a member states, or what is wrong with it. */
export function readLimit(is: LimitKind, value: unknown): LimitValue | LimitProblem {
  if (is === 'calls') {
    if (!Number.isInteger(value) || Number(value) < 0) return 'no_calls'
    return Number(value) > MOST_CALLS ? 'too_large' : { is, calls: Number(value) }
  }
  if (is === 'until') {
    const time = typeof value === 'string' && UTC.test(value) ? Date.parse(value) : Number.NaN
    // 31 February is read as 3 March.
    const isReal = !Number.isNaN(time) && utcText(time / 1000) === value
    return isReal ? { is, until: time / 1000 } : 'no_time'
  }
  const { value: decimal, currency, ...others } = Object(value)
  if (typeof decimal !== 'string' || typeof currency !== 'string') return 'no_amount'
  if (Object.keys(others).length > 0) return 'no_amount'
  const [, whole = '', fraction = ''] = DECIMAL.exec(decimal) ?? []
  if (whole === '') return 'no_amount'
  currencies ??= new Set(Intl.supportedValuesOf('currency'))
  if (!currencies.has(currency)) return 'no_currency'
  const digits = digitsOf(currency)
  if (fraction.length > digits) return 'too_precise'
  if (whole.length > MOST_DIGITS) return 'too_large'
  return { is, amount: { value: decimal, currency }, digits }
}

/** The first limit of a requested detail that is malformed or impossible. `now` in seconds since 1970. */
export function requestedLimitProblem(
  { limits }: DetailType,
  detail: Detail,
  now: number,
): { readonly member: string; readonly problem: LimitProblem } | undefined {
  for (const [member, { is }] of Object.entries(limits)) {
    if (detail[member] === undefined) continue
    const limit = readLimit(is, detail[member])
    if (typeof limit === 'string') return { member, problem: limit }
    if (limit.is === 'until' ? limit.until <= now : sizeOf(limit) === 0n) {
      return { member, problem: limit.is === 'until' ? 'past' : 'nothing' }
    }
  }
  return undefined
}

/** The limits that a detail states. A member that cannot be read is no limit; its schema was another. */
export function limitsIn(
  { limits }: Pick<DetailType, 'limits'>,
  detail: Detail,
): ReadonlyMap<string, LimitValue> {
  const found = new Map<string, LimitValue>()
  for (const [member, { is }] of Object.entries(limits)) {
    const limit = readLimit(is, detail[member])
    if (typeof limit !== 'string') found.set(member, limit)
  }
  return found
}

/**
 * Whether agreeing to it once is enough, however many grants follow: its type says so, and it has no
 * limit that is used up. An amount or a number of calls would begin anew with each grant.
 */
export function isAgreedForGood(type: DetailType | undefined, detail: Detail): boolean {
  if (type?.remembered !== true) return false
  return [...limitsIn(type, detail).values()].every(({ is }) => is === 'until')
}

/** Whether the first allows no more than the second. Amounts in different currencies cannot be compared. */
export function isAtMost(one: LimitValue, other: LimitValue): boolean {
  if (one.is !== other.is) return false
  if (one.is === 'amount' && other.is === 'amount') {
    if (one.amount.currency !== other.amount.currency) return false
  }
  return sizeOf(one) <= sizeOf(other)
}

/** The member of a detail that states the limit. */
export function limitMember(limit: LimitValue): unknown {
  if (limit.is === 'amount') return { currency: limit.amount.currency, value: limit.amount.value }
  return limit.is === 'calls' ? limit.calls : utcText(limit.until)
}

function digitsOf(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  return format.resolvedOptions().maximumFractionDigits ?? 0
}

/** Comparable within one kind, and for amounts within one currency: in its smallest unit. */
function sizeOf(limit: LimitValue): bigint {
  if (limit.is === 'calls') return BigInt(limit.calls)
  if (limit.is === 'until') return BigInt(limit.until)
  const { value } = limit.amount
  const [whole = '', fraction = ''] = value.split('.')
  return BigInt(whole + fraction.padEnd(limit.digits, '0'))
}

function utcText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
}
