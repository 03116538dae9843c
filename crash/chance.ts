/** Seeded randomness: the same seed draws the same numbers on every machine. */

import { createHash } from 'node:crypto'

export interface Chance {
  /** From 0 up to 1. */
  next(): number
  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number
  /** A number from `low` up to `high`. */
  between(low: number, high: number): number
  /** The time until the next event of a kind that happens every `mean` on average. */
  after(mean: number): number
  pick<Item>(items: readonly [Item, ...Item[]]): Item
  /** A separate sequence for one actor, so that actors who race do not take each other's numbers. */
  fork(name: string): Chance
}

export function chanceFrom(seed: string): Chance {
  let state = createHash('sha256').update(seed).digest().readUInt32LE()

  /** Mulberry32: 32 bits of state, plenty for choosing faults. */
  function next(): number {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  const below = (end: number) => Math.floor(next() * end)
  return {
    next,
    below,
    between: (low, high) => low + next() * (high - low),
    // At most four times the mean: runs are short.
    after: (mean) => Math.min(-Math.log(1 - next()), 4) * mean,
    pick: (items) => items[below(items.length)] ?? items[0],
    fork: (name) => chanceFrom(`${seed}/${name}`),
  }
}
