/**
 * Adds what this process has counted (`activity/`) to the database: every few seconds, in one
 * statement for all counts, and when the server stops. So counting costs a request nothing but a few
 * additions in memory, and a process that is killed loses at most what it counted in that time.
 *
 * What the database does not take is added later. If it took it and could not say so, it is counted
 * twice; that is rare, and these numbers decide nothing.
 */

import { createTally } from '../activity/tally.ts'
import type { Observer } from '../facts/passing.ts'
import { type ActivityStore, SPAN_SECONDS } from '../store/port.ts'
import type { Clock } from '../time-and-chance.ts'

/** Measuring the size of the database costs more than adding counts. */
const SIZE_EVERY_MS = 5 * 60_000

export interface RunningActivity {
  /** Counts what happens. */
  readonly observe: Observer
  /** Adds everything that was counted so far. Never rejects. */
  flush(): Promise<void>
  /** The last time. */
  stop(): Promise<void>
}

/** Starts adding every so many seconds. `warn` hears once that it fails, until it works again. */
export function startActivity(
  store: Pick<ActivityStore, 'add' | 'noteSize'>,
  {
    clock,
    seconds,
    warn,
  }: {
    readonly clock: Clock
    readonly seconds: number
    readonly warn: (sentence: string) => void
  },
): RunningActivity {
  const tally = createTally()
  let adding: Promise<void> = Promise.resolve()
  let isFailing = false
  let sizeNotedAt = Number.NEGATIVE_INFINITY

  async function add(): Promise<void> {
    const now = clock.now()
    const left = await store.add(tally.take(Math.floor(now / SPAN_SECONDS.day)), now)
    tally.giveBack(left)
    const fails = left.length > 0
    if (fails && !isFailing) warn('What was counted could not be stored; it will be added later.')
    isFailing = fails
    if (fails || performance.now() - sizeNotedAt < SIZE_EVERY_MS) return
    sizeNotedAt = performance.now()
    // Some databases cannot say.
    await store.noteSize(now).catch(() => {})
  }

  /** One after the other, so that no two rows of one statement are alike. */
  function flush(): Promise<void> {
    adding = adding.then(add)
    return adding
  }

  const timer = setInterval(() => void flush(), seconds * 1_000).unref()
  return {
    observe: tally.observe,
    flush,
    stop() {
      clearInterval(timer)
      return flush()
    },
  }
}
