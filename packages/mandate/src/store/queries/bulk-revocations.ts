/**
 * Ending more grants than one write should touch. A row of `bulk_revocations` says what they have in
 * common: an account, a client, or both. From its commit on, every query that reads or moves a grant
 * takes those made before it for revoked. The sweep writes the end into their own rows, a bounded
 * batch at a time, and takes the row away when none is left (`sweep.ts`).
 *
 * "Before" goes by number, not by time: clocks of servers differ. The numbers come from one counter,
 * whose row is locked until the commit, so they are committed in their order, and an insert of a
 * grant that sees number n has seen all below it.
 */

import { query } from './query.ts'

/** The number for the next one; the same transaction uses it. */
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
  text: `INSERT INTO bulk_revocations (number, account_id, client_id, revoked_at, revoked_because)
    SELECT counters.counted, :account_id, :client_id, :revoked_at, :revoked_because
    FROM counters WHERE counters.id = :counter`,
  input: {
    counter: 'text',
    account_id: 'text',
    client_id: 'text',
    revoked_at: 'bigint',
    revoked_because: 'text',
  },
  key: 'alone',
})

/** What a new grant outlives. */
export const latestBulkRevocation = '(SELECT MAX(bulk_revocations.number) FROM bulk_revocations)'

/** That the bulk revocation is about the grant. */
const covers = `bulk_revocations.number > COALESCE(grants.made_after, 0)
        AND (bulk_revocations.account_id IS NULL OR bulk_revocations.account_id = grants.account_id)
        AND COALESCE(bulk_revocations.client_id, grants.client_id) = grants.client_id`

export const isBulkRevoked = `EXISTS (SELECT 1 FROM bulk_revocations
      WHERE ${covers})`

/** A column of the first bulk revocation that ended the grant; null where none has. */
export const ofBulkRevocation = (column: 'revoked_at' | 'revoked_because') =>
  `(SELECT bulk_revocations.${column} FROM bulk_revocations
      WHERE ${covers} ORDER BY bulk_revocations.number LIMIT 1)`
