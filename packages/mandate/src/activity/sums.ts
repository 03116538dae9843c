/** Sums under two names, for example a kind and a key. */
export interface Sums {
  add(outer: string, inner: string, counted: number): void
  /** All of them, which starts anew. */
  take(): readonly (readonly [outer: string, inner: string, counted: number])[]
}

export function createSums(): Sums {
  let sums = new Map<string, Map<string, number>>()
  return {
    add(outer, inner, counted) {
      let within = sums.get(outer)
      if (within === undefined) {
        within = new Map()
        sums.set(outer, within)
      }
      within.set(inner, (within.get(inner) ?? 0) + counted)
    },
    take() {
      const taken = [...sums].flatMap(([outer, within]) =>
        [...within].map(([inner, counted]) => [outer, inner, counted] as const),
      )
      sums = new Map()
      return taken
    },
  }
}
