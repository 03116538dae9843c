/**
 * The places for password checks of one process: two run at once, which leaves half of Node's four
 * worker threads for files and DNS, and fifty more wait, which are done in two seconds.
 *
 * A flood of guesses keeps neither owners nor newcomers out: a fifth of the waiting places is for
 * known browsers, and networks that have failed lately get only half of them all.
 */

import { type Busy, createBoundedQueue } from './bounded-queue.ts'
import type { Visitor } from './shares.ts'

export interface HashingQueue {
  /** Whether a new task for this visitor would be rejected. */
  isFull(visitor: Visitor): boolean
  /** Runs the task when its turn comes, and resolves or rejects with it. */
  run<Result>(task: () => Promise<Result>, visitor: Visitor): Promise<Result | Busy>
}

export function createHashingQueue({
  atOnce = 2,
  waiting = 50,
}: {
  readonly atOnce?: number
  readonly waiting?: number
} = {}): HashingQueue {
  const queue = createBoundedQueue({ atOnce, waiting })
  const kept = { known: 0, new: Math.floor(waiting / 5), failing: Math.ceil(waiting / 2) }
  return {
    isFull: (visitor) => queue.isFull(kept[visitor]),
    run: (task, visitor) => queue.run(task, kept[visitor]),
  }
}
