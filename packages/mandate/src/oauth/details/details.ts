/**
 * Authorization details (RFC 9396): what a person allows that no scope can say, such as one payment.
 * They are read once, checked against the operator's types, and from then on only compared, as text in a
 * canonical form.
 */

import { createHash } from 'node:crypto'
import type { ClientMetadata } from '../../clients/metadata/fields.ts'
import { Refusal } from '../../explanations/refusal.ts'
import type { DetailsId } from '../../grants/grant.ts'
import { requestedLimitProblem } from './limits.ts'
import { isSameApartFromLimits, isWithinLimits } from './lowering.ts'
import type { Detail, DetailTypes } from './type.ts'

/** They have to fit into the URLs of a login. */
const LONGEST = 6_000
const MOST = 20
const DEEPEST = 8

/** The part of a client that says which types it may use (RFC 9396 §10). */
interface DetailsClient {
  readonly metadata: ClientMetadata
}

/**
 * The details of an authorization request, in canonical form. Throws `Refusal` for anything that is not
 * of a declared type that the client may use (RFC 9396 §5), and for limits that cannot be met. `now`
 * in seconds since 1970.
 */
export function readDetails(
  types: DetailTypes,
  { metadata }: DetailsClient,
  { text, now }: { readonly text: string; readonly now: number },
): readonly Detail[] {
  const details = parseDetails(text)
  const possible = allowedTypes(types, metadata)
  for (const [place, detail] of details.entries()) {
    const type = types.get(detail.type)
    if (type === undefined || !possible.includes(detail.type)) {
      throw new Refusal('details_type', { ...named(types, detail), possible })
    }
    const limit = requestedLimitProblem(type, detail, now)
    if (limit !== undefined) {
      const { member, problem: because } = limit
      throw new Refusal('details_limit', {
        ...{ type: detail.type, at: `/${place}/${member}`, because },
      })
    }
    const problem = type.problemOf(detail)
    if (problem !== undefined) {
      const { at, rule } = problem
      throw new Refusal('details_invalid', { type: detail.type, at: `/${place}${at}`, rule })
    }
  }
  return details
}

/** What may have changed since they were read. Throws `Refusal`. */
export function refuseTypes(
  { detailTypes = new Map() }: { readonly detailTypes?: DetailTypes },
  { metadata }: DetailsClient,
  text: string,
): void {
  const possible = allowedTypes(detailTypes, metadata)
  const gone = parseDetails(text).find(({ type }) => !possible.includes(type))
  if (gone !== undefined) {
    throw new Refusal('details_type', { ...named(detailTypes, gone), possible })
  }
}

/** The types that are declared and that the client is registered for. */
function allowedTypes(types: DetailTypes, metadata: ClientMetadata): readonly string[] {
  return (metadata.authorization_details_types ?? []).filter((name) => types.has(name))
}

/** A JSON array of objects with a `type`, sorted inside. Throws `Refusal` for any other text. */
export function parseDetails(text: string): readonly Detail[] {
  if (text.length > LONGEST) throw new Refusal('details_malformed', { because: 'too_long' })
  const value = parsed(text)
  if (!Array.isArray(value) || value.length === 0) {
    throw new Refusal('details_malformed', { because: 'no_list' })
  }
  if (value.length > MOST) throw new Refusal('details_malformed', { because: 'too_many' })
  return value.map((one) => {
    const detail = sorted(one, 1)
    if (!isDetail(detail)) throw new Refusal('details_malformed', { because: 'no_type' })
    return detail
  })
}

/** The text that is stored and compared. */
export function detailsText(details: readonly Detail[]): string {
  return JSON.stringify(details)
}

export function detailsId(text: string): DetailsId {
  return createHash('sha256').update(text).digest('base64url') as DetailsId
}

/**
 * Which of the granted details these are, as places in the list. A client that names one as it was
 * before the person lowered its limits gets it as it is now. Throws `Refusal` if one was not granted.
 */
export function placesOf(
  granted: readonly Detail[],
  wanted: string,
  types?: DetailTypes,
): readonly number[] {
  const texts = granted.map((one) => JSON.stringify(one))
  const places = new Set<number>()
  for (const one of parseDetails(wanted)) {
    const exact = texts.indexOf(JSON.stringify(one))
    const type = types?.get(one.type)
    const place =
      exact >= 0 || type === undefined
        ? exact
        : granted.findIndex(
            (kept, at) =>
              !places.has(at) &&
              isSameApartFromLimits(type, kept, one) &&
              isWithinLimits(type, kept, one),
          )
    if (place < 0) throw new Refusal('details_wider')
    places.add(place)
  }
  return [...places].sort((one, other) => one - other)
}

/** Those at these places, or all. */
export function detailsAt(
  granted: readonly Detail[],
  places: readonly number[] | undefined,
): readonly Detail[] {
  return places === undefined ? granted : granted.filter((_, place) => places.includes(place))
}

/** The name of a type that is not declared is a stranger's text. */
function named(types: DetailTypes, { type }: Detail): { readonly type?: string } {
  return types.has(type) ? { type } : {}
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal('details_malformed', { because: 'no_json' })
  }
}

/** With the members of each object in order, so that the same content is the same text. */
function sorted(value: unknown, depth: number): unknown {
  // 1e999 is valid JSON, and would be written as null.
  if (value === Infinity || value === -Infinity) {
    throw new Refusal('details_malformed', { because: 'no_json' })
  }
  if (typeof value !== 'object' || value === null) return value
  if (depth > DEEPEST) throw new Refusal('details_malformed', { because: 'too_deep' })
  if (Array.isArray(value)) return value.map((one) => sorted(one, depth + 1))
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  // Programs that copy it member by member would change the prototype of an object.
  if (members.some(([name]) => name === '__proto__')) {
    throw new Refusal('details_malformed', { because: 'forbidden_name' })
  }
  return Object.fromEntries(members.map(([name, one]) => [name, sorted(one, depth + 1)]))
}

function isDetail(value: unknown): value is Detail {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    typeof (value as Detail).type === 'string'
  )
}
