import { accounts, changeableAccount } from '../tables/accounts.ts'
import { asReadOf, changeOf } from '../tables/change.ts'
import { insert, parameters, query, select } from './query.ts'

export const accountChange = changeOf(changeableAccount)
export const accountAsRead = asReadOf(accounts)

/** Returns no row if the address is taken; fails if the id is. */
export const insertAccount = query({
  name: 'insert_account',
  text: `${insert(accounts)} ON CONFLICT (email_key) DO NOTHING RETURNING id`,
  input: accounts.columns,
  key: ['id'],
})

/** Creates the account only in the unit that has used the link; otherwise as above. */
export const insertAccountByLink = query({
  name: 'insert_account_by_link',
  text: `INSERT INTO accounts (${Object.keys(accounts.columns).join(', ')})
    SELECT ${parameters(accounts)}
    WHERE EXISTS (SELECT 1 FROM mailed_links
      WHERE mailed_links.id = :link_id AND mailed_links.used_by = :used_by)
    ON CONFLICT (email_key) DO NOTHING RETURNING id`,
  input: { ...accounts.columns, link_id: 'text', used_by: 'text' },
  key: 'alone',
})

export const findAccount = query({
  name: 'find_account',
  text: `SELECT ${select(accounts)} FROM accounts /*, input*/
    WHERE accounts.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})

export const findAccountByEmailKey = query({
  name: 'find_account_by_email_key',
  text: `SELECT ${select(accounts)} FROM accounts /*, input*/
    WHERE accounts.email_key = :email_key`,
  input: { email_key: 'text' },
  key: ['email_key'],
})

export const listAccounts = query({
  name: 'list_accounts',
  text: `SELECT ${select(accounts)} FROM accounts
    WHERE accounts.id > :after ORDER BY accounts.id LIMIT :limit`,
  input: { after: 'text', limit: 'bigint' },
  key: 'alone',
})

/** Ids begin with the time, unless they come from another system. */
export const listNewestAccounts = query({
  name: 'list_newest_accounts',
  text: `SELECT ${select(accounts)} FROM accounts
    WHERE accounts.id < :before ORDER BY accounts.id DESC LIMIT :limit`,
  input: { before: 'text', limit: 'bigint' },
  key: 'alone',
})

/** In the order of their addresses, which are compared byte by byte. */
export const listAccountsByAddress = query({
  name: 'list_accounts_by_address',
  text: `SELECT ${select(accounts)} FROM accounts
    WHERE accounts.email_key >= :begins AND accounts.email_key > :after
      AND accounts.email_key < :until
    ORDER BY accounts.email_key LIMIT :limit`,
  input: { begins: 'text', after: 'text', until: 'text', limit: 'bigint' },
  key: 'alone',
})

/** In the order of their names, and of their ids where a name is shared. */
export const listAccountsByName = query({
  name: 'list_accounts_by_name',
  text: `SELECT ${select(accounts)} FROM accounts
    WHERE (accounts.name_key, accounts.id) > (:after_key, :after_id)
      AND accounts.name_key < :until
    ORDER BY accounts.name_key, accounts.id LIMIT :limit`,
  input: { after_key: 'text', after_id: 'text', until: 'text', limit: 'bigint' },
  key: 'alone',
})

/** Fails if the address is taken. */
export const updateAccount = query({
  name: 'update_account',
  text: `UPDATE accounts SET ${accountChange.set}, last_update = :last_update /*FROM input*/
    WHERE accounts.id = :id AND ${accountAsRead.condition} RETURNING accounts.id`,
  input: { ...accountChange.input, ...accountAsRead.input, id: 'text', last_update: 'text' },
  key: ['id'],
})

/** Locks the row, so that nothing deletes the account before this unit ends. */
export const holdAccountById = query({
  name: 'hold_account_by_id',
  text: `UPDATE accounts SET created_at = accounts.created_at
    WHERE accounts.id = :id`,
  input: { id: 'text' },
  key: 'alone',
})

export const setAccountDisabled = query({
  name: 'set_account_disabled',
  text: `UPDATE accounts SET disabled_at = :disabled_at /*FROM input*/
    WHERE accounts.id = :id RETURNING accounts.id`,
  input: { id: 'text', disabled_at: 'bigint' },
  key: ['id'],
})

/** If its owner had asked for its deletion before it was disabled, it waits for that again. */
export const setAccountEnabled = query({
  name: 'set_account_enabled',
  text: `UPDATE accounts SET
      disabled_at = CASE WHEN accounts.deletion_can_be_kept = 0 THEN accounts.disabled_at END,
      delete_after = CASE WHEN accounts.deletion_can_be_kept = 0 THEN accounts.delete_after END,
      deletion_can_be_kept = CASE WHEN accounts.deletion_can_be_kept = 0 THEN 1 END /*FROM input*/
    WHERE accounts.id = :id RETURNING accounts.id`,
  input: { id: 'text' },
  key: ['id'],
})

export const setAccountPassword = query({
  name: 'set_account_password',
  text: `UPDATE accounts SET password_hash = :password_hash /*FROM input*/
    WHERE accounts.id = :id RETURNING accounts.id`,
  input: { id: 'text', password_hash: 'text' },
  key: ['id'],
})

export const changeAccountPassword = query({
  name: 'change_account_password',
  text: `UPDATE accounts SET password_hash = :next_hash
    WHERE accounts.id = :id AND accounts.password_hash IS NOT DISTINCT FROM :password_hash
      AND accounts.disabled_at IS NULL
    RETURNING accounts.id`,
  input: { id: 'text', password_hash: 'text', next_hash: 'text' },
  key: 'alone',
})

export const keepAccountPassword = query({
  name: 'keep_account_password',
  text: `UPDATE accounts SET password_hash = :password_hash /*FROM input*/
    WHERE accounts.id = :id AND accounts.password_hash IS NULL AND accounts.disabled_at IS NULL
    RETURNING accounts.id`,
  input: { id: 'text', password_hash: 'text' },
  key: ['id'],
})

export const replaceAccountPasswordHash = query({
  name: 'replace_account_password_hash',
  text: `UPDATE accounts SET password_hash = :next_hash /*FROM input*/
    WHERE accounts.id = :id AND accounts.password_hash = :password_hash RETURNING accounts.id`,
  input: { id: 'text', password_hash: 'text', next_hash: 'text' },
  key: ['id'],
})
