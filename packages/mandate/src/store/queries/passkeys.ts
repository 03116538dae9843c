import { accounts } from '../tables/accounts.ts'
import { passkeys } from '../tables/passkeys.ts'
import { parameters, query, select } from './query.ts'

/** Nothing if the account is gone or has too many; fails if the id is taken. */
export const insertPasskey = query({
  name: 'insert_passkey',
  text: `INSERT INTO passkeys (${Object.keys(passkeys.columns).join(', ')})
    SELECT ${parameters(passkeys)} FROM accounts
    WHERE accounts.id = :account_id AND :most >
      (SELECT COUNT(*) FROM passkeys AS others WHERE others.account_id = :account_id)
    RETURNING id`,
  input: { ...passkeys.columns, most: 'bigint' },
  key: 'alone',
})

export const findPasskey = query({
  name: 'find_passkey',
  text: `SELECT ${select(passkeys)}, ${select(accounts, 'owner_')}
    FROM passkeys JOIN accounts ON accounts.id = passkeys.account_id /*, input*/
    WHERE passkeys.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})

/** Without a limit: `insertPasskey` keeps them few. */
export const listPasskeysOfAccount = query({
  name: 'list_passkeys_of_account',
  text: `SELECT ${select(passkeys)} FROM passkeys /*, input*/
    WHERE passkeys.account_id = :account_id
    ORDER BY passkeys.created_at, passkeys.id`,
  input: { account_id: 'text' },
  key: ['account_id'],
})

export const renamePasskey = query({
  name: 'rename_passkey',
  text: `UPDATE passkeys SET name = :name
    WHERE passkeys.id = :id AND passkeys.account_id = :account_id RETURNING passkeys.id`,
  input: { id: 'text', account_id: 'text', name: 'text' },
  key: 'alone',
})

/** Whether the account has another way in than its passkey `id`. */
const isNotLastPasskey = (account: string, id: string) =>
  `(EXISTS (SELECT 1 FROM accounts
      WHERE accounts.id = ${account} AND accounts.password_hash IS NOT NULL)
    OR EXISTS (SELECT 1 FROM identities WHERE identities.account_id = ${account})
    OR EXISTS (SELECT 1 FROM passkeys AS others WHERE others.account_id = ${account}
      AND others.id <> ${id} AND others.suspended_at IS NULL))`

/** For `insertFact`: the passkey that this unit is about to remove. */
export const isRemovablePasskey = (account: string, id: string) =>
  `EXISTS (SELECT 1 FROM passkeys WHERE passkeys.id = ${id} AND passkeys.account_id = ${account}
    AND ${isNotLastPasskey(account, id)})`

export const deletePasskey = query({
  name: 'delete_passkey',
  text: `DELETE FROM passkeys WHERE passkeys.id = :id AND passkeys.account_id = :account_id
      AND (:may_be_last = 1 OR ${isNotLastPasskey(':account_id', ':id')})
    RETURNING passkeys.id`,
  input: { id: 'text', account_id: 'text', may_be_last: 'bigint' },
  key: 'alone',
})

/** Whether the counter went up, or neither side counts (WebAuthn §6.1.1). */
const hasCounted = `(passkeys.counter < :counter OR (passkeys.counter = 0 AND :counter = 0))`

export const usePasskey = query({
  name: 'use_passkey',
  text: `UPDATE passkeys
    SET counter = :counter, is_backed_up = :is_backed_up, last_used_at = :at
    WHERE passkeys.id = :id AND passkeys.suspended_at IS NULL AND ${hasCounted}
    RETURNING passkeys.id`,
  input: { id: 'text', counter: 'bigint', is_backed_up: 'bigint', at: 'bigint' },
  key: 'alone',
})

export const suspendPasskey = query({
  name: 'suspend_passkey',
  text: `UPDATE passkeys SET suspended_at = :at
    WHERE passkeys.id = :id AND passkeys.suspended_at IS NULL AND NOT ${hasCounted}
    RETURNING passkeys.id`,
  input: { id: 'text', counter: 'bigint', at: 'bigint' },
  key: 'alone',
})
