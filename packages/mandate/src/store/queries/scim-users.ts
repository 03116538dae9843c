import { scimUsers } from '../tables/scim-users.ts'
import { insert, parameters, query, select } from './query.ts'

/** Fails if the account, the user name or the external id is taken. */
export const insertScimUser = query({
  name: 'insert_scim_user',
  text: `${insert(scimUsers)} RETURNING account_id`,
  input: scimUsers.columns,
  key: ['account_id'],
})

/** The same for an account that already has the identity; no row if it does not. */
export const adoptScimUser = query({
  name: 'adopt_scim_user',
  text: `INSERT INTO scim_users (${Object.keys(scimUsers.columns).join(', ')})
    SELECT ${parameters(scimUsers)} FROM identities
    WHERE identities.provider = :provider AND identities.subject = :external_id
      AND identities.account_id = :account_id
    RETURNING account_id`,
  input: scimUsers.columns,
  key: 'alone',
})

const told = `${select(scimUsers)}, accounts.disabled_at, accounts.deletion_can_be_kept
    FROM scim_users JOIN accounts ON accounts.id = scim_users.account_id`

export const findScimUser = query({
  name: 'find_scim_user',
  text: `SELECT ${told} /*, input*/
    WHERE scim_users.account_id = :account_id AND scim_users.provider = :provider`,
  input: { account_id: 'text', provider: 'text' },
  key: ['account_id', 'provider'],
})

export const findScimUserOfAccount = query({
  name: 'find_scim_user_of_account',
  text: `SELECT ${told} /*, input*/ WHERE scim_users.account_id = :account_id`,
  input: { account_id: 'text' },
  key: ['account_id'],
})

/** A row if the account belongs to a directory, whichever. */
export const findProvisionedAccount = query({
  name: 'find_provisioned_account',
  text: `SELECT scim_users.account_id FROM scim_users /*, input*/
    WHERE scim_users.account_id = :account_id`,
  input: { account_id: 'text' },
  key: ['account_id'],
})

export const findScimUserByName = query({
  name: 'find_scim_user_by_name',
  text: `SELECT ${told} /*, input*/
    WHERE scim_users.provider = :provider AND scim_users.user_name_key = :user_name_key`,
  input: { provider: 'text', user_name_key: 'text' },
  key: ['provider', 'user_name_key'],
})

export const findScimUserByExternalId = query({
  name: 'find_scim_user_by_external_id',
  text: `SELECT ${told} /*, input*/
    WHERE scim_users.provider = :provider AND scim_users.external_id = :external_id`,
  input: { provider: 'text', external_id: 'text' },
  key: ['provider', 'external_id'],
})

/** In all directories. */
export const listScimUsersNamed = query({
  name: 'list_scim_users_named',
  text: `SELECT ${told}
    WHERE scim_users.user_name_key = :user_name_key ORDER BY scim_users.provider LIMIT :limit`,
  input: { user_name_key: 'text', limit: 'bigint' },
  key: 'alone',
})

/** Without ORDER BY, because SQLite would then read all users of the provider in that order. */
export const listScimUsersByEmail = query({
  name: 'list_scim_users_by_email',
  text: `SELECT ${told}
    WHERE scim_users.provider = :provider AND scim_users.email_key = :email_key
    LIMIT :limit`,
  input: { provider: 'text', email_key: 'text', limit: 'bigint' },
  key: 'alone',
})

/** The rows skipped by `skipped` are read only in the index. */
export const listScimUsers = query({
  name: 'list_scim_users',
  text: `SELECT ${told}
    WHERE scim_users.provider = :provider
      AND scim_users.account_id >= (SELECT others.account_id FROM scim_users AS others
        WHERE others.provider = :provider AND others.account_id > :after
        ORDER BY others.account_id LIMIT 1 OFFSET :skipped)
    ORDER BY scim_users.account_id LIMIT :limit`,
  input: { provider: 'text', after: 'text', skipped: 'bigint', limit: 'bigint' },
  key: 'alone',
})

export const countScimUsers = query({
  name: 'count_scim_users',
  text: `SELECT COUNT(*) AS counted FROM scim_users WHERE scim_users.provider = :provider`,
  input: { provider: 'text' },
  key: 'alone',
})

