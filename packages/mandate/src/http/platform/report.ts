/** The report on a list of changes, as in the response. */

import type { ChangeOutcome } from '../../operations/user-changes.ts'
import type { ChangeRefused } from './user-change.ts'

/** The counts are complete; the lists contain only the first entries. */
const MOST_LISTED = 1_000

export interface Report {
  readonly changed: number
  readonly unchanged: number
  readonly unknown: readonly string[]
  readonly unknown_count: number
  /** `index` is the place in the list, from 0. */
  readonly refused: readonly {
    readonly index: number
    readonly code: string
    readonly detail: string
  }[]
  readonly refused_count: number
}

export interface Reporter {
  /** Adds one change to the report, or an invalid entry. */
  add(outcome: ChangeOutcome | ChangeRefused, name: string): void
  report(): Report
}

const MERGE_IMPOSSIBLE = {
  code: 'merge_impossible',
  detail: 'The first user is disabled, so enable them first; or one of the two has just changed.',
}

export function createReporter(): Reporter {
  const counts = { changed: 0, unchanged: 0, unknown: 0, refused: 0 }
  const unknown: string[] = []
  const refused: Report['refused'][number][] = []
  let index = 0
  return {
    add(outcome, name) {
      if (outcome === 'changed' || outcome === 'unchanged') counts[outcome] += 1
      else if (outcome === 'unknown') {
        counts.unknown += 1
        if (unknown.length < MOST_LISTED) unknown.push(name)
      } else {
        counts.refused += 1
        const because = outcome === 'merge_impossible' ? MERGE_IMPOSSIBLE : outcome
        if (refused.length < MOST_LISTED) refused.push({ index, ...because })
      }
      index += 1
    },
    report: () => ({
      changed: counts.changed,
      unchanged: counts.unchanged,
      unknown,
      unknown_count: counts.unknown,
      refused,
      refused_count: counts.refused,
    }),
  }
}
