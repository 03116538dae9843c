/** Summary statistics. */

export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The smallest value that at least this share of all values do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), least: quantile(values, 0), most: quantile(values, 1) }
}
