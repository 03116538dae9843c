/**
 * Makes wrong passwords take the same time for everybody while some accounts have hashes of another
 * system, or the platform is asked about some addresses: both may be far slower than ours
 * (SCENARIO 50).
 *
 * How long those take is measured, and every other failure waits until it has taken as long as the
 * slowest. The wait costs no work and holds no place in the hashing queue. Without such
 * accounts nobody waits. A right password never waits.
 *
 * What remains: the first failure against a kind of hash that this process has not met for a day is
 * slower than those before it. It cannot be seen a second time.
 */

/** Milliseconds from any starting point, and a wait. */
export interface Stopwatch {
  milliseconds(): number
  pause(milliseconds: number): Promise<void>
}

export interface EvenTiming {
  /** Whether so many failures wait that strangers should come later. */
  isFull(): boolean
  /** Begins to measure an attempt. */
  begin(): {
    /**
     * The attempt has failed; resolves once it has taken as long as the slowest. `work` is what was
     * done for it that is not done for all: `StoredHash.work` of another system's hash, or
     * `elsewhere`; undefined if nothing was.
     */
    failed(work: string | undefined): Promise<void>
  }
}

/** For each kind of work, so that a flood of one cannot displace what is known of another. */
const MEASUREMENTS = 8
const KINDS = 64
/** Almost everything varies by less. */
const HEADROOM = 1.25
const LONGEST_MS = 5_000
/** Each occupies one of the requests that a server handles at once (`http/admission.ts`). */
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
    // Moved to the end, so that the first is the one not met for longest.
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
