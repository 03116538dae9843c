/** Details of a grant that was delegated from another one: never more than that one allows now. Pure. */

import { isAtMost, limitMember, limitsIn } from './limits.ts'
import { isSameApartFromLimits } from './lowering.ts'
import type { Detail, DetailTypes } from './type.ts'

/** A detail as it is now. */
export interface GrantedDetail {
  readonly detail: Detail
  /**
   * Names it, however its limits change: the grant that a person made and its place there. Calls are
   * counted under it, so that delegates have no more of them together than that grant has.
   */
  readonly id: string
}

/**
 * The details of a delegated grant as far as its parent still has them, each with the lower of both
 * limits. Undefined in the place of one that the parent does not have: the places stay right.
 */
export function detailsWithin(
  types: DetailTypes | undefined,
  details: readonly (GrantedDetail | undefined)[],
  parent: readonly (GrantedDetail | undefined)[],
): readonly (GrantedDetail | undefined)[] {
  const taken = new Set<GrantedDetail>()
  return details.map((one) => {
    if (one === undefined) return undefined
    const { detail } = one
    const type = types?.get(detail.type) ?? { limits: {} }
    const above = parent.find(
      (other) =>
        other !== undefined &&
        !taken.has(other) &&
        isSameApartFromLimits(type, detail, other.detail),
    )
    if (above === undefined) return undefined
    taken.add(above)
    const own = limitsIn(type, detail)
    const lower = [...limitsIn(type, above.detail)].flatMap(([member, most]) => {
      const limit = own.get(member)
      const isLower = limit !== undefined && isAtMost(limit, most)
      return isLower ? [] : [[member, limitMember(most)] as const]
    })
    return { id: above.id, detail: { ...detail, ...Object.fromEntries(lower) } }
  })
}
