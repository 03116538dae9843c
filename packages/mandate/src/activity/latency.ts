/** How long requests took, as counts of requests in steps of time, and what can be said of them. */

/** The upper bounds of the steps, in milliseconds. What took longer is in the last one. */
export const LATENCY_BOUNDS: readonly number[] = [
  1, 2, 3, 5, 8, 12, 20, 35, 60, 100, 250, 500, 1_000, 2_500, 10_000,
]
/** The key of the last step. */
export const SLOWER = 'slower'

/** The index of the step that has this time. */
export function latencyStep(milliseconds: number): number {
  let step = 0
  for (const bound of LATENCY_BOUNDS) {
    if (milliseconds <= bound) return step
    step += 1
  }
  return step
}

/** The name of a step: its upper bound in milliseconds. */
export function stepKey(step: number): string {
  const bound = LATENCY_BOUNDS[step]
  return bound === undefined ? SLOWER : String(bound)
}

/**
 * An upper bound of the time within which this share of the requests was answered, in milliseconds:
 * the bound of the step that has it. Infinity for the last step; undefined if there were none.
 * `counts` are by the keys of steps; others are ignored.
 */
export function quantile(counts: ReadonlyMap<string, number>, share: number): number | undefined {
  const steps = [...LATENCY_BOUNDS.map((bound) => [String(bound), bound] as const), LAST]
  const total = steps.reduce((sum, [key]) => sum + (counts.get(key) ?? 0), 0)
  if (total === 0) return undefined
  let seen = 0
  for (const [key, bound] of steps) {
    seen += counts.get(key) ?? 0
    if (seen >= share * total) return bound
  }
  return Number.POSITIVE_INFINITY
}

const LAST = [SLOWER, Number.POSITIVE_INFINITY] as const
