/**
 * Ends more grants than one write should touch. A row of `bulk_revocations` says what they have in
 * common: an account, a client, both, or the trusted issuer that they came
 * of. Once it is committed, every query that reads or moves a
 * grant treats those created before it as revoked. The sweep updates their own rows in bounded
 * batches and deletes the row when none is left (`sweep.ts`).
 *
 * "Before" is decided by number, not by time, because servers' clocks differ. The numbers come from
 * one counter, whose row is locked until the commit. So they are committed in order, and the insert
 * of a grant that sees number n has seen all lower ones.
 */

import { query } from './query.ts'

/** The number of the next one; used in the same transaction. */
export const countBulkRevocation = query({
  name: 'count_bulk_revocation',
  text: `INSERT INTO counters (id, counted) SELECT :counter, 1 WHERE true
    ON CONFLICT (id) DO UPDATE SET counted = counters.counted + 1`,
  input: { counter: 'text' },
  key: 'alone',
})
export const BULK_REVOCATIONS = 'bulk_revocations'

export const insertBulkRevocation = query({
  name: 'insert_bulk_revocation',
  text: `INSERT INTO bulk_revocations (number, account_id, client_id, issuer_id, revoked_at, revoked_because)
    SELECT counters.counted, :account_id, :client_id, :issuer_id, :revoked_at, :revoked_because
    FROM counters WHERE counters.id = :counter
      AND (CAST(:issuer_revision AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM trusted_issuers
        WHERE trusted_issuers.id = :issuer_id AND trusted_issuers.revision = :issuer_revision))`,
  input: {
    counter: 'text',
    account_id: 'text',
    client_id: 'text',
    issuer_id: 'text',
    issuer_revision: 'text',
    revoked_at: 'bigint',
    revoked_because: 'text',
  },
  key: 'alone',
})

/** The latest number; a new grant is not affected by it or any before. */
export const latestBulkRevocation = '(SELECT MAX(bulk_revocations.number) FROM bulk_revocations)'

/** The condition that the bulk revocation applies to the grant. */
const covers = `bulk_revocations.number > COALESCE(grants.made_after, 0)
        AND (bulk_revocations.account_id IS NULL OR bulk_revocations.account_id = grants.account_id)
        AND COALESCE(bulk_revocations.client_id, grants.client_id) = grants.client_id
        AND (bulk_revocations.issuer_id IS NULL OR bulk_revocations.issuer_id = grants.issuer_id)`

export const isBulkRevoked = `EXISTS (SELECT 1 FROM bulk_revocations
      WHERE ${covers})`

/** A column of the first bulk revocation that ended the grant; null if none has. */
export const ofBulkRevocation = (column: 'revoked_at' | 'revoked_because') =>
  `(SELECT bulk_revocations.${column} FROM bulk_revocations
      WHERE ${covers} ORDER BY bulk_revocations.number LIMIT 1)`
