/** What introspection says about the authorization details of a token (RFC 9396 §9.2). */

import { spellingIn } from '../../grants/resource-uri.ts'
import { limitsIn } from './limits.ts'
import type { Detail, DetailTypes, LimitKind } from './type.ts'
import type { GrantedDetail } from './within.ts'

/** Which members of a detail are limits, for an API that enforces them (ours, beside RFC 9396). */
export interface LimitsOfDetail {
  /**
   * Names the detail of this grant, however its limits change: an API counts calls under it. It is the
   * same for every token of the grant, and of those that were delegated from it.
   */
  readonly id: string
  /** The kind of each member that is a limit. */
  readonly members: Readonly<Record<string, LimitKind>>
}

export interface IntrospectedDetails {
  readonly authorization_details: readonly Detail[]
  /** One for each detail, in their order; null for one without limits. Absent if none has any. */
  readonly authorization_details_limits?: readonly (LimitsOfDetail | null)[]
}

/**
 * The details that the token has, and that concern the caller: an API learns nothing of those whose
 * `locations` name only others (RFC 9396 §2.2). One that has ended is not among them. `places` are those
 * of the token, undefined for all; `now` in seconds since 1970.
 */
export function introspectedDetails(
  details: readonly (GrantedDetail | undefined)[],
  {
    types,
    places,
    api,
    now,
  }: {
    readonly types: DetailTypes | undefined
    readonly places: readonly number[] | undefined
    /** Undefined for the client itself. */
    readonly api: { readonly uri: string } | undefined
    readonly now: number
  },
): IntrospectedDetails {
  const told: Detail[] = []
  const limits: (LimitsOfDetail | null)[] = []
  for (const [place, granted] of details.entries()) {
    if (granted === undefined) continue
    const { detail, id } = granted
    if (places !== undefined && !places.includes(place)) continue
    if (api !== undefined && !concerns(detail, api.uri)) continue
    const type = types?.get(detail.type)
    const stated = type === undefined ? new Map() : limitsIn(type, detail)
    const all = [...stated.values()]
    if (all.some((limit) => limit.is === 'until' && limit.until <= now)) continue
    told.push(detail)
    const members = Object.fromEntries([...stated].map(([member, { is }]) => [member, is]))
    limits.push(all.length === 0 ? null : { id, members })
  }
  return {
    authorization_details: told,
    ...(limits.some((one) => one !== null) && { authorization_details_limits: limits }),
  }
}

function concerns({ locations }: Detail, uri: string): boolean {
  return !Array.isArray(locations) || spellingIn(locations.map(String), uri) !== undefined
}
