import type { Migration } from './migration.ts'

/** APIs too get a second secret, so that one can be replaced without a gap. */
export const resourceSecrets: Migration = {
  number: 3,
  name: 'resource_secrets',
  text: `
ALTER TABLE resources ADD COLUMN previous_secret_hash TEXT;
ALTER TABLE resources ADD COLUMN previous_secret_expires_at BIGINT;
`,
}
