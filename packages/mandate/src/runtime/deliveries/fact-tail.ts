/**
 * The newest facts, read once for all endpoints of a process. As for the stream of revocations
 * (`revocations/feed.ts`), polling finds the facts of every process, and facts recorded here start a
 * poll at once.
 *
 * A row has the time of its write but becomes visible on commit, so rows can appear behind those
 * already read. The tail therefore keeps what it has read of the last seconds, its window. It reads
 * the window again if it holds more rows than are known, and once more before rows leave it.
 */

import { performance } from 'node:perf_hooks'
import type { FactPage, FactPlace, FactStore } from '../../store/port.ts'

/** Longer than any transaction takes from write to commit: each statement may take 5 s. */
const OVERLAP_MS = 10_000
const PAGE = 500

export interface TailListener {
  /** There are new facts in the window. */
  arrived(): void
  /** These facts are about to leave the window, which then begins at `sinceMs`. */
  leaving(facts: readonly Seen[], sinceMs: number): void
  /** The database's clock was set back: facts may come whose time is this or later. */
  setBack(sinceMs: number): void
}

/** A fact in the window; without its content if only a newer server knows its kind. */
export type Seen = FactPage['entries'][number]

export interface FactTail {
  /** The window begins here, by the database's clock. */
  sinceMs(): number
  /** All facts of the window, in the order in which they were found. */
  window(): Iterable<Seen>
  /** The database's time now, to within a poll. */
  nowMs(): number
  /** Polls. All who ask while a poll has not begun share it. Rejects with `StorageUnavailable`. */
  look(): Promise<void>
}

const wholeSeconds = (milliseconds: number) => Math.floor(milliseconds / 1_000) * 1_000
const NOWHERE: FactPlace = { atMs: Number.MAX_SAFE_INTEGER, id: '' }

export function createFactTail(
  facts: Pick<FactStore, 'readPage'>,
  listeners: ReadonlySet<TailListener>,
): FactTail {
  let seen = new Map<string, Seen>()
  let since = Number.NaN
  let frontier = NOWHERE
  let now = 0
  let lookedAt = performance.now()
  let looking: Promise<void> | undefined
  let upcoming: Promise<void> | undefined

  /** Adds what is new from a place on; returns the last page, and whether anything was new. */
  async function readOn(
    from: FactPlace,
    {
      countSinceMs,
      beforeMs = Number.MAX_SAFE_INTEGER,
    }: { countSinceMs: number; beforeMs?: number },
  ): Promise<{ readonly page: FactPage; readonly last: FactPlace; readonly found: number }> {
    let found = 0
    for (let last = from; ; ) {
      const page = await facts.readPage(last, { limit: PAGE, countSinceMs, beforeMs })
      for (const entry of page.entries) {
        if (seen.has(entry.id)) continue
        seen.set(entry.id, entry)
        found += 1
      }
      last = page.entries.at(-1) ?? last
      if (page.isLast) return { page, last, found }
    }
  }

  async function begin(sinceMs: number): Promise<void> {
    since = sinceMs
    const read = await readOn({ atMs: since, id: '' }, { countSinceMs: since })
    frontier = read.last
    now = read.page.nowMs
  }

  async function poll(): Promise<void> {
    const began = performance.now()
    if (Number.isNaN(since)) {
      const { nowMs } = await facts.readPage(NOWHERE, { limit: 1, countSinceMs: NOWHERE.atMs })
      await begin(wholeSeconds(nowMs - OVERLAP_MS))
      lookedAt = began
      return tell(1)
    }
    const windowMs = Math.max(since, wholeSeconds(now - OVERLAP_MS))
    const { page, last, found } = await readOn(frontier, { countSinceMs: windowMs })
    if (page.nowMs < now) {
      const backMs = wholeSeconds(page.nowMs - (began - lookedAt) - OVERLAP_MS)
      for (const listener of listeners) listener.setBack(backMs)
      seen = new Map([...seen].filter(([, { atMs }]) => atMs >= backMs))
      await begin(backMs)
      lookedAt = began
      return tell(1)
    }
    frontier = last
    const late = await readLate(page, windowMs)
    if (windowMs > since) await moveTo(windowMs)
    now = page.nowMs
    lookedAt = began
    tell(found + late)
  }

  /** Rows that have appeared behind the frontier. */
  async function readLate({ counted }: FactPage, windowMs: number): Promise<number> {
    let known = 0
    for (const { atMs } of seen.values()) if (atMs >= windowMs) known += 1
    if (counted <= known) return 0
    return (await readOn({ atMs: windowMs, id: '' }, { countSinceMs: windowMs })).found
  }

  /** A deletion can hide a late row from the count, so what leaves is read once more. */
  async function moveTo(windowMs: number): Promise<void> {
    const edge = { countSinceMs: windowMs, beforeMs: windowMs }
    await readOn({ atMs: since, id: '' }, edge)
    const leaving = [...seen.values()].filter(({ atMs }) => atMs < windowMs)
    for (const listener of listeners) listener.leaving(leaving, windowMs)
    for (const { id } of leaving) seen.delete(id)
    since = windowMs
  }

  function tell(found: number): void {
    if (found > 0) for (const listener of listeners) listener.arrived()
  }

  return {
    sinceMs: () => since,
    window: () => seen.values(),
    nowMs: () => now + (performance.now() - lookedAt),
    look() {
      upcoming ??= (looking ?? Promise.resolve())
        .catch(() => {})
        .then(() => {
          upcoming = undefined
          looking = poll().finally(() => {
            looking = undefined
          })
          return looking
        })
      return upcoming
    },
  }
}
