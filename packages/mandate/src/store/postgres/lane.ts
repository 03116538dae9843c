/**
 * A lane collects the units that concurrent requests issue and runs them in batches, a few at once.
 * There is one for reads and one for writes.
 *
 * A unit is *waiting* until a batch takes it, *in flight* while the batch runs, and *settled* at
 * its end. While batches are in flight, units collect for the next. A unit that has waited longer
 * than the lane's patience fails, and its caller is told to try again.
 */

import { performance } from 'node:perf_hooks'
import type { Row, Step } from '../engine.ts'
import { StorageUnavailable } from '../port.ts'
import { createWaiting, type Waiting } from '../waiting.ts'
import { isGatherable } from './statement.ts'

export interface Unit {
  readonly steps: readonly Step[]
  /** Identifies its row among the units of its query; undefined if it runs alone. */
  readonly key: string | undefined
  /** The same for writes, with the query: no other unit in flight may have this key. */
  readonly row: string | undefined
  /** When it fails, by `performance.now()`. */
  readonly deadline: number
  resolve(rows: readonly (readonly Row[])[]): void
  reject(error: StorageUnavailable): void
}

/** Units that run in one transaction: a single one, or many inputs of the same queries. */
export type Batch = readonly [Unit, ...Unit[]]

export interface Lane {
  readonly waiting: Waiting
  submit(steps: readonly Step[]): Promise<readonly (readonly Row[])[]>
  /** Resolves when everything submitted before is settled. */
  drained(): Promise<void>
}

/** Enough to share the round trip, and few enough to keep a statement short. */
export const UNITS_AT_ONCE = 1024

/**
 * `run` settles every unit of its batch and never rejects. `width` is the maximum number of batches
 * in flight, `patience` how long a unit may wait, in milliseconds. If the lane is `exclusive`, two
 * units about one row are never in flight together.
 */
export function createLane(
  run: (batch: Batch) => Promise<void>,
  {
    width,
    patience,
    exclusive,
  }: { readonly width: number; readonly patience: number; readonly exclusive: boolean },
): Lane {
  let waiting: Unit[] = []
  const counted = createWaiting()
  const inFlight = new Set<string>()
  const observers: (() => void)[] = []
  let running = 0
  let scheduled = false
  let watch: NodeJS.Timeout | undefined

  function schedule(): void {
    if (scheduled) return
    scheduled = true
    setImmediate(dispatch)
  }

  function dispatch(): void {
    scheduled = false
    while (running < width) {
      const batch = takeBatch()
      if (batch === undefined) break
      running += 1
      const rows = batch.flatMap(({ row }) => row ?? [])
      for (const row of rows) inFlight.add(row)
      void run(batch).then(() => {
        running -= 1
        for (const row of rows) inFlight.delete(row)
        schedule()
      })
    }
    if (running === 0 && waiting.length === 0) for (const settled of observers.splice(0)) settled()
  }

  /** The first unit whose row is free, and all that can join it. */
  function takeBatch(): Batch | undefined {
    const first = waiting.find((unit) => !isTaken(unit))
    if (first === undefined) return undefined
    const batch: [Unit, ...Unit[]] = [first]
    if (first.key === undefined) {
      waiting = waiting.filter((unit) => unit !== first)
      return batch
    }
    const rows = new Set([first.row])
    waiting = waiting.filter((unit) => {
      if (unit === first) return false
      if (unit.key === undefined || !haveSameQueries(unit, first)) return true
      if (batch.length >= UNITS_AT_ONCE || isTaken(unit)) return true
      const { row } = unit
      if (row !== undefined && rows.has(row)) return true
      rows.add(row)
      batch.push(unit)
      return false
    })
    return batch
  }

  function isTaken({ row }: Unit): boolean {
    return row !== undefined && inFlight.has(row)
  }

  function giveUp(): void {
    const now = performance.now()
    const late = waiting.filter(({ deadline }) => deadline <= now)
    waiting = waiting.filter(({ deadline }) => deadline > now)
    watch = undefined
    startWatch()
    for (const unit of late) unit.reject(tooLate())
    schedule()
  }

  function startWatch(): void {
    const [first] = waiting
    if (first === undefined || watch !== undefined) return
    watch = setTimeout(giveUp, Math.max(Math.ceil(first.deadline - performance.now()), 1)).unref()
  }

  return {
    waiting: counted,
    submit: (steps) =>
      new Promise((resolve, reject) => {
        const since = counted.begin()
        let settled = false
        // After a unit expires, its batch may settle it a second time, which does nothing.
        const settle = () => {
          if (!settled) counted.end(since)
          settled = true
        }
        const key = keyOf(steps)
        waiting.push({
          steps,
          key,
          row: exclusive && key ? `${steps[0]?.query.name} ${key}` : undefined,
          deadline: since + patience,
          resolve(rows) {
            settle()
            resolve(rows)
          },
          reject(error) {
            settle()
            reject(error)
          },
        })
        startWatch()
        schedule()
      }),
    drained: () =>
      new Promise((resolve) => {
        observers.push(resolve)
        schedule()
      }),
  }
}

/** The error for a unit that was not settled in time. */
export function tooLate(): StorageUnavailable {
  return new StorageUnavailable('the database did not answer in time')
}

/**
 * The key of a query that returns nothing: it is about no particular row, so none waits for
 * another.
 */
export const NO_ROW = ''

/** The first step of a unit determines its row; the others only follow, and return nothing. */
function keyOf([step, ...others]: readonly Step[]): string | undefined {
  if (step === undefined || !isGatherable(step.query)) return undefined
  if (!others.every(({ query }) => isGatherable(query) && query.key.length === 0)) return undefined
  return keyIn(step.query.key as readonly string[], step.input)
}

function haveSameQueries({ steps }: Unit, { steps: others }: Unit): boolean {
  if (steps.length !== others.length) return false
  return steps.every(({ query }, index) => query === others[index]?.query)
}

/** The values that distinguish the inputs of one query, in the input and in the result alike. */
export function keyIn(columns: readonly string[], row: Row): string {
  let key = ''
  for (const column of columns) {
    const value = row[column] ?? null
    // With their lengths, so that different lists of strings cannot yield the same key.
    key += typeof value === 'string' ? `${value.length}:${value}` : `=${value};`
  }
  return key
}
