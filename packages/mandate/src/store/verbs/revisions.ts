/** Revisions of rows: random, so that a unit can tell by the row whether it was the one to write it. */

import { randomUUID } from 'node:crypto'
import type { AtRevision } from '../port.ts'

export const newRevision = (): string => randomUUID()

export function atRevision(
  which: string | AtRevision,
): Partial<AtRevision> & { readonly id: string } {
  return typeof which === 'string' ? { id: which } : which
}
