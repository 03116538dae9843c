import { query } from './query.ts'

/** One that was told before says nothing new. */
export const insertRevocationOfGrant = query({
  name: 'insert_revocation_of_grant',
  text: `INSERT INTO revocations (id, at_ms, grant_id, client_id, account_id)
    SELECT grants.id, database_ms(), grants.id, grants.client_id, grants.account_id
    FROM grants /*, input*/ WHERE grants.id = :grant_id
    ON CONFLICT (id) DO NOTHING`,
  input: { grant_id: 'text' },
  key: [],
})

export const insertRevocation = query({
  name: 'insert_revocation',
  text: `INSERT INTO revocations (id, at_ms, client_id, account_id, access_token_id)
    SELECT :id, database_ms(), :client_id, :account_id, :access_token_id
    /*FROM input*/ WHERE true
    ON CONFLICT (id) DO NOTHING`,
  input: {
    id: 'text',
    client_id: 'text',
    account_id: 'text',
    access_token_id: 'text',
  },
  key: [],
})

/** Always answers a row, for the time and the count: one of nulls where nothing follows. */
export const readRevocations = query({
  name: 'read_revocations',
  text: `SELECT walk.now_ms, walk.counted, revocations.id, revocations.at_ms, revocations.grant_id,
      revocations.client_id, revocations.account_id, revocations.access_token_id
    FROM (SELECT database_ms() AS now_ms, COUNT(*) AS counted FROM revocations
      WHERE revocations.at_ms >= :counted_since_ms) AS walk
    LEFT JOIN revocations ON revocations.at_ms >= :after_ms
      AND (revocations.at_ms > :after_ms OR revocations.id > :after_id)
    ORDER BY revocations.at_ms, revocations.id LIMIT :limit`,
  input: { after_ms: 'bigint', after_id: 'text', counted_since_ms: 'bigint', limit: 'bigint' },
  key: 'alone',
})
