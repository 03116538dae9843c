/** Lowering the limits of authorization details, as far as a person may: never raising one. Pure. */

import { isAtMost, type LimitValue, limitMember, limitsIn, readLimit } from './limits.ts'
import type { Detail, DetailType, DetailTypes } from './type.ts'

/** What a form says: texts by `place.member`, where the place is the detail's in the list. */
export type WantedLimits = Readonly<Record<string, string>>

export type Lowering =
  | { readonly is: 'unchanged' }
  | { readonly is: 'lowered'; readonly details: readonly Detail[] }
  /** Nothing is changed if one of them is more than now, or cannot be read. */
  | { readonly is: 'refused'; readonly because: 'higher' | 'unreadable' | 'past' }

/**
 * The details with these limits instead. Details keep their places, so that tokens which carry places
 * stay right. A text that is empty or missing leaves its limit as it is; names that are no limit are
 * ignored. `now` in seconds since 1970.
 */
export function lowerLimits(
  types: DetailTypes | undefined,
  details: readonly Detail[],
  { wanted, now }: { readonly wanted: WantedLimits; readonly now: number },
): Lowering {
  const lowered: Detail[] = []
  for (const [place, detail] of details.entries()) {
    const type = types?.get(detail.type)
    const changed: Record<string, unknown> = {}
    for (const [member, is] of Object.entries(type?.limits ?? {})) {
      const text = wanted[`${place}.${member}`]?.trim() ?? ''
      const current = type && limitsIn(type, detail).get(member)
      if (text === '') continue
      const limit = wantedLimit(is.is, text, current)
      if (limit === undefined) return { is: 'refused', because: 'unreadable' }
      if (current !== undefined && !isAtMost(limit, current)) {
        return { is: 'refused', because: 'higher' }
      }
      if (current !== undefined && isAtMost(current, limit)) continue
      if (limit.is === 'until' && limit.until <= now) return { is: 'refused', because: 'past' }
      changed[member] = limitMember(limit)
    }
    const next = Object.keys(changed).length === 0 ? detail : sorted({ ...detail, ...changed })
    // The schema may ask for more of a limit than its kind does.
    if (next !== detail && type?.problemOf(next) !== undefined) {
      return { is: 'refused', because: 'unreadable' }
    }
    lowered.push(next)
  }
  const isSame = lowered.every((one, place) => one === details[place])
  return isSame ? { is: 'unchanged' } : { is: 'lowered', details: lowered }
}

/** The same detail, apart from the limits that its type declares. */
export function isSameApartFromLimits(
  type: Pick<DetailType, 'limits'>,
  one: Detail,
  other: Detail,
): boolean {
  const rest = (detail: Detail) =>
    JSON.stringify(Object.entries(detail).filter(([name]) => !Object.hasOwn(type.limits, name)))
  return rest(one) === rest(other)
}

/** Whether the first allows no more than the second. A limit that is absent is none. */
export function isWithinLimits(
  type: Pick<DetailType, 'limits'>,
  one: Detail,
  other: Detail,
): boolean {
  const here = limitsIn(type, one)
  return [...limitsIn(type, other)].every(([member, most]) => {
    const limit = here.get(member)
    return limit !== undefined && isAtMost(limit, most)
  })
}

/** An amount is in the currency that it was; a form has no other, and no time zone but UTC. */
function wantedLimit(
  is: LimitValue['is'],
  text: string,
  current: LimitValue | undefined,
): LimitValue | undefined {
  const limit = readLimit(is, memberOf(is, text, current))
  return typeof limit === 'string' ? undefined : limit
}

function memberOf(is: LimitValue['is'], text: string, current: LimitValue | undefined): unknown {
  if (is === 'calls') return /^\d{1,10}$/.test(text) ? Number(text) : undefined
  // What <input type="datetime-local"> sends, with or without seconds.
  if (is === 'until') return `${text.length === 16 ? `${text}:00` : text.replace(/Z$/, '')}Z`
  if (current?.is !== 'amount') return undefined
  return { value: text, currency: current.amount.currency }
}

/** In the order of the canonical text. */
function sorted({ type, ...members }: Detail): Detail {
  const all = Object.entries({ type, ...members })
  return Object.fromEntries(all.sort(([one], [other]) => (one < other ? -1 : 1))) as Detail
}
