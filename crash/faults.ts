/** Faults strike side by side, each kind again and again, at moments that the seed decides. */

import { setTimeout as sleep } from 'node:timers/promises'
import type { Chance } from './chance.ts'
import { type Journal, monotonic } from './journal.ts'

export interface Fault {
  readonly name: string
  /** How long from one to the next on average, in milliseconds. */
  readonly everyMs: number
  /** Answers what happened; undefined where there was nothing to break just then. */
  strike(chance: Chance): Promise<string | undefined>
}

/** Lets them strike until the moment; resolves when all is put right. How often each did. */
export async function letStrike(
  faults: readonly Fault[],
  { until, chance, journal }: { until: number; chance: Chance; journal: Journal },
): Promise<ReadonlyMap<string, number>> {
  const counted = new Map<string, number>(faults.map(({ name }) => [name, 0]))
  await Promise.all(
    faults.map(async ({ name, everyMs, strike }) => {
      const own = chance.fork(name)
      for (;;) {
        const pause = own.after(everyMs)
        const left = until - monotonic()
        await sleep(Math.max(0, Math.min(pause, left)))
        if (pause >= left) return
        const event = await strike(own)
        if (event === undefined) continue
        counted.set(name, (counted.get(name) ?? 0) + 1)
        journal({ what: 'happened', event })
      }
    }),
  )
  return counted
}
