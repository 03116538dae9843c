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

export interface Strikes {
  /** How often each fault has struck. */
  readonly counted: ReadonlyMap<string, number>
  /** Lets none strike any more; resolves when all is put right. */
  end(): Promise<void>
}

const LOOK_EVERY_MS = 100

/** Lets them strike until it is told to end. */
export function letStrike(
  faults: readonly Fault[],
  { chance, journal }: { readonly chance: Chance; readonly journal: Journal },
): Strikes {
  const counted = new Map<string, number>(faults.map(({ name }) => [name, 0]))
  let ended = false

  async function strikeAgainAndAgain({ name, everyMs, strike }: Fault): Promise<void> {
    const own = chance.fork(name)
    for (;;) {
      const moment = monotonic() + own.after(everyMs)
      for (let left = 0; left >= 0 && !ended; left = moment - monotonic()) {
        await sleep(Math.min(left, LOOK_EVERY_MS))
      }
      if (ended) return
      const event = await strike(own)
      if (event === undefined) continue
      counted.set(name, (counted.get(name) ?? 0) + 1)
      journal({ what: 'happened', event })
    }
  }

  const all = Promise.all(faults.map(strikeAgainAndAgain))
  // Heard of by whoever ends it.
  all.catch(() => {})
  return {
    counted,
    async end() {
      ended = true
      await all
    },
  }
}
