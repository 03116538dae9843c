/** When things are tried again, and for how long. Everything in milliseconds. */

import type { Random } from '../../time-and-chance.ts'

export interface Pace {
  /** How often a process that delivers looks for the facts of other processes. */
  readonly pollEvery: number
  /** How often a process looks for endpoints that nobody delivers to, and prolongs its leases. */
  readonly lookEvery: number
  readonly lease: number
  /** How often progress is stored while there is some. */
  readonly settleEvery: number
  /** Before the next attempt; `attempt` is 1 after the first failure. Without chance. */
  readonly pauseAfter: (attempt: number) => number
  /** An event that fails for so long, while others arrive, is a dead letter. */
  readonly deadAfter: number
  /** An endpoint at which nothing arrives for so long is disabled. */
  readonly disabledAfter: number
}

const SECOND = 1_000
const HOUR = 3_600 * SECOND
const FIRST_PAUSE = 5 * SECOND
const LONGEST_PAUSE = 4 * HOUR
/** Longer than anyone should want to wait, and shorter than an event lives. */
const LONGEST_RETRY_AFTER = 24 * HOUR

/** 5 s, 15 s, 45 s, 2 min, 7 min, 20 min, 1 h, 3 h, 4 h, 4 h …: about 25 attempts in three days. */
export const PACE: Pace = {
  ...{ pollEvery: 250, lookEvery: 2_000, lease: 6_000, settleEvery: 1_000 },
  pauseAfter: (attempt) => Math.min(FIRST_PAUSE * 3 ** (attempt - 1), LONGEST_PAUSE),
  deadAfter: 72 * HOUR,
  disabledAfter: 72 * HOUR,
}

/** Up to a fifth more or less, so that many do not come back at the same moment. */
export function withJitter(pause: number, random: Random): number {
  const [high = 0, low = 0] = random(2)
  return pause * (0.8 + (0.4 * (high * 256 + low)) / 65_536)
}

/** `Retry-After` in milliseconds (RFC 9110 §10.2.3), at most a day; undefined if it says nothing. */
export function retryAfter(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined
  // Date.parse finds a date in almost anything.
  const date = / GMT$/.test(header) ? Date.parse(header) : Number.NaN
  const pause = /^\d{1,9}$/.test(header) ? Number(header) * SECOND : date - nowMs
  return Number.isFinite(pause) && pause >= 0 ? Math.min(pause, LONGEST_RETRY_AFTER) : undefined
}
