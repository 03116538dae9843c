/**
 * Explanations on their way to the store: collected in memory and written as one unit at most once
 * a second. No request waits for that. If the process dies, unwritten ones are lost, but the log
 * still has their lines.
 *
 *     noted ──▶ waiting ──▶ being written ──▶ in the store
 *
 * A flood is only sampled: there is a limit per second for each client, and one for each
 * `SenderProof`. So a flood costs little and displaces only explanations of its own kind.
 */

import { explanationBucket, type Share } from '../store/explanation-bucket.ts'
import type { Store } from '../store/port.ts'
import type { Explanation } from '../store/records.ts'

/** How many the store keeps. */
export const KEPT = { perClient: 100, perStanding: 2_000 } as const
/** How many are written per second. */
export const GATHERED = { perClient: 25, perStanding: 100 } as const
const FLUSH_EVERY_MS = 1_000
/** How long closing waits for a database that hangs. */
const GRACE_MS = 1_000

export interface ExplanationQueue {
  /** Takes an explanation. `explain` is not called if there is no room. Never throws, never waits. */
  add(whose: Share, explain: () => Explanation): void
  /** Finds one that is not in the store yet. */
  find(id: string): Explanation | undefined
  /** Writes the waiting ones. Resolves when that is done, or after a second. */
  close(): Promise<void>
}

/** `tell` receives how many could not be stored, and why. */
export function createExplanationQueue(
  { explanations }: Pick<Store, 'explanations'>,
  tell: (trouble: { readonly lost: number; readonly because: unknown }) => void,
): ExplanationQueue {
  let waiting = new Map<string, Explanation>()
  let writing: ReadonlyMap<string, Explanation> = new Map()
  let counts = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined
  let underWay: Promise<void> | undefined

  function hasRoom(whose: Share): boolean {
    const places = [
      [explanationBucket(whose), GATHERED.perClient],
      [`all ${whose.standing}`, GATHERED.perStanding],
    ] as const
    if (places.some(([place, most]) => (counts.get(place) ?? 0) >= most)) return false
    for (const [place] of places) counts.set(place, (counts.get(place) ?? 0) + 1)
    return true
  }

  function flush(): Promise<void> {
    timer = undefined
    underWay ??= write().finally(() => {
      underWay = undefined
      if (waiting.size > 0) schedule()
    })
    return underWay
  }

  async function write(): Promise<void> {
    writing = waiting
    waiting = new Map()
    counts = new Map()
    try {
      await explanations.put([...writing.values()], KEPT)
    } catch (because) {
      tell({ lost: writing.size, because })
    } finally {
      writing = new Map()
    }
  }

  function schedule(): void {
    timer ??= setTimeout(() => void flush(), FLUSH_EVERY_MS).unref()
  }

  return {
    add(whose, explain) {
      try {
        if (!hasRoom(whose)) return
        const explanation = explain()
        waiting.set(explanation.id, explanation)
        schedule()
      } catch (because) {
        tell({ lost: 1, because })
      }
    },
    find: (id) => waiting.get(id) ?? writing.get(id),
    async close() {
      clearTimeout(timer)
      const written = async () => {
        await underWay
        if (waiting.size > 0) await flush()
      }
      let grace: NodeJS.Timeout | undefined
      const patience = new Promise<void>((resolve) => {
        grace = setTimeout(resolve, GRACE_MS)
      })
      await Promise.race([written(), patience])
      clearTimeout(grace)
      clearTimeout(timer)
    },
  }
}
