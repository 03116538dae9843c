import { consents } from '../tables/consents.ts'
import { without } from './grants.ts'
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

/** Only if there is none. */
export const insertConsent = query({
  name: 'insert_consent',
  text: `${insert(consents)}
    ON CONFLICT (account_id, client_id) DO NOTHING
    RETURNING account_id, client_id`,
  input: consents.columns,
  key: ['account_id', 'client_id'],
})

/** Only if it still says what the caller knows of it. */
export const replaceConsent = query({
  name: 'replace_consent',
  text: `UPDATE consents
    SET scope = :scope, resource = :resource, declined = :declined, granted_at = :granted_at,
      details = :details
    /*FROM input*/
    WHERE consents.account_id = :account_id AND consents.client_id = :client_id
      AND consents.scope = :known_scope AND consents.resource = :known_resource
      AND consents.declined = :known_declined AND consents.granted_at = :known_granted_at
      AND COALESCE(consents.details, '') = :known_details
    RETURNING consents.account_id, consents.client_id`,
  input: {
    ...consents.columns,
    ...{ known_scope: 'text', known_resource: 'text', known_declined: 'text' },
    ...{ known_granted_at: 'bigint', known_details: 'text' },
  },
  key: ['account_id', 'client_id'],
})

const ofGrant = `consents.account_id = :account_id AND EXISTS (SELECT 1 FROM grants
      WHERE grants.id = :grant_id AND grants.account_id = :account_id
        AND grants.client_id = consents.client_id)`

/** Takes one scope token out of the consent that a grant of the account is based on. */
export const narrowConsent = query({
  name: 'narrow_consent',
  text: `UPDATE consents SET scope = ${without('consents.scope', ':taken')}
    WHERE ${ofGrant}`,
  input: { account_id: 'text', grant_id: 'text', taken: 'text' },
  key: 'alone',
})

/**
 * Notes a scope token that was taken out of a grant of a trusted client: nobody is asked about such a
 * client, so nothing else would say that the token is to be asked about again.
 */
export const noteTakenBack = query({
  name: 'note_taken_back',
  text: `INSERT INTO consents (account_id, client_id, scope, resource, declined, granted_at)
    SELECT grants.account_id, grants.client_id, '', '[]', :taken, :at
    FROM grants JOIN clients ON clients.id = grants.client_id
    WHERE grants.id = :grant_id AND grants.account_id = :account_id AND clients.trusted = 1
      AND ${without('grants.taken_back', ':taken')} <> grants.taken_back
    ON CONFLICT (account_id, client_id) DO UPDATE
      SET declined = TRIM(consents.declined || ' ' || excluded.declined)
      WHERE ${without('consents.declined', 'excluded.declined')} = consents.declined`,
  input: { account_id: 'text', grant_id: 'text', taken: 'text', at: 'bigint' },
  key: 'alone',
})

const isLowered = `grants.id = :grant_id AND grants.account_id = :account_id
      AND grants.details = :lowered`

/** What is remembered of details is from now on what the grant has: asked for more, the person is asked. */
export const lowerConsent = query({
  name: 'lower_consent',
  text: `UPDATE consents SET details = :lowered
    WHERE consents.account_id = :account_id AND consents.details IS NOT NULL
      AND EXISTS (SELECT 1 FROM grants WHERE ${isLowered} AND grants.client_id = consents.client_id)`,
  input: { account_id: 'text', grant_id: 'text', lowered: 'text' },
  key: 'alone',
})

/** Notes it for a trusted client, as `noteTakenBack` does: its details are remembered only then. */
export const noteLowered = query({
  name: 'note_lowered',
  text: `INSERT INTO consents
      (account_id, client_id, scope, resource, declined, details, granted_at)
    SELECT grants.account_id, grants.client_id, '', '[]', '', :lowered, :at
    FROM grants JOIN clients ON clients.id = grants.client_id
    WHERE ${isLowered} AND clients.trusted = 1
    ON CONFLICT (account_id, client_id) DO UPDATE SET details = excluded.details`,
  input: { account_id: 'text', grant_id: 'text', lowered: 'text', at: 'bigint' },
  key: 'alone',
})

/** Consent to nothing, with nothing to remember about it, is no consent. */
export const deleteEmptyConsents = query({
  name: 'delete_empty_consents',
  text: `DELETE FROM consents /*USING input*/
    WHERE consents.account_id = :account_id AND consents.scope = ''
      AND consents.declined = '' AND consents.details IS NULL`,
  input: { account_id: 'text' },
  key: [],
})

/** Forgets the consent that a grant of the account is based on. */
export const deleteConsentOfGrant = query({
  name: 'delete_consent_of_grant',
  text: `DELETE FROM consents /*USING input*/ WHERE ${ofGrant}`,
  input: { account_id: 'text', grant_id: 'text' },
  key: [],
})

export const deleteConsentsOfAccount = query({
  name: 'delete_consents_of_account',
  text: `DELETE FROM consents /*USING input*/ WHERE consents.account_id = :account_id`,
  input: { account_id: 'text' },
  key: [],
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
