/** Details of a grant that was delegated from another one: never more than that one allows now. Pure. */

import { isAtMost, limitMember, limitsIn } from './limits.ts'
import { isSameApartFromLimits } from './lowering.ts'
import type { Detail, DetailTypes } from './type.ts'

/**
 * The details of a delegated grant as far as its parent still has them, each with the lower of both
 * limits. Undefined in the place of one that the parent does not have: the places stay right.
 */
export function detailsWithin(
  types: DetailTypes | undefined,
  details: readonly (Detail | undefined)[],
  parent: readonly (Detail | undefined)[],
): readonly (Detail | undefined)[] {
  const taken = new Set<number>()
  return details.map((detail) => {
    if (detail === undefined) return undefined
    const type = types?.get(detail.type) ?? { limits: {} }
    const place = parent.findIndex(
      (one, at) => one !== undefined && !taken.has(at) && isSameApartFromLimits(type, detail, one),
    )
    const above = parent[place]
    if (above === undefined) return undefined
    taken.add(place)
    const own = limitsIn(type, detail)
    const lower = [...limitsIn(type, above)].flatMap(([member, most]) => {
      const limit = own.get(member)
      const isLower = limit !== undefined && isAtMost(limit, most)
      return isLower ? [] : [[member, limitMember(most)] as const]
    })
    return lower.length === 0 ? detail : { ...detail, ...Object.fromEntries(lower) }
  })
}
