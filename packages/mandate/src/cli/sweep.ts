/**
 * The sweep takes away what is over, a bounded batch at a time. Any number of processes may do so
 * at once. A batch that the database has no time for waits for the next round.
 */

import { performance } from 'node:perf_hooks'
import type { Store } from '../store/port.ts'
import type { Clock } from '../time-and-chance.ts'

export const SWEEP_EVERY_MS = 60_000
const BATCH = 500
/** Between two of them, requests have their turn. */
const BATCHES_PER_ROUND = 20
/** Grants that were used stay for a month after their end, so that whoever asks why finds them. */
const KEEP_OVER_SECONDS = 30 * 24 * 60 * 60

/** What the sweep of this process has done, for whoever watches. */
export interface SweepState {
  /** For how long, at most, something that is over has been waiting to be taken away, in seconds. */
  readonly lagSeconds: number
  /** Rows taken away since the process started; so are the batches and the failures below. */
  readonly removedTotal: number
  readonly batches: number
  /** The longest that one batch took, in milliseconds: no lock was held for longer. */
  readonly longestBatchMs: number
  /** Batches that the database had no time for. */
  readonly failures: number
}

export interface Sweep {
  state(): SweepState
  /** Resolves when the batch that is under way is done. */
  stop(): Promise<void>
}

/** Begins to sweep. */
export function startSweep(store: Pick<Store, 'sweep'>, clock: Clock): Sweep {
  let turnBeganAt = clock.now()
  let lastTurnBeganAt = turnBeganAt
  let after: string | null = null
  const counted = { removedTotal: 0, batches: 0, longestBatchMs: 0, failures: 0 }
  let round: Promise<void> | null = null
  let stopped = false

  async function sweep(): Promise<void> {
    for (let batch = 0; batch < BATCHES_PER_ROUND && !stopped; batch++) {
      const now = clock.now()
      if (after === null) turnBeganAt = now
      const started = performance.now()
      const page = { after, limit: BATCH }
      const { next, removed } = await store.sweep(now, now - KEEP_OVER_SECONDS, page)
      counted.longestBatchMs = Math.max(counted.longestBatchMs, performance.now() - started)
      counted.batches += 1
      counted.removedTotal += removed
      after = next
      if (next !== null) continue
      lastTurnBeganAt = turnBeganAt
      return
    }
  }

  const timer = setInterval(() => {
    round ??= sweep()
      // `StorageUnavailable`, and nothing that a later round would not make good.
      .catch(() => {
        counted.failures += 1
      })
      .finally(() => {
        round = null
      })
  }, SWEEP_EVERY_MS).unref()
  return {
    state: () => ({ ...counted, lagSeconds: Math.max(0, clock.now() - lastTurnBeganAt) }),
    async stop() {
      stopped = true
      clearInterval(timer)
      await round
    },
  }
}
