import type { Migration } from './migration.ts'

/**
 * What is kept of refused requests, for a while. `bucket` is what one client's share is counted by,
 * `standing` what the whole is counted by; both are trimmed from the oldest on.
 */
export const explanations: Migration = {
  number: 2,
  name: 'explanations',
  text: `
CREATE TABLE explanations (
  id TEXT NOT NULL PRIMARY KEY,
  error TEXT NOT NULL,
  reason TEXT NOT NULL,
  at BIGINT NOT NULL,
  standing TEXT NOT NULL,
  client_id TEXT,
  bucket TEXT NOT NULL,
  request TEXT NOT NULL,
  details TEXT NOT NULL
) /*table options*/;
CREATE INDEX explanations_at_id ON explanations (at, id);
CREATE INDEX explanations_bucket_at_id ON explanations (bucket, at, id);
CREATE INDEX explanations_standing_at_id ON explanations (standing, at, id);
CREATE INDEX explanations_client_id_at_id ON explanations (client_id, at, id);
`,
}
