/**
 * The sweep deletes expired rows, one bounded batch at a time. After each batch it rests fifty
 * times as long as the batch took, so it takes at most a fiftieth of the database's time. Processes
 * share one turn (`Store.sweep`), so more of them just finish it sooner.
 *
 * The batch size adapts to how long the last one took, because nobody else can write to an SQLite
 * file during a batch. A batch that fails because the database is busy waits for the next turn.
 */

import { performance } from 'node:perf_hooks'
import type { Store } from '../store/port.ts'
import type { Clock } from '../time-and-chance.ts'
import type { TimeKeeper } from './time-keeper.ts'

/** Between turns, and after a failure. */
export const SWEEP_EVERY_MS = 60_000
const REST_FOR_EACH_BUSY_MS = 50
const FIRST_BATCH = 100
const SMALLEST_BATCH = 50
const LARGEST_BATCH = 1_000
/**
 * Above the first the batch size is halved, below the second doubled: no lock should be held for 50
 * ms.
 */
const LONG_BATCH_MS = 35
const SHORT_BATCH_MS = 15
/** Used grants are kept for a month after their end, for anyone asking what happened. */
const KEEP_OVER_SECONDS = 30 * 24 * 60 * 60

/** This process's sweeping, for metrics. */
export interface SweepState {
  /** How long the oldest expired row has been waiting for deletion, in seconds. */
  readonly lagSeconds: number
  /** Rows deleted since the process started; likewise batches and failures. */
  readonly removedTotal: number
  readonly batches: number
  /** The longest batch, in milliseconds; no lock was held longer. */
  readonly longestBatchMs: number
  /** Batches that failed because the database was busy. */
  readonly failures: number
}

export interface Sweep {
  state(): SweepState
  /** Resolves when the current batch is done. */
  stop(): Promise<void>
}

/** Starts sweeping after one pause. Deletes by the keeper's time, never by `clock` alone. */
export function startSweep(
  store: Pick<Store, 'sweep'>,
  clock: Clock,
  keeper: Pick<TimeKeeper, 'look'>,
): Sweep {
  const startedAt = clock.now()
  let lag: { readonly seconds: number; readonly at: number } | null = null
  const counted = { removedTotal: 0, batches: 0, longestBatchMs: 0, failures: 0 }
  let limit = FIRST_BATCH
  let batch: Promise<void> | null = null
  let timer = setTimeout(run, SWEEP_EVERY_MS).unref()
  let stopped = false

  function run(): void {
    batch = sweep().then((pause) => {
      batch = null
      if (!stopped) timer = setTimeout(run, pause).unref()
    })
  }

  /** Runs one batch; returns how long to rest after it, in milliseconds. */
  async function sweep(): Promise<number> {
    try {
      const { now, latest } = await keeper.look()
      const started = performance.now()
      const swept = await store.sweep({ now, latest, overBefore: now - KEEP_OVER_SECONDS, limit })
      const took = performance.now() - started
      lag = { seconds: swept.lagSeconds, at: clock.now() }
      counted.batches += 1
      counted.removedTotal += swept.removed
      counted.longestBatchMs = Math.max(counted.longestBatchMs, took)
      limit = nextLimit(limit, took)
      return swept.turnEnded ? SWEEP_EVERY_MS : took * REST_FOR_EACH_BUSY_MS
    } catch {
      // `StorageUnavailable`; a later batch makes up for it.
      counted.failures += 1
      return SWEEP_EVERY_MS
    }
  }

  return {
    state() {
      const { seconds, at } = lag ?? { seconds: 0, at: startedAt }
      return { ...counted, lagSeconds: seconds + Math.max(0, clock.now() - at) }
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await batch
    },
  }
}

/** The size of the next batch, after one of `limit` grants that took this many milliseconds. */
export function nextLimit(limit: number, took: number): number {
  if (took > LONG_BATCH_MS) return Math.max(SMALLEST_BATCH, Math.floor(limit / 2))
  if (took < SHORT_BATCH_MS) return Math.min(LARGEST_BATCH, limit * 2)
  return limit
}
