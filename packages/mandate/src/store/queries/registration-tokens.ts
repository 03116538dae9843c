import { registrationTokens } from '../tables/registration-tokens.ts'
import { insert, query, select } from './query.ts'

export const insertRegistrationToken = query({
  name: 'insert_registration_token',
  text: `${insert(registrationTokens)} RETURNING id`,
  input: registrationTokens.columns,
  key: [],
})

export const findRegistrationToken = query({
  name: 'find_registration_token',
  text: `SELECT ${select(registrationTokens)} FROM registration_tokens /*, input*/
    WHERE registration_tokens.token_hash = :token_hash`,
  input: { token_hash: 'text' },
  key: ['token_hash'],
})

export const listRegistrationTokens = query({
  name: 'list_registration_tokens',
  text: `SELECT ${select(registrationTokens)} FROM registration_tokens
    WHERE registration_tokens.id > :after ORDER BY registration_tokens.id LIMIT :limit`,
  input: { after: 'text', limit: 'bigint' },
  key: 'alone',
})

/** A row means that this caller may register one client. */
export const useRegistrationToken = query({
  name: 'use_registration_token',
  text: `UPDATE registration_tokens SET uses_left = registration_tokens.uses_left - 1
    WHERE registration_tokens.id = :id AND registration_tokens.expires_at > :at
      AND (registration_tokens.uses_left IS NULL OR registration_tokens.uses_left > 0)
    RETURNING registration_tokens.id`,
  input: { id: 'text', at: 'bigint' },
  key: 'alone',
})

/** Alone, because its rows say whether the token existed, although the fact is recorded first. */
export const deleteRegistrationToken = query({
  name: 'delete_registration_token',
  text: `DELETE FROM registration_tokens
    WHERE registration_tokens.id = :id RETURNING registration_tokens.id`,
  input: { id: 'text' },
  key: 'alone',
})
