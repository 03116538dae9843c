import { accountColumns } from './accounts.ts'
import { insert, query, select } from './query.ts'

export const sessionColumns = {
  id: 'text',
  account_id: 'text',
  auth_time: 'bigint',
  expires_at: 'bigint',
} as const

export const insertSession = query({
  name: 'insert_session',
  text: insert('sessions', sessionColumns),
  input: sessionColumns,
  key: [],
})

export const findSession = query({
  name: 'find_session',
  text: `SELECT ${select('sessions', sessionColumns)},
      ${select('accounts', accountColumns, 'account_')}
    FROM sessions JOIN accounts ON accounts.id = sessions.account_id /*, input*/
    WHERE sessions.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})

export const deleteSession = query({
  name: 'delete_session',
  text: `DELETE FROM sessions /*USING input*/ WHERE sessions.id = :id`,
  input: { id: 'text' },
  key: [],
})

export const deleteSessionsOfAccount = query({
  name: 'delete_sessions_of_account',
  text: `DELETE FROM sessions /*USING input*/ WHERE sessions.account_id = :account_id`,
  input: { account_id: 'text' },
  key: [],
})
