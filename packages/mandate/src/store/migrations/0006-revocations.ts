import type { Migration } from './migration.ts'

/**
 * What ended lately, for those who keep verified tokens in memory. A row names what its tokens have in
 * common: a token that fits every column which is not null is over. `at_ms` is the database's own clock,
 * in milliseconds, so that the clocks of servers need not agree. Rows are swept when no access token
 * from before them can be good.
 */
export const revocations: Migration = {
  number: 6,
  name: 'revocations',
  text: `
CREATE TABLE revocations (
  id TEXT NOT NULL PRIMARY KEY,
  at_ms BIGINT NOT NULL,
  grant_id TEXT,
  client_id TEXT,
  account_id TEXT,
  access_token_id TEXT
) /*table options*/;
CREATE INDEX revocations_at_ms ON revocations (at_ms);
`,
}
