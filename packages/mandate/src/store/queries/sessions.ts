import { accounts } from '../tables/accounts.ts'
import { sessions } from '../tables/sessions.ts'
import { parameters, query, select } from './query.ts'

/**
 * Not disabled; or waiting for its deletion, so that its owner can keep it. Such a session does
 * nothing else (`people/session.ts`).
 */
const canSignIn = `(accounts.disabled_at IS NULL OR accounts.deletion_can_be_kept = 1)`

/** Whether the password that was just verified, if any, is still the account's. */
const isUnchanged = `accounts.password_hash
      IS NOT DISTINCT FROM coalesce(:password_hash, accounts.password_hash)`

/**
 * Locks the row of an account that is signing in. A concurrent change of the account is ordered
 * entirely before or after.
 */
export const holdAccount = query({
  name: 'hold_account',
  text: `UPDATE accounts SET password_hash = accounts.password_hash
    WHERE accounts.id = :account_id AND ${isUnchanged} AND ${canSignIn}
    RETURNING accounts.id`,
  input: { account_id: 'text', password_hash: 'text' },
  key: 'alone',
})

/** Whether the account is still linked to the provider of the session, if any. */
const isLinked = `(:provider IS NULL OR EXISTS (SELECT 1 FROM identities
      WHERE identities.account_id = :account_id AND identities.provider = :provider))`

const insertion = `INSERT INTO sessions (${Object.keys(sessions.columns).join(', ')})
    SELECT ${parameters(sessions)} FROM accounts
    WHERE accounts.id = :account_id AND ${isUnchanged} AND ${canSignIn}
      AND ${isLinked}`

/**
 * Returns no row if the account is disabled or gone, if its password has changed, or if it is no
 * longer linked to the provider.
 */
export const insertSession = query({
  name: 'insert_session',
  text: `${insertion} RETURNING id`,
  input: { ...sessions.columns, password_hash: 'text' },
  key: 'alone',
})

/** The same, if the same unit has used up the answer for this session. */
export const insertSessionWithAnswer = query({
  name: 'insert_session_with_answer',
  text: `${insertion} AND EXISTS (SELECT 1 FROM sign_in_answers
        WHERE sign_in_answers.id = :answer_id AND sign_in_answers.used_by = :id)
    RETURNING id`,
  input: { ...sessions.columns, password_hash: 'text', answer_id: 'text' },
  key: 'alone',
})

/**
 * Keeps the session that was just started, even if the clock of another server dates others later.
 */
export const deleteSessionsBeyond = query({
  name: 'delete_sessions_beyond',
  text: `DELETE FROM sessions WHERE sessions.id IN (
      SELECT others.id FROM sessions AS others
      WHERE others.account_id = :account_id AND others.id <> :id
      ORDER BY others.started_at DESC, others.id LIMIT :limit OFFSET :kept)`,
  input: { account_id: 'text', id: 'text', kept: 'bigint', limit: 'bigint' },
  key: 'alone',
})

export const findSession = query({
  name: 'find_session',
  text: `SELECT ${select(sessions)},
      ${select(accounts, 'account_')}
    FROM sessions JOIN accounts ON accounts.id = sessions.account_id /*, input*/
    WHERE sessions.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})

/** The column is in no index, so PostgreSQL updates the row in place. */
export const seeSession = query({
  name: 'see_session',
  text: `UPDATE sessions SET last_seen_at = :at /*FROM input*/
    WHERE sessions.id = :id AND sessions.last_seen_at = :instead_of`,
  input: { id: 'text', at: 'bigint', instead_of: 'bigint' },
  key: [],
})

export const listSessionsOfAccount = query({
  name: 'list_sessions_of_account',
  text: `SELECT ${select(sessions)} FROM sessions WHERE sessions.account_id = :account_id
    ORDER BY sessions.started_at DESC, sessions.id LIMIT :limit`,
  input: { account_id: 'text', limit: 'bigint' },
  key: 'alone',
})

export const deleteSession = query({
  name: 'delete_session',
  text: `DELETE FROM sessions WHERE sessions.id = :id RETURNING sessions.id`,
  input: { id: 'text' },
  key: 'alone',
})

export const deleteSessionsOfAccount = query({
  name: 'delete_sessions_of_account',
  text: `DELETE FROM sessions /*USING input*/ WHERE sessions.account_id = :account_id`,
  input: { account_id: 'text' },
  key: [],
})

/** A row for each session that ended. */
export const endSessionsOfAccount = query({
  name: 'end_sessions_of_account',
  text: `DELETE FROM sessions /*USING input*/ WHERE sessions.account_id = :account_id
    RETURNING sessions.account_id`,
  input: { account_id: 'text' },
  key: ['account_id'],
})

/** A row for each session that ended. */
export const deleteOtherSessions = query({
  name: 'delete_other_sessions',
  text: `DELETE FROM sessions WHERE sessions.account_id = :account_id AND sessions.id <> :except
    RETURNING sessions.id`,
  input: { account_id: 'text', except: 'text' },
  key: 'alone',
})

/** Those that can do what needs a recent sign-in. */
export const deleteSessionsProvenSince = query({
  name: 'delete_sessions_proven_since',
  text: `DELETE FROM sessions WHERE sessions.account_id = :account_id AND sessions.id <> :except
      AND coalesce(sessions.auth_time, sessions.started_at) >= :since
    RETURNING sessions.id`,
  input: { account_id: 'text', except: 'text', since: 'bigint' },
  key: 'alone',
})

/** Unless the identity is still linked. */
export const deleteSessionsOfProvider = query({
  name: 'delete_sessions_of_provider',
  text: `DELETE FROM sessions
    WHERE sessions.account_id = :account_id AND sessions.provider = :provider
      AND NOT EXISTS (SELECT 1 FROM identities WHERE identities.provider = :provider
        AND identities.subject = :subject AND identities.account_id = :account_id)`,
  input: { account_id: 'text', provider: 'text', subject: 'text' },
  key: 'alone',
})

export const hasSessions = query({
  name: 'has_sessions',
  text: `SELECT DISTINCT sessions.account_id FROM sessions /*, input*/
    WHERE sessions.account_id = :account_id`,
  input: { account_id: 'text' },
  key: ['account_id'],
})
