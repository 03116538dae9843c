import type { Migration } from './migration.ts'

/**
 * How very many grants end by one write (`queries/bulk-revocations.ts`), and how far the sweep is.
 *
 * `made_after` is the number of the latest bulk revocation when the grant was made; null is none.
 * Grants of an account are listed in the order of their ids, which the new index has and the old one
 * had not: each page of a very long list would have been sorted anew.
 */
export const bulkRevocations: Migration = {
  number: 7,
  name: 'bulk_revocations',
  // A program that does not know the table would go on honouring what it has ended.
  needs: 7,
  text: `
CREATE TABLE bulk_revocations (
  number BIGINT NOT NULL PRIMARY KEY,
  account_id TEXT,
  client_id TEXT,
  revoked_at BIGINT NOT NULL,
  revoked_because TEXT NOT NULL
) /*table options*/;
ALTER TABLE grants ADD COLUMN made_after BIGINT;

CREATE TABLE counters (
  id TEXT NOT NULL PRIMARY KEY,
  counted BIGINT NOT NULL
) /*table options*/;

CREATE TABLE sweeps (
  id TEXT NOT NULL PRIMARY KEY,
  position TEXT NOT NULL,
  turn BIGINT NOT NULL,
  began_at BIGINT NOT NULL,
  began_with BIGINT NOT NULL,
  whole_began_at BIGINT NOT NULL,
  whole_began_with BIGINT NOT NULL
) /*table options*/;

CREATE INDEX grants_account_id_id ON grants (account_id, id);
DROP INDEX grants_account_id_client_id;
`,
}
