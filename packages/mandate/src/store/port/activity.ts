/** Sums of what happens too often for a row each (`activity/`). */

/** How long sums by the hour are kept, in seconds. */
export const ACTIVITY_HOURS_KEPT_SECONDS = 90 * 24 * 60 * 60
/** How long sums by the day are kept. */
export const ACTIVITY_DAYS_KEPT_SECONDS = 400 * 24 * 60 * 60

/** The length of the pieces of time, which begin in UTC. */
export type ActivitySpan = 'hour' | 'day'
export const SPAN_SECONDS: Readonly<Record<ActivitySpan, number>> = { hour: 3_600, day: 86_400 }

/** How often something happened. */
export interface Count {
  readonly kind: string
  readonly key: string
  /** Empty if it is about no client, `*` for all clients without a row of their own. */
  readonly clientId: string
  readonly counted: number
}

/** `beginsAt` in seconds since 1970. */
export type Activity = Count & { readonly beginsAt: number }

/** What to read: the pieces of time that begin from `since` on, and before `until`. */
export interface ActivityRange {
  readonly span: ActivitySpan
  readonly kind: string
  /** In seconds since 1970. */
  readonly since: number
  readonly until: number
}

export interface ActivityStore {
  /**
   * Adds each count to the hour and the day of `at`. The counts, of which no two may be alike, share
   * one statement, but each is an act of its own: those that the database did not take come back.
   */
  add(counts: readonly Count[], at: number): Promise<readonly Count[]>
  /** Notes the size of the database, in bytes, as the kind `storage`. */
  noteSize(at: number): Promise<void>
  /** Every row, oldest first. */
  list(range: ActivityRange): Promise<readonly Activity[]>
  /** All clients together, oldest first. */
  sum(range: ActivityRange): Promise<readonly Omit<Activity, 'kind' | 'clientId'>[]>
  /** The whole time together. */
  total(range: ActivityRange): Promise<readonly Omit<Count, 'kind'>[]>
}
