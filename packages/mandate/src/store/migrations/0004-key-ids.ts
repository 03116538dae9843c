import type { Migration } from './migration.ts'

/**
 * Which server keys the tokens of this database are made with, by id alone: a server that lacks one
 * of them would take honest tokens for forged, so it does not start.
 */
export const keyIds: Migration = {
  number: 4,
  name: 'key_ids',
  text: `
CREATE TABLE key_ids (
  id TEXT NOT NULL PRIMARY KEY,
  noted_at BIGINT NOT NULL
) /*table options*/;
`,
}
