/** How fast refreshes are while an import runs on the same database. */

import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { createGenerations } from '../growth/acts.ts'
import type { Serving } from '../growth/serving.ts'
import { quantile } from '../report/statistics.ts'
import type { Latencies } from './result.ts'

/** A steady rate that leaves the machine to the import, so that waiting is for the database. */
export const REFRESHES_A_SECOND = 50
const LANES = 8

export interface Refreshing {
  /** Refreshes at the steady rate until `over` resolves. */
  during(over: Promise<unknown>): Promise<Latencies>
  close(): void
}

export async function refreshing(served: Serving, grants: number): Promise<Refreshing> {
  const generations = createGenerations()
  const lanes = await Promise.all(Array.from({ length: LANES }, () => served.connect(generations)))
  let place = 0
  return {
    async during(over) {
      const latencies: number[] = []
      let isOver = false
      void over.then(() => {
        isOver = true
      })
      await Promise.all(
        lanes.map(async (lane, index) => {
          await pause((index * 1000) / REFRESHES_A_SECOND)
          while (!isOver) {
            const began = performance.now()
            place = (place + 1) % grants
            await lane.refresh(place)
            const took = performance.now() - began
            latencies.push(took)
            await pause(Math.max(0, (LANES * 1000) / REFRESHES_A_SECOND - took))
          }
        }),
      )
      return {
        p50: rounded(quantile(latencies, 0.5)),
        p99: rounded(quantile(latencies, 0.99)),
        most: rounded(quantile(latencies, 1)),
      }
    },
    close() {
      for (const lane of lanes) lane.close()
    },
  }
}

function rounded(milliseconds: number): number {
  return Number(milliseconds.toFixed(1))
}
