/**
 * Comparisons within a run. A ratio is computed for each round, from two figures that were measured
 * seconds apart, and the median of these counts: it is unaffected by changes in the machine's speed.
 */

import type { Figure, Results } from './results.ts'
import { type Spread, spreadOf } from './statistics.ts'

/** The share of a latency from which on the generator's own lateness is mentioned. */
const LATE = 0.2

/** The share of the generator's core from which on it may have limited the rate. */
const SATURATED = 0.9

export function find(results: Pick<Results, 'figures'>, work: string, subject: string): Figure {
  const found = results.figures.find((one) => one.work === work && one.subject === subject)
  if (found === undefined) throw new Error(`the results have no ${work} of ${subject}`)
  return found
}

export function ratio(above: readonly number[], below: readonly number[]): Spread {
  const rounds = Math.min(above.length, below.length)
  return spreadOf(
    Array.from({ length: rounds }, (_, round) => (above[round] ?? 0) / (below[round] ?? 0)),
  )
}

export function isGeneratorSaturated({ generator }: Figure): boolean {
  return generator !== null && spreadOf(generator).median >= SATURATED
}

/** Whether much of the usual latency was caused by the generator sending too late. */
export function isGeneratorLate({ latency }: Figure): boolean {
  return latency !== null && latency.lateness.p50 > LATE * latency.p50
}
