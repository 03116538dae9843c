/**
 * Keeps the trusted time (`grants/trusted-time.ts`) moving while a server runs, and warns once when
 * the clock is in doubt. Processes share one row, and each counts only the time in which no other
 * moved it, so several move it no faster than one.
 */

import { performance } from 'node:perf_hooks'
import {
  type ClockDoubt,
  doubtOf,
  followed,
  timeToDeleteBy,
  type Witnesses,
} from '../grants/trusted-time.ts'
import type { TrustedTimeStore } from '../store/port.ts'
import type { Clock } from '../time-and-chance.ts'
import { distanceInWords } from './clock-words.ts'

/** Smaller steps are not worth a write. */
const SMALLEST_STEP_SECONDS = 30
/** The most that one step adds: a suspended process has not seen that time pass. */
const MOST_ELAPSED_SECONDS = 600

export interface TimeKeeper {
  /**
   * Compares all clocks; returns the time to delete by, and the latest. Rejects with
   * `StorageUnavailable`.
   */
  look(): Promise<{ readonly now: number; readonly latest: number }>
  /** Why this machine's clock is in doubt, as of the last comparison. */
  doubt(): ClockDoubt | undefined
}

interface Kept {
  readonly trustedTime: TrustedTimeStore
  readonly clock: Clock
  /** Seconds of a monotonic clock. */
  readonly monotonic?: () => number
  readonly log: { warn(sentence: string): void; info(sentence: string): void }
}

export function createTimeKeeper({
  trustedTime,
  clock,
  monotonic = () => performance.now() / 1000,
  log,
}: Kept): TimeKeeper {
  let doubt: ClockDoubt | undefined
  /** When this process started counting, and at which version of the row. */
  let counting: { readonly version: number; readonly since: number } | undefined

  function say(found: ClockDoubt | undefined): void {
    if (found?.against !== doubt?.against) {
      if (found === undefined) log.info('The clock is no longer in doubt.')
      else log.warn(warningOf(found))
    }
    doubt = found
  }

  return {
    doubt: () => doubt,
    async look() {
      const own = clock.now()
      const { version, ...seen } = await trustedTime.read()
      if (seen.trusted === null) {
        await trustedTime.begin(own)
        const { trusted } = await trustedTime.read()
        return span({ ...seen, own, trusted })
      }
      const witnesses = { ...seen, own, trusted: seen.trusted }
      say(doubtOf(witnesses))
      const time = monotonic()
      if (counting?.version !== version) counting = { version, since: time }
      const elapsed = Math.min(time - counting.since, MOST_ELAPSED_SECONDS)
      const next = followed(witnesses, elapsed)
      if (Math.abs(next - seen.trusted) >= SMALLEST_STEP_SECONDS) {
        const moved = await trustedTime.move(version, next)
        counting = moved ? { version: version + 1, since: time } : undefined
      } else if (elapsed >= SMALLEST_STEP_SECONDS) {
        // Time in which the clock stood still is not saved up for a jump.
        counting = { version, since: time }
      }
      return span(witnesses)
    },
  }
}

function span(witnesses: Witnesses) {
  const { own, database, trusted } = witnesses
  return { now: timeToDeleteBy(witnesses), latest: Math.max(own, database ?? own, trusted ?? own) }
}

function warningOf(doubt: ClockDoubt): string {
  return (
    `The clock of this machine is ${distanceInWords(doubt)}. Until they agree, nothing is deleted that ` +
    'may still be good, and tokens that only this clock calls expired are answered with 503. ' +
    'Set the clock (NTP); if it is right, this ends by itself, or at once with: mandate clock trust'
  )
}
