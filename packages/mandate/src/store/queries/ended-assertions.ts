import { endedAssertions } from '../tables/ended-assertions.ts'
import { isBulkRevoked } from './bulk-revocations.ts'
import { insert, query, select } from './query.ts'

export const endAssertions = query({
  name: 'end_assertions',
  text: `${insert(endedAssertions)} ON CONFLICT (account_id, issuer_id, client_id)
    DO UPDATE SET ended_at = CASE WHEN ended_assertions.ended_at > excluded.ended_at
      THEN ended_assertions.ended_at ELSE excluded.ended_at END
    RETURNING account_id, issuer_id, client_id`,
  input: endedAssertions.columns,
  key: ['account_id', 'issuer_id', 'client_id'],
})

/**
 * Of the grants of an account, those that came of assertions: all of them, those of a client, or one.
 * The person ended them, so assertions no longer begin them.
 */
export const endAssertionsByPerson = query({
  name: 'end_assertions_by_person',
  text: `INSERT INTO ended_assertions (issuer_id, account_id, client_id, ended_at, by_person)
    SELECT DISTINCT grants.issuer_id, grants.account_id, grants.client_id, :ended_at, 1 FROM grants
    WHERE grants.account_id = :account_id AND grants.issuer_id IS NOT NULL
      AND (CAST(:client_id AS TEXT) IS NULL OR grants.client_id = :client_id)
      AND (CAST(:grant_id AS TEXT) IS NULL OR grants.id = :grant_id)
    ON CONFLICT (account_id, issuer_id, client_id) DO NOTHING`,
  input: { account_id: 'text', client_id: 'text', grant_id: 'text', ended_at: 'bigint' },
  key: 'alone',
})

/**
 * Those for this client and those for every client; by the same issuer for another purpose, too, which
 * the person who disconnected the client cannot tell apart.
 */
export const findEndedAssertions = query({
  name: 'find_ended_assertions',
  text: `SELECT ${select(endedAssertions)} FROM ended_assertions
    WHERE ended_assertions.account_id = :account_id AND ended_assertions.issuer_id IN (
        SELECT alike.id FROM trusted_issuers AS alike JOIN trusted_issuers AS this
          ON alike.issuer = this.issuer AND alike.tenant = this.tenant
        WHERE this.id = :issuer_id)
      AND (ended_assertions.client_id = :client_id OR ended_assertions.client_id = '')`,
  input: { issuer_id: 'text', account_id: 'text', client_id: 'text' },
  key: 'alone',
})

export const listEndedByPerson = query({
  name: 'list_ended_by_person',
  text: `SELECT ${select(endedAssertions)} FROM ended_assertions
    WHERE ended_assertions.account_id = :account_id AND ended_assertions.by_person = 1
    ORDER BY ended_assertions.ended_at DESC, ended_assertions.client_id LIMIT :limit`,
  input: { account_id: 'text', limit: 'bigint' },
  key: 'alone',
})

export const allowAssertions = query({
  name: 'allow_assertions',
  text: `DELETE FROM ended_assertions WHERE ended_assertions.issuer_id = :issuer_id
      AND ended_assertions.account_id = :account_id AND ended_assertions.client_id = :client_id
      AND ended_assertions.by_person = 1
    RETURNING ended_assertions.client_id`,
  input: { issuer_id: 'text', account_id: 'text', client_id: 'text' },
  key: 'alone',
})

/** The grants that came of an issuer's assertions about one account. */
export const revokeGrantsOfIssuerAndAccount = query({
  name: 'revoke_grants_of_issuer_and_account',
  text: `UPDATE grants SET revoked_at = :revoked_at, revoked_because = :revoked_because
    WHERE grants.account_id = :account_id AND grants.issuer_id = :issuer_id
      AND grants.revoked_at IS NULL AND NOT ${isBulkRevoked}`,
  input: {
    issuer_id: 'text',
    account_id: 'text',
    revoked_at: 'bigint',
    revoked_because: 'text',
  },
  key: 'alone',
})
