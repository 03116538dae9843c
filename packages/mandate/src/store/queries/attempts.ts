/**
 * Leaky buckets. `empty_at` is when everything in the bucket will have leaked out, so a bucket that
 * is not there is empty, and nothing has to be updated while it leaks.
 */

import { query } from './query.ts'

export const findAttempts = query({
  name: 'find_attempts',
  text: `SELECT attempts.bucket, attempts.empty_at FROM attempts /*, input*/
    WHERE attempts.bucket = :bucket`,
  input: { bucket: 'text' },
  key: ['bucket'],
})

/**
 * Returns no row if it is full. `most_seconds` is how long a full one takes to become empty. After
 * `latest`, a clock that was ahead must have filled it, so it counts as empty.
 */
export const addAttempt = query({
  name: 'add_attempt',
  text: `INSERT INTO attempts (bucket, empty_at) SELECT :bucket, :at + :seconds WHERE true
    ON CONFLICT (bucket) DO UPDATE SET empty_at = :seconds
      + CASE WHEN attempts.empty_at > :at AND attempts.empty_at <= :latest
        THEN attempts.empty_at ELSE :at END
    WHERE attempts.empty_at <= :at + :most_seconds - :seconds OR attempts.empty_at > :latest
    RETURNING bucket`,
  input: {
    ...{ bucket: 'text', at: 'bigint', seconds: 'bigint' },
    ...{ most_seconds: 'bigint', latest: 'bigint' },
  },
  key: 'alone',
})

export const giveBackAttempt = query({
  name: 'give_back_attempt',
  text: `UPDATE attempts SET empty_at = attempts.empty_at - :seconds
    WHERE attempts.bucket = :bucket`,
  input: { bucket: 'text', seconds: 'bigint' },
  key: 'alone',
})

export const clearAttempts = query({
  name: 'clear_attempts',
  text: `DELETE FROM attempts /*USING input*/ WHERE attempts.bucket = :bucket`,
  input: { bucket: 'text' },
  key: [],
})

/** `beyond` sorts right after everything that starts with `prefix`; both engines compare bytes. */
export const clearAttemptsBetween = query({
  name: 'clear_attempts_between',
  text: `DELETE FROM attempts WHERE attempts.bucket >= :prefix AND attempts.bucket < :beyond
    RETURNING attempts.bucket`,
  input: { prefix: 'text', beyond: 'text' },
  key: 'alone',
})
