/** Faults of all kinds strike in parallel and repeatedly, at moments that the seed decides. */

import { setTimeout as sleep } from 'node:timers/promises'
import type { Chance } from './chance.ts'
import { type Journal, monotonic } from './journal.ts'

export interface Fault {
  readonly name: string
  /** The average time between two, in milliseconds. */
  readonly everyMs: number
  /** Returns what happened; undefined if there was nothing to break at that moment. */
  strike(chance: Chance): Promise<string | undefined>
}

export interface Strikes {
  /** How often each fault has struck. */
  readonly counted: ReadonlyMap<string, number>
  /** From now on, only faults that have not struck yet. */
  leaveToMissing(): void
  /** Starts no more faults; resolves when everything is repaired. */
  end(): Promise<void>
}

const LOOK_EVERY_MS = 100

/** Runs them until told to stop. */
export function letStrike(
  faults: readonly Fault[],
  { chance, journal }: { readonly chance: Chance; readonly journal: Journal },
): Strikes {
  const counted = new Map<string, number>(faults.map(({ name }) => [name, 0]))
  let onlyMissing = false
  let ended = false
  const isOver = (name: string) => ended || (onlyMissing && counted.get(name) !== 0)

  async function strikeAgainAndAgain({ name, everyMs, strike }: Fault): Promise<void> {
    const own = chance.fork(name)
    for (;;) {
      const moment = monotonic() + own.after(everyMs)
      for (let left = 0; left >= 0 && !isOver(name); left = moment - monotonic()) {
        await sleep(Math.min(left, LOOK_EVERY_MS))
      }
      if (isOver(name)) return
      const event = await strike(own)
      if (event === undefined) continue
      counted.set(name, (counted.get(name) ?? 0) + 1)
      journal({ what: 'happened', event })
    }
  }

  const all = Promise.all(faults.map(strikeAgainAndAgain))
  // Reported when the faults are stopped.
  all.catch(() => {})
  return {
    counted,
    leaveToMissing() {
      onlyMissing = true
    },
    async end() {
      ended = true
      await all
    },
  }
}
