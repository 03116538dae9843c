/**
 * Makes every failed sign-in take the same time, even if some accounts have hashes from another
 * system or the platform is asked about some addresses. Both may be much slower than our hash,
 * which would reveal those accounts (SCENARIO 50).
 *
 * The duration of the slow checks is measured, and every other failure waits until it has taken as
 * long as the slowest. Waiting uses no CPU and no place in the hashing queue. Without such accounts
 * there is no wait. A correct password never waits.
 *
 * Known limit: the first failure against a kind of hash that this process has not seen for a day is
 * slower than the failures before it. The second one is not.
 */

/** Milliseconds since an arbitrary start, and a wait. */
export interface Stopwatch {
  milliseconds(): number
  pause(milliseconds: number): Promise<void>
}

export interface EvenTiming {
  /** Whether so many failures are waiting that unknown browsers should be refused for now. */
  isFull(): boolean
  /** Starts to measure an attempt. */
  begin(): {
    /**
     * The attempt has failed; resolves once it has taken as long as the slowest. `work` names the
     * extra work of this attempt: `StoredHash.work` of another system's hash, or `elsewhere`;
     * undefined if there was none.
     */
    failed(work: string | undefined): Promise<void>
  }
}

/**
 * Separate for each kind of work, so that a flood of one cannot displace the measurements of
 * another.
 */
const MEASUREMENTS = 8
const KINDS = 64
/** Larger than almost all variation. */
const HEADROOM = 1.25
const LONGEST_MS = 5_000
/** Each one counts against the requests that a server handles at once (`http/admission.ts`). */
const WAITING_AT_ONCE = 200
const REMEMBERED_MS = 24 * 3_600_000

/** Without a stopwatch, nothing waits. */
export function createEvenTiming(stopwatch: Stopwatch | undefined): EvenTiming {
  let waiting = 0
  const kinds = new Map<string, { readonly took: number[]; last: number }>()

  function learn(work: string, took: number, now: number) {
    const kind = kinds.get(work) ?? { took: [], last: now }
    kind.took.push(took)
    kind.took.splice(0, kind.took.length - MEASUREMENTS)
    kind.last = now
    // Moved to the end, so that the first entry is the least recently seen.
    kinds.delete(work)
    kinds.set(work, kind)
    const [oldest] = kinds.keys()
    if (kinds.size > KINDS && oldest !== undefined) kinds.delete(oldest)
  }

  function slowest(now: number): number {
    const recent = [...kinds.values()].filter(({ last }) => now - last < REMEMBERED_MS)
    return Math.min(Math.max(0, ...recent.flatMap(({ took }) => took)) * HEADROOM, LONGEST_MS)
  }

  return {
    isFull: () => waiting >= WAITING_AT_ONCE,
    begin() {
      const began = stopwatch?.milliseconds() ?? 0
      return {
        async failed(work) {
          if (stopwatch === undefined) return
          const now = stopwatch.milliseconds()
          const took = now - began
          const rest = slowest(now) - took
          if (work !== undefined) learn(work, took, now)
          if (rest <= 0) return
          waiting += 1
          await stopwatch.pause(rest)
          waiting -= 1
        },
      }
    },
  }
}
