/** What `--sabotage NAME` breaks in the server, and what the checker must then find. */

export interface Edit {
  readonly file: string
  readonly from: string
  readonly to: string
  readonly means: string
}

export const edits: Readonly<Record<string, Edit>> = {
  'no-generation-check': {
    file: '/store/queries/grants.ts',
    from: 'WHERE grants.id = :id AND grants.generation = :generation AND',
    // The parameter stays, so that both engines accept the statement.
    to: 'WHERE grants.id = :id AND :generation = :generation AND',
    means: 'the compare-and-set of a rotation no longer compares, so a race has many winners',
  },
  'no-sync': {
    file: '/store/sqlite/open.ts',
    from: "'PRAGMA synchronous = FULL'",
    to: "'PRAGMA synchronous = OFF'",
    means: 'SQLite answers before the disk has it, so a power cut takes back what was answered',
  },
}
