import type { Migration } from './migration.ts'

/**
 * The time that deletions go by (`grants/trusted-time.ts`): one row. `version` counts its moves, so that
 * no two processes count the same minute.
 */
export const trustedTime: Migration = {
  number: 8,
  name: 'trusted_time',
  text: `
CREATE TABLE trusted_times (
  id TEXT NOT NULL PRIMARY KEY,
  trusted_at BIGINT NOT NULL,
  version BIGINT NOT NULL
) /*table options*/;
`,
}
