/**
 * What introspection says about limits in authorization details: until when, how often, how much. Ours,
 * beside RFC 9396 §9.2. What cannot be read is refused: it would look like no limit.
 */

import type { Principal } from '../principal.ts'
import type { Amount, AuthorizationDetail, DetailLimits, LimitKind } from './detail.ts'

const KINDS: readonly unknown[] = ['amount', 'calls', 'until']
const DECIMAL = /^(0|[1-9]\d{0,11})(?:\.(\d{1,4}))?$/
const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

/** Undefined if they cannot be read, or are not those of these details. */
export function parseLimits(
  given: unknown,
  details: readonly AuthorizationDetail[],
): readonly (DetailLimits | null)[] | undefined {
  if (!Array.isArray(given) || given.length !== details.length) return undefined
  return given.every((one, place) => one === null || fits(one, details[place])) ? given : undefined
}

/** The time in milliseconds since 1970 at which a detail ends; undefined if it has no end. */
function endOf(detail: AuthorizationDetail, limits: DetailLimits | null): number | undefined {
  const [member] = membersOf(limits, 'until')
  return member === undefined ? undefined : Date.parse(String(detail[member]))
}

/** How many calls a detail allows; undefined if they are not limited. */
export function callsOf(
  detail: AuthorizationDetail,
  limits: DetailLimits | null,
): number | undefined {
  const [member] = membersOf(limits, 'calls')
  return member === undefined ? undefined : Number(detail[member])
}

/** The amounts that a detail allows at most, by the names of their members. */
export function amountsOf(
  detail: AuthorizationDetail,
  limits: DetailLimits | null,
): ReadonlyMap<string, Amount> {
  const names = membersOf(limits, 'amount')
  return new Map(names.map((name) => [name, detail[name] as Amount]))
}

/** A decimal number in ten-thousandths; undefined for a text that is none, also a negative one. */
export function tenThousandths(decimal: unknown): bigint | undefined {
  const [, whole, fraction = ''] = (typeof decimal === 'string' && DECIMAL.exec(decimal)) || []
  return whole === undefined ? undefined : BigInt(whole + fraction.padEnd(4, '0'))
}

/** The principal without the details that have ended. `now` in milliseconds since 1970. */
export function withoutEnded(principal: Principal, now: number): Principal {
  const { authorizationDetails: details = [], authorizationDetailsLimits: limits } = principal
  if (limits === undefined) return principal
  const isOver = (detail: AuthorizationDetail, place: number) =>
    (endOf(detail, limits[place] ?? null) ?? Infinity) <= now
  if (!details.some(isOver)) return principal
  return {
    ...principal,
    authorizationDetails: details.filter((detail, place) => !isOver(detail, place)),
    authorizationDetailsLimits: limits.filter((_, place) => !isOver(details[place] ?? NONE, place)),
  }
}

const NONE: AuthorizationDetail = { type: '' }

function membersOf(limits: DetailLimits | null, kind: LimitKind): readonly string[] {
  const members = Object.entries(limits?.members ?? {})
  return members.flatMap(([name, one]) => (one === kind ? [name] : []))
}

function fits(one: unknown, detail: AuthorizationDetail = NONE): one is DetailLimits {
  const { id, members } = Object(one)
  if (typeof id !== 'string' || typeof members !== 'object' || members === null) return false
  return Object.entries(members).every(
    ([name, kind]) => KINDS.includes(kind) && isLimit(kind, detail[name]),
  )
}

function isLimit(kind: unknown, value: unknown): boolean {
  if (kind === 'calls') return Number.isSafeInteger(value) && Number(value) >= 0
  if (kind === 'until') {
    return typeof value === 'string' && UTC.test(value) && !Number.isNaN(Date.parse(value))
  }
  const { value: decimal, currency } = Object(value)
  return tenThousandths(decimal) !== undefined && /^[A-Z]{3}$/.test(currency)
}
