/**
 * How many refreshes per second a number of grants causes. A client refreshes when it calls the API
 * and its access token has expired, so what counts is when people use it: sessions begin at random,
 * more of them in the evening, and in a session there is a refresh per access token lifetime.
 */

export interface Habits {
  /** The share of grants that are used on a given day. */
  readonly usedDaily: number
  /** Sessions on such a day, and their average length in seconds. */
  readonly sessions: number
  readonly sessionSeconds: number
  /** The busiest hour relative to the mean. */
  readonly peak: number
}

export interface Traffic {
  /** Refreshes per second, over a whole day and in its busiest minute. */
  readonly mean: number
  readonly busiest: number
}

const DAY = 86_400
const MINUTE = 60
const SAMPLE = 200_000

/** Simulates one day of a sample of the grants; `random` returns numbers from 0 to 1. */
export function simulate(
  grants: number,
  habits: Habits,
  { accessTokenSeconds, random }: { accessTokenSeconds: number; random: () => number },
): Traffic {
  const minutes = new Float64Array(DAY / MINUTE)
  for (let grant = 0; grant < SAMPLE; grant++) {
    if (random() >= habits.usedDaily) continue
    for (let session = 0; session < habits.sessions; session++) {
      const length = -Math.log(1 - random()) * habits.sessionSeconds
      const start = startOf(habits.peak, random)
      for (let at = 0; at <= length; at += accessTokenSeconds) {
        const minute = Math.floor(((start + at) % DAY) / MINUTE)
        minutes[minute] = (minutes[minute] ?? 0) + 1
      }
    }
  }
  const scale = grants / SAMPLE
  const total = minutes.reduce((sum, count) => sum + count, 0)
  return { mean: (total * scale) / DAY, busiest: (Math.max(...minutes) * scale) / MINUTE }
}

/** A second of the day; the density is a cosine with its maximum at `peak` times the mean, at most 2. */
function startOf(peak: number, random: () => number): number {
  for (;;) {
    const at = random() * DAY
    const density = 1 + (peak - 1) * Math.cos(((at - 20 * 3600) / DAY) * 2 * Math.PI)
    if (random() * peak < density) return at
  }
}

/** Numbers that are the same in each run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
