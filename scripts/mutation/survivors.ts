/** Why mutants may survive: mostly because they change nothing that anybody could see. */

import type { Mutant } from './run.ts'

interface Survivor {
  /** The end of the file's path. */
  readonly file: string
  /** What the mutant replaced, or a part of it. */
  readonly original: string
  readonly reason: string
}

const NOT_YET = '**Not yet excused: a test is missing.**'

const survivors: readonly Survivor[] = [
  {
    file: 'grants/derivation.ts',
    original: "'utf8'",
    reason: 'The same: without a name, Node encodes as UTF-8.',
  },
  {
    file: 'grants/redemption.ts',
    original: 'grant.redeemedAt === null',
    reason:
      'The same: a grant that was never redeemed is at generation 0, so nothing precedes it; the comparison tells the type checker.',
  },
  {
    file: 'grants/token.ts',
    original: "''",
    reason:
      'Out of reach: the default satisfies the type checker; what is split is never empty, and what the MAC covers always has a line end.',
  },
  {
    file: 'grants/token.ts',
    original: "'utf8'",
    reason: 'The same: without a name, Node encodes as UTF-8.',
  },
  {
    file: 'grants/token.ts',
    original: 'rest === undefined',
    reason: 'The same: both groups match or neither; the comparisons tell the type checker.',
  },
  {
    file: 'grants/token.ts',
    original: 'kind === undefined',
    reason: 'The same: both groups match or neither; the comparisons tell the type checker.',
  },
]

/** The first reason that fits, and a plain statement where there is none. */
export function reasonFor({ file, original }: Mutant): string {
  const known = survivors.find(
    (survivor) => file.endsWith(survivor.file) && original.includes(survivor.original),
  )
  return known?.reason ?? NOT_YET
}
