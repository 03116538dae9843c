/**
 * Cursors of lists. A cursor is sealed for its list, its filters and whoever reads it, so it can be
 * neither made nor altered, nor used by somebody else or for another list.
 */

import type { RemoteOperator } from '../../facts/actor.ts'
import type { HttpContext } from '../context.ts'
import { Problem } from '../problem.ts'
import { seal, unseal } from '../seal.ts'

interface ListRead {
  readonly context: Pick<HttpContext, 'seals'>
  readonly actor: Pick<RemoteOperator, 'id'>
  /** The `operationId`. */
  readonly id: string
  readonly query: Readonly<Record<string, unknown>>
}

/** For the row after which the next page begins. */
export function cursorAfter(list: ListRead, after: string): string {
  return seal(list.context.seals, sealedFor(list), { after })
}

/** The row after which the page begins; undefined for the first page. Throws `Problem` (400). */
export function readCursor(list: ListRead): string | undefined {
  const { cursor } = list.query
  if (cursor === undefined) return undefined
  const found = unseal<{ readonly after: string }>(
    list.context.seals,
    sealedFor(list),
    String(cursor),
  )
  if (found !== undefined) return found.after
  const detail =
    'This cursor is not of this list with these filters. Send next_cursor unchanged, or begin without one.'
  throw new Problem(400, 'invalid_cursor', {
    detail,
    errors: [{ field: 'cursor', in: 'query', detail }],
  })
}

function sealedFor({ actor, id, query }: ListRead) {
  const { cursor: _, limit: __, ...filters } = query
  const named = Object.entries(filters).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return { purpose: 'cursor', secret: JSON.stringify([actor.id, id, named]) } as const
}
