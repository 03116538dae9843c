import { operators } from '../tables/operators.ts'
import { query, select } from './query.ts'

/** Returns no row if the account does not exist, or is an operator's already. */
export const insertOperator = query({
  name: 'insert_operator',
  text: `INSERT INTO operators (account_id, role, created_at, unconfirmed_since)
    SELECT accounts.id, :role, CAST(:created_at AS BIGINT), CAST(:unconfirmed_since AS BIGINT)
    FROM accounts
    WHERE accounts.id = :account_id
    ON CONFLICT (account_id) DO NOTHING RETURNING account_id`,
  input: operators.columns,
  key: 'alone',
})

export const findOperator = query({
  name: 'find_operator',
  text: `SELECT ${select(operators)} FROM operators /*, input*/
    WHERE operators.account_id = :account_id`,
  input: { account_id: 'text' },
  key: ['account_id'],
})

/** Not if the account is disabled. */
export const findActiveOperator = query({
  name: 'find_active_operator',
  text: `SELECT ${select(operators)} FROM operators
    JOIN accounts ON accounts.id = operators.account_id /*, input*/
    WHERE operators.account_id = :account_id AND accounts.disabled_at IS NULL`,
  input: { account_id: 'text' },
  key: ['account_id'],
})

export const listOperators = query({
  name: 'list_operators',
  text: `SELECT ${select(operators)} FROM operators
    WHERE operators.account_id > :after ORDER BY operators.account_id LIMIT :limit`,
  input: { after: 'text', limit: 'bigint' },
  key: 'alone',
})

/**
 * Locks the row of an operator and those of all owners, so that two changes at once cannot each
 * count on the other's owner.
 */
export const holdOperators = query({
  name: 'hold_operators',
  text: `UPDATE operators SET created_at = operators.created_at
    WHERE operators.account_id = :account_id OR operators.role = 'owner'`,
  input: { account_id: 'text' },
  key: 'alone',
})

/**
 * Whether the operator may get this role, or be removed if it is empty: unless they have it, or no
 * other owner could sign in then.
 */
export const isChangeableOperator = (accountId: string, role: string) =>
  `EXISTS (SELECT 1 FROM operators WHERE operators.account_id = ${accountId}
    AND operators.role <> ${role}
    AND (operators.role <> 'owner' OR EXISTS (SELECT 1 FROM operators AS others
      JOIN accounts ON accounts.id = others.account_id
      WHERE others.account_id <> ${accountId} AND others.role = 'owner'
        AND accounts.disabled_at IS NULL)))`

export const setOperatorRole = query({
  name: 'set_operator_role',
  text: `UPDATE operators SET role = :role WHERE operators.account_id = :account_id
    AND ${isChangeableOperator(':account_id', ':role')} RETURNING operators.account_id`,
  input: { account_id: 'text', role: 'text' },
  key: 'alone',
})

export const deleteOperator = query({
  name: 'delete_operator',
  text: `DELETE FROM operators WHERE operators.account_id = :account_id
    AND ${isChangeableOperator(':account_id', "''")} RETURNING operators.account_id`,
  input: { account_id: 'text' },
  key: 'alone',
})

/** The role does not count from `at` on. */
export const doubtOperator = query({
  name: 'doubt_operator',
  text: `UPDATE operators SET unconfirmed_since = CAST(:at AS BIGINT)
    WHERE operators.account_id = :account_id AND operators.unconfirmed_since IS NULL`,
  input: { account_id: 'text', at: 'bigint' },
  key: 'alone',
})

export const confirmOperator = query({
  name: 'confirm_operator',
  text: `UPDATE operators SET unconfirmed_since = NULL
    WHERE operators.account_id = :account_id AND operators.unconfirmed_since IS NOT NULL
    RETURNING operators.account_id`,
  input: { account_id: 'text' },
  key: 'alone',
})
