import { query } from './query.ts'

export const findAttempts = query({
  name: 'find_attempts',
  text: `SELECT attempts.bucket, attempts.counted, attempts.last_at FROM attempts /*, input*/
    WHERE attempts.bucket = :bucket`,
  input: { bucket: 'text' },
  key: ['bucket'],
})

/** `last_at` never decreases, so that a node whose clock is behind cannot shorten a wait. */
export const addAttempt = query({
  name: 'add_attempt',
  text: `INSERT INTO attempts (bucket, counted, last_at) SELECT :bucket, 1, :at WHERE true
    ON CONFLICT (bucket) DO UPDATE
    SET counted = CASE WHEN attempts.last_at < :forget_before THEN 1 ELSE attempts.counted + 1 END,
      last_at = CASE WHEN attempts.last_at > excluded.last_at
        THEN attempts.last_at ELSE excluded.last_at END
    RETURNING bucket, counted, last_at`,
  input: { bucket: 'text', at: 'bigint', forget_before: 'bigint' },
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
