/**
 * A bounded queue: a limited number of tasks run at once, some more may wait, and further ones are
 * rejected immediately. This limits the cost of a flood of requests.
 */

/** The queue is full; nothing was started. */
export const BUSY: unique symbol = Symbol('busy')
export type Busy = typeof BUSY

export interface BoundedQueue {
  /** Whether a new task would be rejected. `kept` waiting places are reserved for others. */
  isFull(kept?: number): boolean
  /** Runs the task when its turn comes, and resolves or rejects with it. */
  run<Result>(task: () => Promise<Result>, kept?: number): Promise<Result | Busy>
}

/** Both limits are in tasks: `atOnce` at least 1, `waiting` may be 0. */
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
      // A finished task passes its place on, so `running` does not change.
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
