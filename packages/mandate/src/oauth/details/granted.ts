/** The authorization details of a grant. A grant without any, as nearly all are, costs nothing. */

import type { Grant } from '../../grants/grant.ts'
import { StorageUnavailable } from '../../store/port.ts'
import type { ReadStore } from '../../store/read-only.ts'
import type { Detail, DetailTypes } from './type.ts'
import { detailsWithin, type GrantedDetail } from './within.ts'

const NONE: readonly Detail[] = []

interface Store {
  readonly grants: Pick<ReadStore['grants'], 'findDetails'>
}

/** Rejects with `StorageUnavailable`, also if their text is missing: they limit what is allowed. */
export async function grantedDetails(
  { grants }: Store,
  { details }: Pick<Grant, 'details'>,
): Promise<readonly Detail[]> {
  if (details === null) return NONE
  const text = await grants.findDetails(details)
  if (text === undefined) throw new StorageUnavailable('authorization details are missing')
  return JSON.parse(text)
}

/**
 * The details of a grant as they are now, in their places: for a delegated one never more than each
 * grant above it has, whose limits a person may have lowered since. Undefined in the place of one that a
 * grant above does not have. Rejects with `StorageUnavailable`.
 */
export async function detailsNow(
  store: Store,
  types: DetailTypes | undefined,
  {
    grant,
    ancestors,
  }: {
    readonly grant: Pick<Grant, 'id' | 'details'>
    /** Those that it was delegated from, the nearest first. */
    readonly ancestors: readonly { readonly grant: Pick<Grant, 'id' | 'details'> }[]
  },
): Promise<readonly (GrantedDetail | undefined)[]> {
  const line = [grant, ...ancestors.map((above) => above.grant)]
  const [own = [], ...others] = await Promise.all(
    line.map(async (one) =>
      (await grantedDetails(store, one)).map((detail, place) => ({
        ...{ detail, id: `${one.id}.${place}` },
      })),
    ),
  )
  return others.reduce<readonly (GrantedDetail | undefined)[]>(
    (details, above) => detailsWithin(types, details, above),
    own,
  )
}
