/**
 * A lane collects the units that concurrent requests issue in one turn of the event loop and runs
 * them together. There is one for writes and one for reads.
 *
 * A unit is *waiting* until its lane runs, and *settled* once its transaction has ended. While
 * another process holds the lock, all units keep waiting without blocking the event loop.
 */

import { performance } from 'node:perf_hooks'
import type { Row, Step } from '../engine.ts'
import { StorageUnavailable } from '../port.ts'
import { createWaiting, type Waiting } from '../waiting.ts'
import { asUnavailable, isBusy } from './errors.ts'

/** The outcome of one unit. */
export type Outcome =
  | { readonly done: true; readonly rows: readonly (readonly Row[])[] }
  | { readonly done: false; readonly error: StorageUnavailable }

/**
 * Runs units in one transaction. Returns an outcome for each, or throws if none of them took
 * effect.
 */
export type RunTogether = (units: readonly (readonly Step[])[]) => readonly Outcome[]

export interface Lane {
  readonly waiting: Waiting
  submit(steps: readonly Step[]): Promise<readonly (readonly Row[])[]>
}

interface Unit {
  readonly since: number
  readonly steps: readonly Step[]
  readonly resolve: (rows: readonly (readonly Row[])[]) => void
  readonly reject: (error: StorageUnavailable) => void
}

/** Enough to share the fsync, and few enough not to delay other work. */
export const UNITS_AT_ONCE = 1024
const BUSY_PAUSE_MS = 2

/** `patience` is how long a lock may delay the lane before its units fail, in milliseconds. */
export function createLane(runTogether: RunTogether, patience: number): Lane {
  const waiting: Unit[] = []
  const counted = createWaiting()
  let scheduled = false
  let busySince: number | null = null

  function flush(): void {
    const batch = waiting.slice(0, UNITS_AT_ONCE)
    let outcomes: readonly Outcome[]
    try {
      outcomes = runTogether(batch.map(({ steps }) => steps))
    } catch (error) {
      if (isBusy(error)) {
        busySince ??= performance.now()
        if (performance.now() - busySince < patience) {
          setTimeout(flush, BUSY_PAUSE_MS)
          return
        }
      }
      outcomes = batch.map(() => ({ done: false, error: asUnavailable(error) }))
    }
    busySince = null
    waiting.splice(0, batch.length)
    scheduled = waiting.length > 0
    if (scheduled) setImmediate(flush)
    for (const [index, unit] of batch.entries()) {
      counted.end(unit.since)
      settle(unit, outcomes[index])
    }
  }

  return {
    waiting: counted,
    submit: (steps) =>
      new Promise((resolve, reject) => {
        waiting.push({ since: counted.begin(), steps, resolve, reject })
        if (scheduled) return
        scheduled = true
        setImmediate(flush)
      }),
  }
}

function settle(unit: Unit, outcome: Outcome | undefined): void {
  if (outcome?.done === true) unit.resolve(outcome.rows)
  else unit.reject(outcome?.error ?? new StorageUnavailable('the database gave no answer'))
}
