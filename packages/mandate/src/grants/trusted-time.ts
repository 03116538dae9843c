/**
 * Which time to use for irreversible acts. A single clock may be wrong: an empty battery, a
 * restored virtual machine, a mistyped date. So anything that deletes, or makes a client discard
 * its token, uses the earliest of three times:
 *
 * - this machine's clock;
 * - the database's clock, if it has one of its own;
 * - the *trusted time*, which is stored in the database and advances by at most ten seconds for
 *   each second that a server has actually been running. After three months off, a server catches
 *   up within ten days and deletes a little late. A clock that is 400 days ahead for an hour moves
 *   it by ten hours.
 *
 * All times are whole seconds since 1970.
 */

export interface Witnesses {
  readonly own: number
  /** Null if the database uses this machine's clock. */
  readonly database: number | null
  /** Null if none is stored yet; then no clock is doubted. */
  readonly trusted: number | null
}

/** Seconds of trusted time per second of running. */
const SECONDS_FOR_EACH_SECOND = 10
/**
 * Clocks further apart than this are in doubt. Lower would trip on a machine that was off
 * overnight.
 */
export const DOUBT_SECONDS = 24 * 60 * 60
/** The usual difference between unsynchronized clocks. */
const DATABASE_DOUBT_SECONDS = 5 * 60

/** The time to delete by: what ended before it has ended, whichever clock is right. */
export function timeToDeleteBy({ own, database, trusted }: Witnesses): number {
  return Math.min(own, database ?? own, trusted ?? own)
}

/** How far this machine's clock is ahead of the other time, in seconds; negative if behind. */
export interface ClockDoubt {
  readonly against: 'database' | 'trusted'
  readonly ahead: number
}

/** Why this machine's clock is in doubt, or undefined if it is not. */
export function doubtOf({ own, database, trusted }: Witnesses): ClockDoubt | undefined {
  if (database !== null && Math.abs(own - database) > DATABASE_DOUBT_SECONDS) {
    return { against: 'database', ahead: own - database }
  }
  if (trusted !== null && Math.abs(own - trusted) > DOUBT_SECONDS) {
    return { against: 'trusted', ahead: own - trusted }
  }
  return undefined
}

/** Whether `end` has passed beyond doubt. */
export function isCertainlyOver(end: number, witnesses: Witnesses): boolean {
  const isDoubted = doubtOf(witnesses) !== undefined
  return end <= (isDoubted ? timeToDeleteBy(witnesses) : witnesses.own)
}

/**
 * The trusted time after a server has run for `elapsed` seconds, measured by a clock that cannot be
 * set. It stands still while this machine's and the database's clock disagree, because either could
 * be wrong.
 */
export function followed(
  { own, database, trusted }: Witnesses & { readonly trusted: number },
  elapsed: number,
): number {
  if (doubtOf({ own, database, trusted: null }) !== undefined) return trusted
  const most = Math.floor(elapsed * SECONDS_FOR_EACH_SECOND)
  return Math.min(Math.max(own, trusted - most), trusted + most)
}
