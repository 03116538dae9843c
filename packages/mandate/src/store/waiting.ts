/** How long units wait for their answer, and how many do now; counted by each lane of an engine. */

import { performance } from 'node:perf_hooks'

export interface Waiting {
  /** A unit was submitted. Answers when, to be handed to `end`. */
  begin(): number
  /** It is settled, one way or the other. */
  end(since: number): void
  /** Units not settled yet. */
  units(): number
  /** What all that are settled waited together, in milliseconds. */
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
