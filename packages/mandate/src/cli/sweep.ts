/**
 * The sweep takes away what is over, a bounded batch at a time. Any number of processes may do so
 * at once. A batch that the database has no time for waits for the next round.
 */

import type { Store } from '../store/port.ts'
import type { Clock } from '../time-and-chance.ts'

export const SWEEP_EVERY_MS = 60_000
const BATCH = 500
/** Between two of them, requests have their turn. */
const BATCHES_PER_ROUND = 20
/** Grants that were used stay for a month after their end, so that whoever asks why finds them. */
const KEEP_OVER_SECONDS = 30 * 24 * 60 * 60

/** Begins to sweep. `stop` resolves when the batch that is under way is done. */
export function startSweep(store: Pick<Store, 'sweep'>, clock: Clock): { stop(): Promise<void> } {
  let after: string | null = null
  let round: Promise<void> | null = null
  let stopped = false

  async function sweep(): Promise<void> {
    for (let batch = 0; batch < BATCHES_PER_ROUND && !stopped; batch++) {
      const now = clock.now()
      const { next } = await store.sweep(now, now - KEEP_OVER_SECONDS, { after, limit: BATCH })
      after = next
      if (next === null) return
    }
  }

  const timer = setInterval(() => {
    round ??= sweep()
      // `StorageUnavailable`, and nothing that a later round would not make good.
      .catch(() => {})
      .finally(() => {
        round = null
      })
  }, SWEEP_EVERY_MS).unref()
  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      await round
    },
  }
}
