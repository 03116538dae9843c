/** Measures how long units wait for their answer, and how many are waiting. Each lane has one. */

import { performance } from 'node:perf_hooks'

export interface Waiting {
  /** A unit was submitted. Returns the time, to be passed to `end`. */
  begin(): number
  /** The unit is settled. */
  end(since: number): void
  /** Units not settled yet. */
  units(): number
  /** The total wait of all settled units, in milliseconds. */
  spentMs(): number
}

export function createWaiting(): Waiting {
  let units = 0
  let spentMs = 0
  return {
    begin() {
      units += 1
      return performance.now()
    },
    end(since) {
      units -= 1
      spentMs += performance.now() - since
    },
    units: () => units,
    spentMs: () => spentMs,
  }
}
