/**
 * A bounded queue: a limited number of tasks run at once, some more may wait, and the next one is told
 * at once that there is no room. What a flood of requests can cost has a limit that way.
 */

/** There was no room; nothing was begun. */
export const BUSY: unique symbol = Symbol('busy')
export type Busy = typeof BUSY

export interface BoundedQueue {
  /** Whether a task that came now would be turned away. `kept` waiting places are not for it. */
  isFull(kept?: number): boolean
  /** Runs the task when its turn comes; what it resolves or rejects with is passed on. */
  run<Result>(task: () => Promise<Result>, kept?: number): Promise<Result | Busy>
}

/** Both limits are numbers of tasks: `atOnce` at least 1, `waiting` may be 0. */
export function createBoundedQueue(limits: {
  readonly atOnce: number
  readonly waiting: number
}): BoundedQueue {
  const turns: (() => void)[] = []
  let running = 0

  const isFull = (kept = 0) => running >= limits.atOnce && turns.length >= limits.waiting - kept

  return {
    isFull,
    async run(task, kept) {
      if (isFull(kept)) return BUSY
      if (running < limits.atOnce) running += 1
      // A task that ends hands over its place, so `running` stays as it is.
      else await new Promise<void>((resolve) => turns.push(resolve))
      try {
        return await task()
      } finally {
        const next = turns.shift()
        if (next === undefined) running -= 1
        else next()
      }
    },
  }
}
