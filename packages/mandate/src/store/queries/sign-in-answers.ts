import { signInAnswers } from '../tables/sign-in-answers.ts'
import { insert, query, select } from './query.ts'

/** Does nothing if there already is an answer. */
export const insertSignInAnswer = query({
  name: 'insert_sign_in_answer',
  text: `${insert(signInAnswers)} ON CONFLICT (id) DO NOTHING RETURNING id`,
  input: signInAnswers.columns,
  key: ['id'],
})

export const findSignInAnswer = query({
  name: 'find_sign_in_answer',
  text: `SELECT ${select(signInAnswers)} FROM sign_in_answers /*, input*/
    WHERE sign_in_answers.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})

/** Returns a row to one caller only, and never after the answer has expired. */
export const useSignInAnswer = query({
  name: 'use_sign_in_answer',
  text: `UPDATE sign_in_answers SET used_by = :used_by /*FROM input*/
    WHERE sign_in_answers.id = :id AND sign_in_answers.used_by IS NULL
      AND sign_in_answers.expires_at > :at
    RETURNING sign_in_answers.id`,
  input: { id: 'text', used_by: 'text', at: 'bigint' },
  key: ['id'],
})
