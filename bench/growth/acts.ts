/** Refreshes and reads at the store, many in flight, and their cost. */

import { performance } from 'node:perf_hooks'
import type { Store } from '../../packages/mandate/src/store/port.ts'
import { FIRST_GENERATION, grantIdOf, KEY_ID } from './database.ts'

export const IN_FLIGHT = 64

export interface Measured {
  readonly acts: number
  /** Acts per second of wall-clock time. */
  readonly rate: number
  /** Processor time of this process for one act, in microseconds. */
  readonly cost: number
}

/** Repeats while it is true; the lanes share the condition. */
type GoesOn = (acts: number, elapsedMs: number) => boolean

export async function repeat(
  goesOn: GoesOn,
  act: (lane: number) => Promise<void>,
): Promise<Measured> {
  let acts = 0
  const started = performance.now()
  const before = process.cpuUsage()
  const lane = async (_: unknown, number: number) => {
    while (goesOn(acts, performance.now() - started)) {
      acts += 1
      await act(number)
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane))
  const { user, system } = process.cpuUsage(before)
  const seconds = (performance.now() - started) / 1000
  return { acts, rate: acts / seconds, cost: (user + system) / acts }
}

/** The live generation of each grant, so that each refresh is one that a client could make. */
export interface Generations {
  /** Increments one, and returns its previous value. */
  take(place: number): number
  /** The live generation. */
  of(place: number): number
}

export function createGenerations(
  refreshed: readonly (readonly [place: number, generation: number])[] = [],
): Generations {
  const known = new Map(refreshed)
  const of = (place: number) => known.get(place) ?? FIRST_GENERATION
  return {
    of,
    take(place) {
      const from = of(place)
      known.set(place, from + 1)
      return from
    },
  }
}

/** The compare-and-set of a refresh. */
export async function refresh(
  store: Store,
  generations: Generations,
  place: number,
): Promise<void> {
  const from = generations.take(place)
  const won = await store.grants.advance({
    id: grantIdOf(place),
    ...{ from, scope: 'all', details: null, to: from + 1, keyId: KEY_ID },
    ...{ expiresAt: 4_000_000_000 + from, redeemedAt: 1_750_000_000 + from },
    retryKeyHash: 'k'.repeat(43),
    recentRedemptions: null,
  })
  if (!won) throw new Error(`refresh ${from} of grant ${place} was lost`)
}

/** What introspection reads. */
export async function read(store: Store, place: number): Promise<void> {
  if ((await store.grants.find(grantIdOf(place))) === undefined) {
    throw new Error(`grant ${place} was not found`)
  }
}

/** A grant that belongs to this lane, so that two lanes never refresh the same one. */
export function anyOf(grants: number, lane: number): number {
  const share = Math.floor(grants / IN_FLIGHT)
  return lane * share + Math.floor(Math.random() * share)
}
