/** The verbs that keep a database in order, and explanations of refused requests. */

import type { Act } from '../../facts/actor.ts'
import type { Explanation, Recovery } from '../records.ts'

/** How long an explanation is kept, in seconds. */
export const EXPLANATIONS_KEPT_SECONDS = 7 * 24 * 60 * 60

export interface ExplanationStore {
  /**
   * Adds them in one step, then drops the oldest beyond the limits: `perClient` for each client
   * with each `SenderProof` (all unregistered clients count as one), and `perStanding` for each
   * `SenderProof`. An id that already exists keeps its explanation.
   */
  put(
    explanations: readonly Explanation[],
    limits: { readonly perClient: number; readonly perStanding: number },
  ): Promise<void>
  find(id: string): Promise<Explanation | undefined>
  /**
   * Newest first, at most `limit` (1 to 1,000): those that name one client, whatever the proof, or
   * all.
   */
  list(whose: { readonly clientId?: string }, limit: number): Promise<readonly Explanation[]>
  /**
   * The same, from the one after `before` on; with `reason`, only those that were refused for it.
   */
  listBefore(
    which: {
      readonly clientId?: string | undefined
      readonly reason?: string | undefined
      readonly before?: Pick<Explanation, 'at' | 'id'> | undefined
    },
    limit: number,
  ): Promise<readonly Explanation[]>
}

export interface RecoveryStore {
  /** Records that the database was restored, and until when newer tokens are accepted. */
  insert(recovery: Recovery, act: Act): Promise<void>
  /**
   * Until when a token newer than its row may be accepted; 0 if never. Ignores what was recorded
   * after `notedBefore`, because the clock was ahead then.
   */
  acceptNewerUntil(notedBefore: number): Promise<number>
}

/** The time used for deletions (`grants/trusted-time.ts`). Times are whole seconds since 1970. */
export interface TrustedTimeStore {
  /** Starts keeping the time if that has not happened yet: from the last sweep's time, or `now`. */
  begin(now: number): Promise<void>
  /**
   * `trusted` is null before `begin`; `database` is null if the database has no clock of its own.
   */
  read(): Promise<{
    readonly trusted: number | null
    readonly version: number
    readonly database: number | null
  }>
  /**
   * Moves it, unless it was moved after `version` was read; returns whether it did. With an act, an
   * operator vouches for this time, and a fact is recorded.
   */
  move(version: number, to: number, act?: Act): Promise<boolean>
}

/** What only one process may do at a time (`operations/turns.ts`). */
export interface TurnStore {
  /**
   * Takes a turn for this long, or keeps it for as long from now on; false if somebody else has it.
   * By the database's clock.
   */
  take(id: string, by: { readonly holder: string; readonly milliseconds: number }): Promise<boolean>
  end(id: string, holder: string): Promise<void>
}

/** The result of one batch of the sweep. */
export interface SweepResult {
  readonly removed: number
  /** Whether this batch was the last of a turn, so that every grant has been checked. */
  readonly turnEnded: boolean
  /**
   * An upper bound on how long a row to be deleted had been waiting before this batch, in seconds.
   */
  readonly lagSeconds: number
}
