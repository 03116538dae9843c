/**
 * Leads one endpoint through the facts: first through those that it has not had yet, then along the
 * tail. It never holds more than it is asked for, so an endpoint that is down costs no memory: its
 * facts wait in the database.
 */

import type { FactPlace, FactStore } from '../../store/port.ts'
import type { FactTail, Seen, TailListener } from './fact-tail.ts'

const PAGE = 200

export interface Walker extends Omit<TailListener, 'arrived'> {
  /**
   * Offers the facts that follow, in order, until `take` answers `full`; that fact is offered again.
   * `end` means that there are no more for now.
   */
  pull(take: (seen: Seen) => 'taken' | 'full'): Promise<'end' | 'full'>
  /** Everything up to here was offered. */
  position(): FactPlace
}

export function isAfter(one: FactPlace, other: FactPlace): boolean {
  return one.atMs > other.atMs || (one.atMs === other.atMs && one.id > other.id)
}

/** `ahead` are the facts after the position that were offered before. */
export function createWalker(
  { facts, tail }: { readonly facts: Pick<FactStore, 'readPage'>; readonly tail: FactTail },
  start: FactPlace,
  ahead: readonly FactPlace[],
): Walker {
  let position = start
  const offered = new Map(ahead.map(({ id, atMs }) => [id, atMs]))

  function moveTo(place: FactPlace): void {
    position = place
    for (const [id, atMs] of offered) if (atMs < place.atMs) offered.delete(id)
  }

  return {
    position: () => position,
    async pull(take) {
      const offer = (seen: Seen): boolean => {
        if (!offered.has(seen.id) && take(seen) === 'full') return false
        offered.set(seen.id, seen.atMs)
        return true
      }
      while (position.atMs < tail.sinceMs()) {
        const beforeMs = tail.sinceMs()
        const page = { limit: PAGE, countSinceMs: Number.MAX_SAFE_INTEGER, beforeMs }
        const { entries, isLast } = await facts.readPage(position, page)
        for (const entry of entries) {
          if (!offer(entry)) return 'full'
          // In the database's order, which may not be that of JavaScript among equal times.
          position = { atMs: entry.atMs, id: entry.id }
        }
        if (isLast) moveTo({ atMs: beforeMs, id: '' })
      }
      for (const seen of tail.window()) if (!offer(seen)) return 'full'
      return 'end'
    },
    leaving(seen, sinceMs) {
      const isThere = position.atMs >= tail.sinceMs()
      if (isThere && seen.every(({ id }) => offered.has(id))) moveTo({ atMs: sinceMs, id: '' })
    },
    setBack(sinceMs) {
      if (position.atMs > sinceMs) position = { atMs: sinceMs, id: '' }
    },
  }
}
