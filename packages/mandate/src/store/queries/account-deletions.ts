/** Accounts whose owner has asked for their deletion, until the sweep deletes them. */

import { query } from './query.ts'

/** The account is disabled meanwhile, so that every check refuses it. */
export const askForDeletion = query({
  name: 'ask_for_deletion',
  text: `UPDATE accounts SET disabled_at = :at, delete_after = :delete_after,
      deletion_can_be_kept = 1 /*FROM input*/
    WHERE accounts.id = :id AND accounts.disabled_at IS NULL RETURNING accounts.id`,
  input: { id: 'text', at: 'bigint', delete_after: 'bigint' },
  key: ['id'],
})

export const keepAccount = query({
  name: 'keep_account',
  text: `UPDATE accounts SET disabled_at = NULL, delete_after = NULL, deletion_can_be_kept = NULL
      /*FROM input*/
    WHERE accounts.id = :id AND accounts.deletion_can_be_kept = 1 RETURNING accounts.id`,
  input: { id: 'text' },
  key: ['id'],
})

/** Somebody else has disabled the account, so its owner cannot take the deletion back. */
export const settleDeletion = query({
  name: 'settle_deletion',
  text: `UPDATE accounts SET deletion_can_be_kept = 0 /*FROM input*/
    WHERE accounts.id = :id AND accounts.deletion_can_be_kept = 1`,
  input: { id: 'text' },
  key: [],
})

export const listDueAccounts = query({
  name: 'list_due_accounts',
  text: `SELECT accounts.id FROM accounts WHERE accounts.delete_after < :now
    ORDER BY accounts.delete_after, accounts.id LIMIT :limit`,
  input: { now: 'bigint', limit: 'bigint' },
  key: 'alone',
})

/** Whoever takes the deletion back at the same time comes entirely before or after. */
export const holdDueAccount = query({
  name: 'hold_due_account',
  text: `UPDATE accounts SET created_at = accounts.created_at
    WHERE accounts.id = :id AND accounts.delete_after < :now`,
  input: { id: 'text', now: 'bigint' },
  key: 'alone',
})

export const keepDueId = query({
  name: 'keep_due_id',
  text: `INSERT INTO deleted_accounts (id)
    SELECT accounts.id FROM accounts WHERE accounts.id = :id AND accounts.delete_after < :now
    ON CONFLICT (id) DO NOTHING RETURNING id`,
  input: { id: 'text', now: 'bigint' },
  key: 'alone',
})
