/** The authorization details of a grant. A grant without any, as nearly all are, costs nothing. */

import type { Grant } from '../../grants/grant.ts'
import { StorageUnavailable } from '../../store/port.ts'
import type { ReadStore } from '../../store/read-only.ts'
import type { Detail } from './type.ts'

const NONE: readonly Detail[] = []

/** Rejects with `StorageUnavailable`, also if their text is missing: they limit what is allowed. */
export async function grantedDetails(
  { grants }: { readonly grants: Pick<ReadStore['grants'], 'findDetails'> },
  { details }: Pick<Grant, 'details'>,
): Promise<readonly Detail[]> {
  if (details === null) return NONE
  const text = await grants.findDetails(details)
  if (text === undefined) throw new StorageUnavailable('authorization details are missing')
  return JSON.parse(text)
}
