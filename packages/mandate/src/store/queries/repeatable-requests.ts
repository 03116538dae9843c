import { repeatableRequests } from '../tables/repeatable-requests.ts'
import { insert, query, select } from './query.ts'

/** Returns a row to one caller only. */
export const beginRepeatable = query({
  name: 'begin_repeatable',
  text: `${insert(repeatableRequests)} ON CONFLICT (id) DO NOTHING RETURNING id`,
  input: repeatableRequests.columns,
  key: ['id'],
})

export const findRepeatable = query({
  name: 'find_repeatable',
  text: `SELECT ${select(repeatableRequests)} FROM repeatable_requests /*, input*/
    WHERE repeatable_requests.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})

export const finishRepeatable = query({
  name: 'finish_repeatable',
  text: `UPDATE repeatable_requests SET answer = :answer /*FROM input*/
    WHERE repeatable_requests.id = :id`,
  input: { id: 'text', answer: 'bytes' },
  key: [],
})

export const forgetRepeatable = query({
  name: 'forget_repeatable',
  text: `DELETE FROM repeatable_requests /*USING input*/ WHERE repeatable_requests.id = :id`,
  input: { id: 'text' },
  key: [],
})
