/**
 * The feed of revocations: polls the database a few times a second for all streams of this process
 * together, and not at all while there are none.
 *
 *     still ──first listener──▶ looking ──last listener gone──▶ still
 *
 * Polling finds the facts of every process, on either engine, through a pooler and after a lost
 * connection. Database notifications would sometimes be faster, but are not reliable
 * (`docs/decisions/0017-a-stream-of-revocations.md`). This process's own facts trigger a poll
 * immediately, and the verb that wrote them waits for it: listeners here know before the request is
 * answered.
 *
 * A row has the time of its write but becomes visible on commit, so rows can appear behind those
 * already read. Each poll therefore also counts the rows of the last seconds and re-reads them if
 * there are more or fewer than it knows. A deletion between two polls can hide a late row from the
 * count, so rows are re-read once more before they leave these seconds.
 */

import { performance } from 'node:perf_hooks'
import { endsTokens } from '../facts/fact.ts'
import {
  type EndingPage,
  type FactPlace,
  type FactStore,
  StorageUnavailable,
} from '../store/port.ts'
import { revokedEvent } from './events.ts'

/** Also the interval of heartbeats. */
export const LOOK_EVERY_MS = 250
/** Longer than any transaction takes from write to commit: each statement may take 5 s. */
export const OVERLAP_MS = 10_000
export const PAGE = 1_000

export interface Listener {
  /** Events in their wire form. */
  hear(events: string): void
  /** Everything is known up to this time, in milliseconds of the database's clock. */
  reach(nowMs: number): void
  /** The feed is closed or the rules have changed: nothing more will come. */
  end(): void
}

export interface RevocationFeed {
  /**
   * Adds a listener, which receives everything committed after this resolves. Returns that time.
   * Rejects with `StorageUnavailable` without adding the listener.
   */
  listen(listener: Listener): Promise<number>
  leave(listener: Listener): void
  /** Ends all listeners for good. */
  close(): void
}

/** The window moves only once a second, because it may be large and moving it makes a copy. */
function wholeSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1_000) * 1_000
}

/** The clock was set back if the first poll finds it this far behind. */
const NOWHERE: FactPlace = { atMs: Number.MAX_SAFE_INTEGER, id: '' }

/**
 * `rules` identifies what the listeners' tokens were judged by; when it changes, all listeners are
 * ended.
 */
export function createRevocationFeed(
  facts: Pick<FactStore, 'readEndings' | 'watch'>,
  rules: () => string,
): RevocationFeed {
  const listeners = new Set<Listener>()
  let seen = new Map<string, number>()
  let seenSinceMs = 0
  let frontier = NOWHERE
  let nowMs = NOWHERE.atMs
  let lookedAt = performance.now()
  let rulesThen = rules()
  let looking: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let unwatch: (() => void) | undefined
  let upcoming: Promise<void> | undefined
  let closed = false

  const tell = ({ endings }: EndingPage): void => {
    const fresh = endings.filter(({ id }) => !seen.has(id))
    for (const { id, atMs } of fresh) seen.set(id, atMs)
    const events = fresh.map(revokedEvent).join('')
    if (events !== '') for (const listener of listeners) listener.hear(events)
  }

  /** Reads to the end; returns the last page. */
  async function readOn(from: FactPlace, countSinceMs: number): Promise<EndingPage> {
    for (let after = from; ; ) {
      const page = await facts.readEndings(after, { limit: PAGE, countSinceMs })
      if (page.nowMs >= nowMs) tell(page)
      after = page.endings.at(-1) ?? after
      if (page.isLast || page.nowMs < nowMs) {
        frontier = after
        return page
      }
    }
  }

  /** Reads everything since a time once more, up to another; returns the ids that are still there. */
  async function readAgain(fromMs: number, beforeMs?: number): Promise<ReadonlySet<string>> {
    const there = new Set<string>()
    const window = { limit: PAGE, countSinceMs: NOWHERE.atMs, ...(beforeMs && { beforeMs }) }
    for (let after: FactPlace = { atMs: fromMs, id: '' }; ; ) {
      const page = await facts.readEndings(after, window)
      tell(page)
      for (const { id } of page.endings) there.add(id)
      after = page.endings.at(-1) ?? after
      if (page.isLast) return there
    }
  }

  async function look(): Promise<void> {
    const began = performance.now()
    let windowMs = wholeSeconds(nowMs - OVERLAP_MS)
    let page = await readOn(frontier, windowMs)
    if (page.nowMs < nowMs) {
      nowMs = page.nowMs
      windowMs = wholeSeconds(nowMs - (began - lookedAt) - OVERLAP_MS)
      page = await readOn({ atMs: windowMs, id: '' }, windowMs)
    } else if (windowMs > seenSinceMs) {
      await readAgain(seenSinceMs, windowMs)
    }
    if (windowMs !== seenSinceMs) {
      seenSinceMs = windowMs
      seen = new Map([...seen].filter(([, atMs]) => atMs >= windowMs))
    }
    if (page.counted !== seen.size) {
      const there = await readAgain(windowMs)
      seen = new Map([...seen].filter(([id]) => there.has(id)))
    }
    nowMs = page.nowMs
    lookedAt = began
    for (const listener of listeners) listener.reach(nowMs)
  }

  function lookNow(): Promise<void> {
    looking ??= look().finally(() => {
      looking = undefined
      lookLater()
    })
    return looking
  }

  function lookLater(): void {
    clearTimeout(timer)
    if (closed || listeners.size === 0) return
    timer = setTimeout(() => {
      if (rules() !== rulesThen) endAll()
      // `StorageUnavailable`: without heartbeats, the listeners stop vouching.
      else lookNow().catch(() => {})
    }, LOOK_EVERY_MS)
  }

  /** A poll that starts after now; everyone who asks before it starts shares it. */
  function lookAfterNow(): Promise<void> {
    upcoming ??= (looking ?? Promise.resolve())
      .catch(() => {})
      .then(() => {
        upcoming = undefined
        return lookNow()
      })
      .catch(() => {})
    return upcoming
  }

  function leave(listener: Listener): void {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearTimeout(timer)
    unwatch?.()
    unwatch = undefined
  }

  function endAll(): void {
    rulesThen = rules()
    for (const listener of [...listeners]) listener.end()
  }

  return {
    async listen(listener) {
      if (listeners.size === 0 && looking === undefined) {
        seen = new Map()
        seenSinceMs = 0
        frontier = NOWHERE
        nowMs = NOWHERE.atMs
      }
      listeners.add(listener)
      unwatch ??= facts.watch(async (recorded) => {
        if (recorded.some(endsTokens)) await lookAfterNow()
      })
      try {
        await lookNow()
      } catch (error) {
        leave(listener)
        throw error
      }
      if (closed) throw new StorageUnavailable('the server is being stopped')
      return nowMs
    },
    leave,
    close() {
      closed = true
      endAll()
    },
  }
}
