import type { Migration } from './migration.ts'

/**
 * When the database was brought back from a backup, and until when (seconds since 1970) a token that
 * is newer than its row may move the row forward.
 */
export const recoveries: Migration = {
  number: 5,
  name: 'recoveries',
  text: `
CREATE TABLE recoveries (
  id TEXT NOT NULL PRIMARY KEY,
  restored_at BIGINT NOT NULL,
  accept_newer_until BIGINT NOT NULL
) /*table options*/;
`,
}
