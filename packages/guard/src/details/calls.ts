/** Counting calls against a limit. */

/** A detail whose calls are limited. */
export interface LimitedCalls {
  /** Count under this: it is the same for every token, also when the person lowers the limit. */
  readonly id: string
  /** How many calls there may be in all, as the server says now. */
  readonly limit: number
}

/**
 * Counts one call and returns true, or returns false if as many were counted. Both in one step, such as
 * `UPDATE … SET calls = calls + 1 WHERE id = ? AND calls < ?`: two processes must not both have the last.
 */
export type CallCounter = (detail: LimitedCalls) => boolean | Promise<boolean>

/** About ten megabytes. What was counted is never dropped: that would allow all of it again. */
const MOST_COUNTED = 100_000

/**
 * A counter in the memory of this process. It begins anew with each start, and each process has one of its
 * own, so that n processes allow n times as many. Throws once it is full.
 */
export function countInThisProcess(most = MOST_COUNTED): CallCounter {
  const counted = new Map<string, number>()
  return ({ id, limit }) => {
    const before = counted.get(id) ?? 0
    if (before >= limit) return false
    if (before === 0 && counted.size >= most) throw new Error(`${most} details are counted already`)
    counted.set(id, before + 1)
    return true
  }
}
