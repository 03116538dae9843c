/**
 * Deletes an account. The first step inserts its id into `deleted_accounts`. The later steps do
 * nothing unless this unit inserted the id.
 */

import { query } from './query.ts'

export const keepDeletedId = query({
  name: 'keep_deleted_id',
  text: `INSERT INTO deleted_accounts (id)
    SELECT accounts.id FROM accounts /*, input*/ WHERE accounts.id = :id
    ON CONFLICT (id) DO NOTHING RETURNING id`,
  input: { id: 'text' },
  key: ['id'],
})

/** The same if the account `into_id` exists. */
export const keepMergedId = query({
  name: 'keep_merged_id',
  text: `INSERT INTO deleted_accounts (id)
    SELECT accounts.id FROM accounts WHERE accounts.id = :id
      AND EXISTS (SELECT 1 FROM accounts AS others WHERE others.id = :into_id)
    ON CONFLICT (id) DO NOTHING RETURNING id`,
  input: { id: 'text', into_id: 'text' },
  key: 'alone',
})

/**
 * Fails if the id was ever deleted, because it inserts the id again. For a unit that has just
 * inserted an account.
 */
export const refuseDeletedId = query({
  name: 'refuse_deleted_id',
  text: `INSERT INTO deleted_accounts (id)
    SELECT kept.id FROM deleted_accounts AS kept /*, input*/ WHERE kept.id = :id`,
  input: { id: 'text' },
  key: [],
})

export const findDeletedId = query({
  name: 'find_deleted_id',
  text: `SELECT deleted_accounts.id FROM deleted_accounts /*, input*/
    WHERE deleted_accounts.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})

const isDeleted = (id: string) =>
  `EXISTS (SELECT 1 FROM deleted_accounts WHERE deleted_accounts.id = ${id})`

export const moveIdentities = query({
  name: 'move_identities',
  text: `UPDATE identities SET account_id = :into_id
    WHERE identities.account_id = :account_id AND ${isDeleted(':account_id')}`,
  input: { account_id: 'text', into_id: 'text' },
  key: 'alone',
})

export const deleteAccount = query({
  name: 'delete_account',
  text: `DELETE FROM accounts /*USING input*/
    WHERE accounts.id = :account_id AND ${isDeleted(':account_id')}`,
  input: { account_id: 'text' },
  key: [],
})

/** Rows of an account that no longer exists. */
const deleteRest = <Table extends string>(table: Table) =>
  query({
    name: `delete_rest_of_${table}`,
    text: `DELETE FROM ${table} /*USING input*/
      WHERE ${table}.account_id = :account_id AND ${isDeleted(':account_id')}`,
    input: { account_id: 'text' },
    key: [],
  })

export const deleteRestOfSessions = deleteRest('sessions')
export const deleteRestOfKnownBrowsers = deleteRest('known_browsers')
export const deleteRestOfIdentities = deleteRest('identities')
export const deleteRestOfPasskeys = deleteRest('passkeys')
export const deleteRestOfConsents = deleteRest('consents')
export const deleteRestOfEndedAssertions = deleteRest('ended_assertions')
export const deleteRestOfMailedLinks = deleteRest('mailed_links')
export const deleteRestOfTotp = deleteRest('totp_authenticators')
export const deleteRestOfRecoveryCodes = deleteRest('recovery_codes')
export const deleteRestOfScimUsers = deleteRest('scim_users')
export const deleteRestOfOperators = deleteRest('operators')
export const deleteRestOfGrants = deleteRest('grants')

/** What waits to be told about them, and what was. */
export const deleteRestOfDeliveries = query({
  name: 'delete_rest_of_deliveries',
  text: `DELETE FROM deliveries /*USING input*/
    WHERE deliveries.subject = 'account:' || :account_id AND ${isDeleted(':account_id')}`,
  input: { account_id: 'text' },
  key: [],
})
