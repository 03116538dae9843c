/**
 * Whether two samples come from the same distribution (Mann and Whitney, 1947). It compares ranks,
 * so a few very slow answers change nothing, and neither does a machine that is slow for both.
 */

export interface Ranked {
  /**
   * How often a value of the first sample is larger than one of the second; 0.5 if there is no
   * difference.
   */
  readonly larger: number
  /** How probable such a difference, or a greater one, is by chance; for samples of 20 or more. */
  readonly probability: number
}

export function compareRanks(first: readonly number[], second: readonly number[]): Ranked {
  const all = [
    ...first.map((value) => ({ value, isFirst: true })),
    ...second.map((value) => ({ value, isFirst: false })),
  ].sort((a, b) => a.value - b.value)
  let ranks = 0
  let ties = 0
  for (let from = 0; from < all.length; ) {
    let to = from + 1
    while (to < all.length && all[to]?.value === all[from]?.value) to += 1
    const rank = (from + to + 1) / 2
    ranks += rank * all.slice(from, to).filter(({ isFirst }) => isFirst).length
    ties += (to - from) ** 3 - (to - from)
    from = to
  }
  const [m, n, total] = [first.length, second.length, all.length]
  const u = ranks - (m * (m + 1)) / 2
  const variance = ((m * n) / 12) * (total + 1 - ties / (total * (total - 1)))
  const z = variance === 0 ? 0 : Math.abs(u - (m * n) / 2) / Math.sqrt(variance)
  return { larger: u / (m * n), probability: 2 * upperTail(z) }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low = 0, high = 0] = [sorted[sorted.length - 1 - middle], sorted[middle]]
  return (low + high) / 2
}

/** Of the normal distribution (Abramowitz and Stegun 26.2.17), to within 10⁻⁷. */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z)
  const polynomial =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial
}
