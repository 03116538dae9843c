/**
 * Which time to act by where an act cannot be undone. One clock may be wrong: a battery is empty, a
 * virtual machine was restored, somebody mistyped a date. So what deletes, and what makes a client throw
 * its token away, goes by the earliest of three witnesses:
 *
 * - this machine's clock;
 * - the database's clock, where the database has one of its own;
 * - the *trusted time*, which is kept in the database and follows the clock only slowly: for each second
 *   that a server has really been running, ten. A server that was off for three months catches up within
 *   ten days, and deletes a little late. A clock that is 400 days ahead for an hour moves it ten hours.
 *
 * All times are whole seconds since 1970.
 */

export interface Witnesses {
  readonly own: number
  /** Null where the database goes by this machine's clock. */
  readonly database: number | null
  /** Null where none is kept yet: then nothing is doubted. */
  readonly trusted: number | null
}

/** How fast the trusted time follows. */
const SECONDS_FOR_EACH_SECOND = 10
/** Two clocks that are further apart than this are in doubt; a night or a long day is nothing unusual. */
export const DOUBT_SECONDS = 24 * 60 * 60
/** The usual difference between clocks that nobody looks after. */
const DATABASE_DOUBT_SECONDS = 5 * 60

/** The time to delete by: whatever ended before it has ended, whichever clock is right. */
export function timeToDeleteBy({ own, database, trusted }: Witnesses): number {
  return Math.min(own, database ?? own, trusted ?? own)
}

/** How far this machine's clock is ahead of the other witness, in seconds; negative is behind. */
export interface ClockDoubt {
  readonly against: 'database' | 'trusted'
  readonly ahead: number
}

/** What speaks against this machine's clock; undefined where nothing does. */
export function doubtOf({ own, database, trusted }: Witnesses): ClockDoubt | undefined {
  if (database !== null && Math.abs(own - database) > DATABASE_DOUBT_SECONDS) {
    return { against: 'database', ahead: own - database }
  }
  if (trusted !== null && Math.abs(own - trusted) > DOUBT_SECONDS) {
    return { against: 'trusted', ahead: own - trusted }
  }
  return undefined
}

/** Whether what ends at `end` is over beyond doubt. */
export function isCertainlyOver(end: number, witnesses: Witnesses): boolean {
  const isDoubted = doubtOf(witnesses) !== undefined
  return end <= (isDoubted ? timeToDeleteBy(witnesses) : witnesses.own)
}

/**
 * The trusted time after `elapsed` seconds of a server's run, by a clock that nobody can set. It stays
 * where it is while own and database's clock disagree: nobody knows which of them is right.
 */
export function followed(
  { own, database, trusted }: Witnesses & { readonly trusted: number },
  elapsed: number,
): number {
  if (doubtOf({ own, database, trusted: null }) !== undefined) return trusted
  const most = Math.floor(elapsed * SECONDS_FOR_EACH_SECOND)
  return Math.min(Math.max(own, trusted - most), trusted + most)
}
