import { id, table, time } from './table.ts'

/**
 * What was used up: the time step of a one-time code, a challenge, a half sign-in. The id names the
 * kind, what it is for and the thing itself, and contains no secret.
 */
export const usedOnce = table('used_once', {
  id,
  /** When the thing would expire anyway. */
  expiresAt: time,
})
