import { explanations, keptExplanations } from '../tables/explanations.ts'
import { insert, query, select } from './query.ts'

export const insertExplanation = query({
  name: 'insert_explanation',
  text: `${insert(keptExplanations)} ON CONFLICT (id) DO NOTHING`,
  input: keptExplanations.columns,
  key: [],
})

export const findExplanation = query({
  name: 'find_explanation',
  text: `SELECT ${select(explanations)} FROM explanations /*, input*/
    WHERE explanations.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})

/** This condition is always true; it makes the query an index search that LIMIT stops early. */
export const listExplanations = query({
  name: 'list_explanations',
  text: `SELECT ${select(explanations)} FROM explanations
    WHERE explanations.at >= 0
    ORDER BY explanations.at DESC, explanations.id DESC LIMIT :limit`,
  input: { limit: 'bigint' },
  key: 'alone',
})

/** Before a place in the same order; with a reason, only that one, among a bounded number of rows. */
const before = `(explanations.at, explanations.id) < (:before_at, :before_id)
      AND explanations.reason = COALESCE(:reason, explanations.reason)
    ORDER BY explanations.at DESC, explanations.id DESC LIMIT :limit`
const place = { before_at: 'bigint', before_id: 'text', reason: 'text', limit: 'bigint' } as const

export const listExplanationsBefore = query({
  name: 'list_explanations_before',
  text: `SELECT ${select(explanations)} FROM explanations WHERE ${before}`,
  input: place,
  key: 'alone',
})

export const listExplanationsOfClientBefore = query({
  name: 'list_explanations_of_client_before',
  text: `SELECT ${select(explanations)} FROM explanations
    WHERE explanations.client_id = :client_id AND ${before}`,
  input: { client_id: 'text', ...place },
  key: 'alone',
})

export const listExplanationsOfClient = query({
  name: 'list_explanations_of_client',
  text: `SELECT ${select(explanations)} FROM explanations
    WHERE explanations.client_id = :client_id
    ORDER BY explanations.at DESC, explanations.id DESC LIMIT :limit`,
  input: { client_id: 'text', limit: 'bigint' },
  key: 'alone',
})

/** In batches: each unit adds fewer than it may remove, so nothing piles up. */
export const trimBucket = query({
  name: 'trim_bucket',
  text: `DELETE FROM explanations WHERE explanations.id IN (
      SELECT explanations.id FROM explanations WHERE explanations.bucket = :bucket
      ORDER BY explanations.at DESC, explanations.id DESC LIMIT 1000 OFFSET :kept)`,
  input: { bucket: 'text', kept: 'bigint' },
  key: 'alone',
})

export const trimStanding = query({
  name: 'trim_standing',
  text: `DELETE FROM explanations WHERE explanations.id IN (
      SELECT explanations.id FROM explanations WHERE explanations.standing = :standing
      ORDER BY explanations.at DESC, explanations.id DESC LIMIT 1000 OFFSET :kept)`,
  input: { standing: 'text', kept: 'bigint' },
  key: 'alone',
})

export const deleteExplanationsOfClient = query({
  name: 'delete_explanations_of_client',
  text: `DELETE FROM explanations /*USING input*/ WHERE explanations.client_id = :client_id`,
  input: { client_id: 'text' },
  key: [],
})
