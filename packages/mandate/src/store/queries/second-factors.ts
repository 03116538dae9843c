import { recoveryCodes, totpAuthenticators } from '../tables/second-factors.ts'
import { parameters, query, select } from './query.ts'

const totpColumns = Object.keys(totpAuthenticators.columns)

/** Nothing if the account does not exist. Replaces the one that was there. */
export const putTotp = query({
  name: 'put_totp',
  text: `INSERT INTO totp_authenticators (${totpColumns.join(', ')})
    SELECT ${parameters(totpAuthenticators)} FROM accounts
    WHERE accounts.id = :account_id
    ON CONFLICT (account_id) DO UPDATE SET
      ${totpColumns.map((column) => `${column} = excluded.${column}`).join(', ')}
    RETURNING account_id`,
  input: totpAuthenticators.columns,
  key: 'alone',
})

export const findTotp = query({
  name: 'find_totp',
  text: `SELECT ${select(totpAuthenticators)} FROM totp_authenticators /*, input*/
    WHERE totp_authenticators.account_id = :account_id`,
  input: { account_id: 'text' },
  key: ['account_id'],
})

/** Unless another one has taken its place. */
export const noteTotpUse = query({
  name: 'note_totp_use',
  text: `UPDATE totp_authenticators
    SET last_used_at = :at, key_id = :key_id, secret = :secret /*FROM input*/
    WHERE totp_authenticators.account_id = :account_id
      AND totp_authenticators.created_at = :created_at`,
  input: {
    account_id: 'text',
    created_at: 'bigint',
    at: 'bigint',
    key_id: 'text',
    secret: 'bytes',
  },
  key: [],
})

export const listTotpNotUnder = query({
  name: 'list_totp_not_under',
  text: `SELECT ${select(totpAuthenticators)} FROM totp_authenticators
    WHERE totp_authenticators.account_id > :after AND totp_authenticators.key_id <> :key_id
    ORDER BY totp_authenticators.account_id LIMIT :limit`,
  input: { key_id: 'text', after: 'text', limit: 'bigint' },
  key: 'alone',
})

/** Unless it was changed meanwhile. */
export const rekeyTotp = query({
  name: 'rekey_totp',
  text: `UPDATE totp_authenticators SET key_id = :key_id, secret = :secret
    WHERE totp_authenticators.account_id = :account_id
      AND totp_authenticators.created_at = :created_at
      AND totp_authenticators.key_id = :from_key_id`,
  input: {
    account_id: 'text',
    created_at: 'bigint',
    from_key_id: 'text',
    key_id: 'text',
    secret: 'bytes',
  },
  key: 'alone',
})

export const deleteTotp = query({
  name: 'delete_totp',
  text: `DELETE FROM totp_authenticators /*USING input*/
    WHERE totp_authenticators.account_id = :account_id
    RETURNING totp_authenticators.account_id`,
  input: { account_id: 'text' },
  key: ['account_id'],
})

/** For an account that exists. */
export const insertRecoveryCode = query({
  name: 'insert_recovery_code',
  text: `INSERT INTO recovery_codes (${Object.keys(recoveryCodes.columns).join(', ')})
    SELECT ${parameters(recoveryCodes)} FROM accounts /*, input*/
    WHERE accounts.id = :account_id
    RETURNING id`,
  input: recoveryCodes.columns,
  key: [],
})

export const listRecoveryCodes = query({
  name: 'list_recovery_codes',
  text: `SELECT ${select(recoveryCodes)} FROM recovery_codes /*, input*/
    WHERE recovery_codes.account_id = :account_id`,
  input: { account_id: 'text' },
  key: ['account_id'],
})

/** Returns a row to one caller only. */
export const useRecoveryCode = query({
  name: 'use_recovery_code',
  text: `UPDATE recovery_codes SET used_at = :at /*FROM input*/
    WHERE recovery_codes.id = :id AND recovery_codes.account_id = :account_id
      AND recovery_codes.used_at IS NULL
    RETURNING recovery_codes.id`,
  input: { id: 'text', account_id: 'text', at: 'bigint' },
  key: ['id'],
})

export const deleteRecoveryCodes = query({
  name: 'delete_recovery_codes',
  text: `DELETE FROM recovery_codes /*USING input*/
    WHERE recovery_codes.account_id = :account_id`,
  input: { account_id: 'text' },
  key: [],
})
