/**
 * Does the jobs that changes leave for later. All processes share them; each job is done by one
 * process at a time (`JobStore`). A failed job is retried with growing delays, and finally given up
 * with a log entry.
 *
 *     due ──take──▶ under way ──done──▶ over
 *      ▲                │
 *      └──later─────────┴──too often──▶ given up
 *
 * Work that leaves for another system, such as mail, is handed over before: from then on the job is
 * done or given up, but never repeated ([decision 44](../../../../docs/decisions)).
 */

import type { Observer } from '../facts/passing.ts'
import type { Job, JobStore, Store } from '../store/port.ts'
import type { Random } from '../time-and-chance.ts'
import { type JobHandler, JobImpossible } from './job.ts'

/** In milliseconds. */
interface Pace {
  /** How often a process polls for other processes' jobs and for retries. */
  readonly lookEvery: number
  /** A process starts the jobs of its own changes after a random pause shorter than this. */
  readonly ownWithin: number
  /** A handler that takes longer is considered dead. */
  readonly lease: number
  /** How long a failed job waits; `attempt` is 1 after the first failure. */
  readonly pauseAfter: (attempt: number) => number
}

const PACE: Pace = { lookEvery: 5_000, ownWithin: 2_000, lease: 60_000, pauseAfter }
const AT_ONCE = 10
/** How long a handler may take to finish when the server stops. */
const GRACE_MS = 2_000
const FIRST_PAUSE_MS = 10_000
const LONGEST_PAUSE_MS = 60 * 60 * 1_000
/** With the pauses, about a day. */
const MOST_ATTEMPTS = 30

const PERHAPS_DONE =
  'The process that did it ended before it knew the outcome, so it may be done and is not repeated.'

interface Log {
  error(line: object, message: string): void
}

export interface Jobs {
  /** Resolves when the running jobs are done, or a few seconds later: then their leases expire. */
  stop(): Promise<void>
}

/** Starts working. Without handlers it does not query the database. */
export function startJobs(
  store: Pick<Store, 'jobs' | 'facts'>,
  handlers: ReadonlyMap<string, JobHandler>,
  {
    log,
    random,
    pace = PACE,
    observe = () => {},
  }: {
    readonly log: Log
    readonly random: Random
    readonly pace?: Pace
    readonly observe?: Observer | undefined
  },
): Jobs {
  if (handlers.size === 0) return { stop: async () => {} }
  const stopping = new AbortController()
  const working = { log, pace, observe, stopping: stopping.signal }
  let own: NodeJS.Timeout | undefined
  // Each kind for itself: a server that is slow to answer must not delay the mail.
  const kinds = [...handlers].map(([kind, handler]) =>
    startKind(store.jobs, kind, { ...working, handler }),
  )

  // This process's changes may leave jobs, which need not wait for the next poll. A mail that began
  // right after the answer would slow the next requests, and so tell who has an account (decision 45).
  const unwatch = store.facts.watch(async (facts) => {
    if (!facts.some(({ leavesJobs }) => leavesJobs)) return
    own ??= setTimeout(
      () => {
        own = undefined
        for (const kind of kinds) kind.look()
      },
      randomPause(random, pace),
    ).unref()
  })
  return {
    async stop() {
      unwatch()
      clearTimeout(own)
      stopping.abort()
      await Promise.all(kinds.map((kind) => kind.idle()))
    },
  }
}

interface Working {
  readonly handler: JobHandler
  readonly log: Log
  readonly pace: Pace
  readonly observe: Observer
  readonly stopping: AbortSignal
}

/** Takes the jobs of one kind, again and again. `idle` resolves when none is under way. */
function startKind(jobs: JobStore, kind: string, working: Working) {
  const { pace, stopping } = working
  let looking: Promise<void> | undefined
  let again = false
  let timer = setTimeout(look, 0).unref()
  stopping.addEventListener('abort', () => clearTimeout(timer), { once: true })

  function look(): void {
    clearTimeout(timer)
    if (looking !== undefined) {
      again = true
      return
    }
    again = false
    looking = workThrough().finally(() => {
      looking = undefined
      if (!stopping.aborted) timer = setTimeout(look, again ? 0 : pace.lookEvery).unref()
    })
  }

  async function workThrough(): Promise<void> {
    // `StorageUnavailable`: the next poll finds them.
    const taken = await jobs
      .take(kind, { leaseMs: pace.lease, limit: AT_ONCE })
      .catch((): readonly Job[] => [])
    again ||= taken.length === AT_ONCE
    await Promise.all(taken.map((job) => work(jobs, job, working)))
  }

  return { look, idle: async () => looking }
}

async function work(
  jobs: JobStore,
  job: Job,
  { handler, log, pace, observe, stopping }: Working,
): Promise<void> {
  const { id, kind, attempt } = job
  let isHandedOver = job.isHandedOver
  const handing = {
    async over() {
      isHandedOver = await jobs.handOver(job)
      return isHandedOver
    },
    async takeBack() {
      isHandedOver = !(await jobs.takeBack(job))
    },
  }
  try {
    if (isHandedOver) throw new JobImpossible(PERHAPS_DONE)
    if (!(await inTime(handler(job, handing), pace, stopping))) return
    await jobs.finish(job)
    observe({ kind: 'job.tried', job: kind, outcome: 'done' })
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    const isOver = error instanceof JobImpossible || isHandedOver || attempt >= MOST_ATTEMPTS
    observe({ kind: 'job.tried', job: kind, outcome: isOver ? 'given_up' : 'retried' })
    // If the database is unavailable too, the lease expires.
    if (!isOver) {
      await jobs.postpone(job, { afterMs: pace.pauseAfter(attempt), problem }).catch(() => {})
      return
    }
    await jobs.giveUp(job, problem).catch(() => {})
    log.error({ job: id, kind, attempts: attempt, err: error }, 'A job was given up.')
  }
}

/**
 * False if the server stops and the work does not end soon. Rejects if the work does, or if it
 * takes as long as its lease, because another process may have the job by then.
 */
async function inTime(
  work: Promise<void>,
  { lease: leaseMs }: Pace,
  stopping: AbortSignal,
): Promise<boolean> {
  const { promise: over, resolve, reject } = Promise.withResolvers<boolean>()
  const lease = setTimeout(() => reject(new Error('It took too long.')), leaseMs).unref()
  let grace: NodeJS.Timeout | undefined
  const stop = () => {
    grace = setTimeout(() => resolve(false), GRACE_MS)
  }
  if (stopping.aborted) stop()
  else stopping.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([work.then(() => true), over])
  } finally {
    clearTimeout(lease)
    clearTimeout(grace)
    stopping.removeEventListener('abort', stop)
  }
}

function randomPause(random: Random, { ownWithin }: Pace): number {
  const [high = 0, low = 0] = random(2)
  return (ownWithin * (high * 256 + low)) / 65_536
}

/** In milliseconds; doubles each time. */
export function pauseAfter(attempt: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS)
}
