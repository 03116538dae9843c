import type { Migration } from './migration.ts'

/**
 * Which tokens an API takes and what it is told, and what a client gets that names no API.
 *
 * `uri_key` is what all spellings of one resource share. It is null in rows of programs that do not
 * know it, so two of those may be one resource; of new ones the index lets none be a second.
 * `needs_username_since`: grants from then on tell the API the e-mail address; null where none does.
 * `default_resources` and `allowed_schemes` are lists in JSON.
 */
export const audiences: Migration = {
  number: 9,
  name: 'audiences',
  text: `
ALTER TABLE resources ADD COLUMN uri_key TEXT;
ALTER TABLE resources ADD COLUMN restricted BIGINT NOT NULL DEFAULT 0;
ALTER TABLE resources ADD COLUMN needs_username_since BIGINT;
CREATE UNIQUE INDEX resources_one_spelling ON resources (uri_key);
ALTER TABLE clients ADD COLUMN default_resources TEXT NOT NULL DEFAULT '[]';
ALTER TABLE clients ADD COLUMN allowed_schemes TEXT NOT NULL DEFAULT '[]';
`,
}
