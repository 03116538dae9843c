import { consents } from '../tables/consents.ts'
import { insert, query, select } from './query.ts'

export const findConsent = query({
  name: 'find_consent',
  text: `SELECT ${select(consents)} FROM consents /*, input*/
    WHERE consents.account_id = :account_id AND consents.client_id = :client_id`,
  input: { account_id: 'text', client_id: 'text' },
  key: ['account_id', 'client_id'],
})

export const listConsentsOfAccount = query({
  name: 'list_consents_of_account',
  text: `SELECT ${select(consents)} FROM consents
    WHERE consents.account_id = :account_id ORDER BY consents.client_id LIMIT :limit`,
  input: { account_id: 'text', limit: 'bigint' },
  key: 'alone',
})

export const putConsent = query({
  name: 'put_consent',
  text: `${insert(consents)}
    ON CONFLICT (account_id, client_id) DO UPDATE
    SET scope = excluded.scope, resource = excluded.resource, granted_at = excluded.granted_at
    RETURNING account_id, client_id`,
  input: consents.columns,
  key: ['account_id', 'client_id'],
})

export const deleteConsent = query({
  name: 'delete_consent',
  text: `DELETE FROM consents /*USING input*/
    WHERE consents.account_id = :account_id AND consents.client_id = :client_id`,
  input: { account_id: 'text', client_id: 'text' },
  key: [],
})

export const deleteConsentsOfClient = query({
  name: 'delete_consents_of_client',
  text: `DELETE FROM consents /*USING input*/ WHERE consents.client_id = :client_id`,
  input: { client_id: 'text' },
  key: [],
})

/** Stops counting at `limit`. */
export const countConsentsOfClient = query({
  name: 'count_consents_of_client',
  text: `SELECT COUNT(*) AS counted FROM
    (SELECT consents.account_id FROM consents
      WHERE consents.client_id = :client_id LIMIT :limit) AS walk`,
  input: { client_id: 'text', limit: 'bigint' },
  key: 'alone',
})
