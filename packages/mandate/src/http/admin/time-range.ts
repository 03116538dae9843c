/** Lists by time, newest first: the filters, and where a page begins and ends. Times are in seconds. */

import type { PageRequest } from '../../store/port.ts'
import { optional, time } from './schema.ts'

export const timeRange = {
  since: optional(time('Only from this time on')),
  until: optional(time('Only before this time')),
}

interface Place {
  readonly at: number
  readonly id: string
}

/**
 * The place after which the page begins, in `units` to a second: that of the cursor, else `until`.
 * Undefined for the newest.
 */
export function placeBefore(
  { after }: Pick<PageRequest, 'after'>,
  until: number | undefined,
  units: 1 | 1_000,
): Place | undefined {
  const [at, id = ''] = after?.split(' ') ?? []
  if (at !== undefined) return { at: Number(at), id }
  return until === undefined ? undefined : { at: until * units, id: '' }
}

/** What `placeBefore` reads. */
export function placeText({ at, id }: Place): string {
  return `${at} ${id}`
}

/** The rows since a time, in the unit of their places, and where the next page begins. */
export function pageSince<Row>(
  rows: readonly Row[],
  { limit, since = 0 }: { readonly limit: number; readonly since?: number | undefined },
  placeOf: (row: Row) => Place,
): { readonly rows: readonly Row[]; readonly next: string | null } {
  const wanted = rows.filter((row) => placeOf(row).at >= since)
  const last = wanted.length < limit ? undefined : wanted.at(-1)
  return { rows: wanted, next: last === undefined ? null : placeText(placeOf(last)) }
}
