/** Changes that are meant for one state of a row, so that nobody's change is lost. */

import type { AtRevision } from '../store/port.ts'
import type { Random } from '../time-and-chance.ts'

/** It is not at the named revision any more; nothing was changed. */
export interface ChangedMeanwhile {
  readonly is: 'changed_meanwhile'
}

/** The row as a verb of the store takes it; without a revision, in whatever state it is. */
export function meantFor(id: string, revision: string | undefined): string | AtRevision {
  return revision === undefined ? id : { id, revision }
}

/** Of a new row. Later ones are made by the store. */
export function newRevision(random: Random): string {
  return Buffer.from(random(16)).toString('base64url')
}
