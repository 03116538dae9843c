/** The verbs on what happened, and on the work that follows from it. */

import type { Act, NewJob } from '../../facts/actor.ts'
import type { Fact, RecordedFact } from '../../facts/fact.ts'

/**
 * Describes tokens that ended. A token that matches every member that is set has ended, or must be
 * verified again. `atMs` is the database's time, in milliseconds since 1970.
 */
export interface Ending {
  readonly id: string
  readonly atMs: number
  readonly grantId: string | undefined
  readonly clientId: string | undefined
  readonly accountId: string | undefined
  readonly accessTokenId: string | undefined
}

/** A position in the order of facts. The empty id sorts before all others. */
export type FactPlace = Pick<Ending, 'id' | 'atMs'>

export interface EndingPage {
  readonly endings: readonly Ending[]
  readonly isLast: boolean
  readonly counted: number
  /** The database's time of this read. */
  readonly nowMs: number
}

/** Facts of every kind. */
export interface FactPage {
  /** `fact` is undefined if only a newer server knows its kind. */
  readonly entries: readonly (FactPlace & { readonly fact: Fact | undefined })[]
  readonly isLast: boolean
  readonly counted: number
  /** The database's time of this read. */
  readonly nowMs: number
}

/** How long a job that is over is kept, in seconds. Facts: the setting `audit_days`. */
export const JOBS_KEPT_SECONDS = 30 * 24 * 60 * 60

/** What to look for among facts; what is left out matches everything. */
export interface FactSearch {
  readonly sinceMs?: number | undefined
  /** The beginning of a kind: `client.`, `client.disabled`. */
  readonly what?: string | undefined
  /** The kind or the id of the actor: `operator`, `account:…`. */
  readonly who?: string | undefined
  /** The id of an account, client, grant, API or access token. */
  readonly about?: string | undefined
}

/** Which facts to read after a place; times in milliseconds of the database's clock. */
export interface FactWindow {
  readonly limit: number
  readonly countSinceMs: number
  readonly beforeMs?: number
}

/** Every verb that takes an `Act` records a fact in the same step as its change (`facts/fact.ts`). */
export interface FactStore {
  /**
   * The facts after a position and before `beforeMs` (default: to the end) that may end tokens, in
   * order, at most `limit` (1 to 1,000). They are ordered by when they were written, so a fact that
   * another process commits late may appear before a position that was already read. To detect
   * that, the count since `countSinceMs` comes from the same snapshot.
   */
  readEndings(after: FactPlace, page: FactWindow): Promise<EndingPage>
  /** The same for facts of every kind. */
  readPage(after: FactPlace, page: FactWindow): Promise<FactPage>
  /** Undefined if it is no longer kept, or only a newer server knows its kind. */
  find(id: string): Promise<Fact | undefined>
  /**
   * Newest first, at most `limit` (1 to 1,000): of a client, of an account, of the pair, or all.
   */
  list(
    which: { readonly clientId?: string; readonly accountId?: string; readonly sinceMs?: number },
    limit: number,
  ): Promise<readonly Fact[]>
  /** Those that name the account, newest first, before a position; at most `limit` (1 to 1,000). */
  listOf(
    accountId: string,
    page: { readonly before?: FactPlace | undefined; readonly limit: number },
  ): Promise<readonly Fact[]>
  /**
   * Newest first, at most `limit` (1 to 1,000) of those that match. Looks at a bounded number of
   * facts, so a page can have fewer although more follow: `next` is where to go on, null at the end.
   */
  search(
    asked: FactSearch,
    page: { readonly before?: FactPlace | undefined; readonly limit: number },
  ): Promise<{ readonly facts: readonly Fact[]; readonly next: FactPlace | null }>
  /**
   * Oldest first, at most `limit` (1 to 1,000), from after a position until before a time. `next` is
   * null if no more follow.
   */
  walk(page: {
    readonly after: FactPlace
    readonly untilMs: number
    readonly limit: number
  }): Promise<{ readonly facts: readonly Fact[]; readonly next: FactPlace | null }>
  /**
   * Calls the listener after a verb of this process has durably recorded facts, and not if the verb
   * changed nothing. The verb waits for the listener, which must not reject. Facts of other
   * processes are not reported. Returns a function that stops this.
   */
  watch(listener: (facts: readonly RecordedFact[]) => Promise<void>): () => void
}

/** A job that a process is working on. */
export interface Job extends NewJob {
  readonly id: string
  /** Starts at 1. */
  readonly attempt: number
  /** Identifies who took it, and when. */
  readonly lease: string
  /** An earlier attempt handed the work over to another system, and nobody said what became of it. */
  readonly isHandedOver: boolean
}

/** A job that is not retried any more. */
export interface FailedJob {
  readonly id: string
  readonly kind: string
  readonly attempts: number
  /** When it was abandoned, in milliseconds since 1970 by the database's clock. */
  readonly atMs: number
  readonly problem: string
}

/** The jobs of a kind that are not over. */
export interface WaitingJobs {
  /** At most 10,000 are counted. */
  readonly waiting: number
  /** How many of them have failed before. */
  readonly failedOnce: number
  /** Why, for one of them. */
  readonly problem: string | null
}

/**
 * Jobs are created with an `Act`, in the same unit as the change. Any process can work on any job,
 * and no job is lost: a process leases a job for a while, and if it does not report back, the job
 * is due again. So a handler may run twice for one job, if its process dies after the work but
 * before `finish`. Times are durations in milliseconds, by the database's clock.
 */
export interface JobStore {
  /** Leases the due jobs of a kind, oldest first, at most `limit` (1 to 1,000). */
  take(
    kind: string,
    request: { readonly leaseMs: number; readonly limit: number },
  ): Promise<readonly Job[]>
  /**
   * Notes that the work is about to leave for another system and cannot be called back: from now on
   * it may be done. False if the lease has expired and another process has the job; then it must not
   * be done here. This also goes for the verbs below.
   */
  handOver(job: Job): Promise<boolean>
  /** The other system has refused the work after all. */
  takeBack(job: Job): Promise<boolean>
  /** Marks it as done. */
  finish(job: Job): Promise<boolean>
  /** Schedules another attempt. */
  postpone(
    job: Job,
    again: { readonly afterMs: number; readonly problem: string },
  ): Promise<boolean>
  /** Stops retrying it. It is kept for `JOBS_KEPT_SECONDS`, for the operator to see. */
  giveUp(job: Job, problem: string): Promise<boolean>
  tally(kind: string): Promise<WaitingJobs>
  /**
   * The abandoned jobs, latest first, at most `limit` (1 to 1,000): all, or those of one kind, from
   * the one after `before` on.
   */
  listFailed(
    limit: number,
    which?: {
      readonly kind?: string | undefined
      readonly before?: Pick<FailedJob, 'atMs' | 'id'> | undefined
    },
  ): Promise<readonly FailedJob[]>
  /**
   * Makes an abandoned job due again, as if it had never been tried or handed over. False if there is
   * no such job, or it is not abandoned.
   */
  retry(id: string, act: Act): Promise<boolean>
}
