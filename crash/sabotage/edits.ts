/** What `--sabotage NAME` breaks in the server, and what the checker must then find. */

export interface Edit {
  readonly file: string
  readonly from: string
  readonly to: string
  readonly means: string
  /** Whether it shows with fleets that share tokens. */
  readonly isShared?: true
}

export const edits: Readonly<Record<string, Edit>> = {
  'no-generation-check': {
    file: '/store/queries/grants.ts',
    from: 'WHERE grants.id = :id AND grants.generation = :generation AND',
    // The parameter stays, so that both engines accept the statement.
    to: 'WHERE grants.id = :id AND :generation = :generation AND',
    means: 'the compare-and-set of a rotation no longer compares, so a race has many winners',
  },
  'no-sharing': {
    file: '/clients/sharing.ts',
    from: "if (client.authentication.method !== 'none') return null",
    to: 'return null',
    isShared: true,
    means: 'processes that share a token are taken for thieves, so everybody is logged out',
  },
  'shared-for-ever': {
    file: '/grants/sharing.ts',
    from: 'return Math.abs(now - since) < seconds',
    to: 'return true',
    isShared: true,
    means: 'a used token that processes share never expires, so a thief goes unnoticed',
  },
  'shared-branch': {
    file: '/grants/redemption.ts',
    from: 'return { act, generation: grant.generation, keyId: grant.keyId }',
    to: 'return { act, generation: request.presented + 1, keyId: grant.keyId }',
    isShared: true,
    means: 'a late process gets the successor of its token, which is not live any more',
  },
  'no-sync': {
    file: '/store/sqlite/open.ts',
    from: "'PRAGMA synchronous = FULL'",
    to: "'PRAGMA synchronous = OFF'",
    means: 'SQLite answers before the disk has it, so a power cut takes back what was answered',
  },
}
