/**
 * Virtual time and seeded chance. Whoever sleeps is woken in the order of time, and time stands still
 * while anything else happens, so an hour takes as long as its work, and the same seed gives the same
 * hour.
 */

export interface World {
  /** Milliseconds since the beginning. */
  now(): number
  sleep(milliseconds: number): Promise<void>
  /** Below 1, at least 0. */
  random(): number
  /** Starts it; its failure is the failure of the run. */
  spawn(task: () => Promise<void>): void
  /** Until nobody sleeps any more, or until that time. */
  run(until: number): Promise<void>
}

interface Sleeper {
  readonly at: number
  readonly order: number
  readonly wake: () => void
}

export function createWorld(seed: number): World {
  let now = 0
  let order = 0
  let state = seed
  let failure: { readonly error: unknown } | undefined
  const sleepers: Sleeper[] = []

  return {
    now: () => now,
    sleep: (milliseconds) =>
      new Promise((wake) => {
        order += 1
        push(sleepers, { at: now + Math.max(0, milliseconds), order, wake })
      }),
    // Mulberry32.
    random() {
      state = (state + 0x6d2b79f5) | 0
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
    },
    spawn(task) {
      task().catch((error: unknown) => {
        failure ??= { error }
      })
    },
    async run(until) {
      await settled()
      for (let next = sleepers[0]; next !== undefined && next.at <= until; next = sleepers[0]) {
        now = next.at
        pop(sleepers).wake()
        if (sleepers[0]?.at !== now) await settled()
        if (failure !== undefined) throw failure.error
      }
    },
  }
}

/** Everything here is done in microtasks, which all run before this resolves. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function isBefore(a: Sleeper | undefined, b: Sleeper | undefined): boolean {
  if (a === undefined || b === undefined) return false
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

function swap(heap: Sleeper[], a: number, b: number): void {
  const [one, other] = [heap[a], heap[b]]
  if (one !== undefined && other !== undefined) [heap[a], heap[b]] = [other, one]
}

function push(heap: Sleeper[], sleeper: Sleeper): void {
  heap.push(sleeper)
  for (let at = heap.length - 1; at > 0; ) {
    const parent = (at - 1) >> 1
    if (!isBefore(heap[at], heap[parent])) return
    swap(heap, at, parent)
    at = parent
  }
}

function pop(heap: Sleeper[]): Sleeper {
  const [first] = heap
  const last = heap.pop()
  if (first === undefined || last === undefined) throw new RangeError('nobody sleeps')
  if (heap.length === 0) return first
  heap[0] = last
  for (let at = 0; ; ) {
    const left = 2 * at + 1
    const child = isBefore(heap[left + 1], heap[left]) ? left + 1 : left
    if (!isBefore(heap[child], heap[at])) return first
    swap(heap, at, child)
    at = child
  }
}
