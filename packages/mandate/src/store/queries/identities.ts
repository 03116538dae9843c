import { accounts } from '../tables/accounts.ts'
import { identities } from '../tables/identities.ts'
import { parameters, query, select } from './query.ts'

/** Nothing if the account does not exist; fails if the identity is taken. */
const insertion = (marker: string) =>
  `INSERT INTO identities (${Object.keys(identities.columns).join(', ')})
    SELECT ${parameters(identities)} FROM accounts ${marker}
    WHERE accounts.id = :account_id`

/** For an account that the same unit has inserted. */
export const insertIdentity = query({
  name: 'insert_identity',
  text: insertion('/*, input*/'),
  input: identities.columns,
  key: [],
})

export const linkIdentity = query({
  name: 'link_identity',
  text: `${insertion('')} RETURNING account_id`,
  input: identities.columns,
  key: 'alone',
})

export const findAccountByIdentity = query({
  name: 'find_account_by_identity',
  text: `SELECT ${select(accounts)}, identities.provider, identities.subject
    FROM identities JOIN accounts ON accounts.id = identities.account_id /*, input*/
    WHERE identities.provider = :provider AND identities.subject = :subject`,
  input: { provider: 'text', subject: 'text' },
  key: ['provider', 'subject'],
})

/** Without a limit, so that the identities of many accounts are one statement. */
export const listIdentitiesOfAccount = query({
  name: 'list_identities_of_account',
  text: `SELECT ${select(identities)} FROM identities /*, input*/
    WHERE identities.account_id = :account_id
    ORDER BY identities.created_at, identities.provider, identities.subject`,
  input: { account_id: 'text' },
  key: ['account_id'],
})

/**
 * If it must not be the last, the account needs another way to sign in: a password, a passkey or an
 * identity.
 */
export const deleteIdentity = query({
  name: 'delete_identity',
  text: `DELETE FROM identities WHERE identities.provider = :provider
      AND identities.subject = :subject AND identities.account_id = :account_id
      AND (:may_be_last = 1
        OR EXISTS (SELECT 1 FROM accounts
          WHERE accounts.id = :account_id AND accounts.password_hash IS NOT NULL)
        OR EXISTS (SELECT 1 FROM passkeys
          WHERE passkeys.account_id = :account_id AND passkeys.suspended_at IS NULL)
        OR EXISTS (SELECT 1 FROM identities AS others WHERE others.account_id = :account_id
          AND (others.provider <> :provider OR others.subject <> :subject)))
    RETURNING identities.subject`,
  input: { provider: 'text', subject: 'text', account_id: 'text', may_be_last: 'bigint' },
  key: 'alone',
})