const changed = Object.keys(scimUsers.columns).filter(
  (column) => column !== 'account_id' && column !== 'provider',
)

/** No row if it is at another revision; fails if the user name or the external id is taken. */
export const updateScimUser = query({
  name: 'update_scim_user',
  text: `UPDATE scim_users SET ${changed.map((column) => `${column} = :${column}`).join(', ')}
    WHERE scim_users.account_id = :account_id AND scim_users.provider = :provider
      AND scim_users.revision = :from_revision
    RETURNING scim_users.account_id`,
  input: { ...scimUsers.columns, from_revision: 'text' },
  key: 'alone',
})

/** Whether this unit has just written the user; otherwise the steps below do nothing. */
const isWritten = `EXISTS (SELECT 1 FROM scim_users WHERE scim_users.revision = :revision)`

/** A sign-in name belongs to the person; a directory does not replace it. */
export const describeAccount = query({
  name: 'describe_account',
  text: `UPDATE accounts SET name = :account_name, name_key = :account_name_key,
      profile = :account_profile,
      email = CASE WHEN accounts.email_key IS NULL THEN :email ELSE accounts.email END,
      email_verified = CASE
        WHEN accounts.email_key IS NULL AND accounts.email IS DISTINCT FROM :email THEN 0
        ELSE accounts.email_verified END
    WHERE accounts.id = :account_id AND ${isWritten}`,
  input: {
    account_id: 'text',
    account_name: 'text',
    account_name_key: 'text',
    account_profile: 'text',
    email: 'text',
    revision: 'text',
  },
  key: 'alone',
})

export const disableDescribed = query({
  name: 'disable_described',
  text: `UPDATE accounts SET disabled_at = coalesce(accounts.disabled_at, :disabled_at),
      deletion_can_be_kept = CASE WHEN accounts.deletion_can_be_kept = 1 THEN 0
        ELSE accounts.deletion_can_be_kept END
    WHERE accounts.id = :account_id AND ${isWritten}`,
  input: { account_id: 'text', disabled_at: 'bigint', revision: 'text' },
  key: 'alone',
})

export const enableDescribed = query({
  name: 'enable_described',
  text: `UPDATE accounts SET disabled_at = NULL
    WHERE accounts.id = :account_id AND accounts.disabled_at = :deactivated_at
      AND accounts.delete_after IS NULL AND ${isWritten}`,
  input: { account_id: 'text', deactivated_at: 'bigint', revision: 'text' },
  key: 'alone',
})

export const deleteSessionsOfDescribed = query({
  name: 'delete_sessions_of_described',
  text: `DELETE FROM sessions WHERE sessions.account_id = :account_id AND ${isWritten}`,
  input: { account_id: 'text', revision: 'text' },
  key: 'alone',
})

export const deleteSessionsOfDirectory = query({
  name: 'delete_sessions_of_directory',
  text: `DELETE FROM sessions
    WHERE sessions.account_id = :account_id AND sessions.provider = :provider AND ${isWritten}`,
  input: { account_id: 'text', provider: 'text', revision: 'text' },
  key: 'alone',
})

export const unlinkDescribed = query({
  name: 'unlink_described',
  text: `DELETE FROM identities WHERE identities.provider = :provider
      AND identities.subject = :subject AND identities.account_id = :account_id AND ${isWritten}`,
  input: { provider: 'text', subject: 'text', account_id: 'text', revision: 'text' },
  key: 'alone',
})

/** Fails if the identity is taken by another account. */
export const linkDescribed = query({
  name: 'link_described',
  text: `INSERT INTO identities (provider, subject, account_id, created_at)
    SELECT scim_users.provider, scim_users.external_id, scim_users.account_id, :created_at
    FROM scim_users
    WHERE scim_users.revision = :revision AND scim_users.external_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM identities WHERE identities.provider = scim_users.provider
        AND identities.subject = scim_users.external_id
        AND identities.account_id = scim_users.account_id)`,
  input: { created_at: 'bigint', revision: 'text' },
  key: 'alone',
})
