/**
 * What of an endpoint's progress is stored, and what is still to be. The cursor is never ahead of an
 * event that is neither delivered nor in a row, so a process can die at any time.
 */

import type { FactPlace, Settlement } from '../../store/port.ts'
import type { Delivery } from '../../store/records.ts'
import { type Parcel, rowOf } from './queue.ts'
import { isAfter } from './walker.ts'

/** Rows in one unit. */
const MOST_ROWS = 200
/** Beyond these, events of the last seconds may arrive twice if the process dies. */
const MOST_AHEAD = 2_000
const SUCCESSES_KEPT = 50

type Progress = Pick<Settlement, 'cursor' | 'ahead' | 'deliveries' | 'forgotten' | 'keptSuccesses'>

export interface Ledger {
  /** It is on its way, and nothing of it is stored. */
  open(parcel: Parcel): void
  /** It waits, or is dead: its row is to be written. */
  keep(parcel: Parcel, state: 'waiting' | 'dead'): void
  /** It has arrived, or there was nothing to tell. */
  close(parcel: Parcel, how: 'delivered' | 'nothing'): void
  forget(subject: string): void
  hasNews(): boolean
  /** What to store next, up to a position that was reached; `stored` is to be called with whether it was. */
  next(position: FactPlace): { readonly progress: Progress; stored(isStored: boolean): void }
}

/** As the progress of an endpoint keeps the places ahead of its cursor. */
function writePlace({ atMs, id }: FactPlace): string {
  return `${atMs} ${id}`
}

export function readPlace(text: string): FactPlace {
  const [atMs = '', id = ''] = text.split(' ')
  return { atMs: Number(atMs), id }
}

/** `rows` are those that are stored, `ahead` the facts after the cursor that are dealt with. */
export function createLedger(
  endpointId: string,
  rows: readonly Parcel[],
  ahead: readonly FactPlace[],
): Ledger {
  /** Neither delivered nor in a row. */
  const open = new Set<Parcel>()
  const inRow = new Set(rows)
  /** Delivered or in a row. */
  const safe = new Map([...ahead, ...rows.map(({ place }) => place)].map((one) => [one.id, one]))
  const dirty = new Map<Parcel, Delivery['state']>()
  let successes: Parcel[] = []
  let forgotten = new Set<string>()
  let hasNews = false

  function progressTo(
    position: FactPlace,
    written: ReadonlySet<Parcel>,
  ): Pick<Progress, 'cursor' | 'ahead'> {
    let cursor = position
    for (const parcel of open) {
      const { atMs } = parcel.place
      if (!written.has(parcel) && atMs <= cursor.atMs) cursor = { atMs, id: '' }
    }
    const places = [...safe.values(), ...[...written].map(({ place }) => place)]
    const ahead = places.filter((place) => isAfter(place, cursor)).map(writePlace)
    return { cursor, ahead: ahead.slice(0, MOST_AHEAD) }
  }

  return {
    open: (parcel) => void open.add(parcel),
    keep(parcel, state) {
      if (parcel.isForgotten) return
      dirty.set(parcel, state)
      hasNews = true
    },
    close(parcel, how) {
      hasNews = true
      const isKept = inRow.has(parcel)
      open.delete(parcel)
      safe.set(parcel.place.id, parcel.place)
      dirty.delete(parcel)
      if (parcel.isForgotten || (how === 'nothing' && !isKept)) return
      if (isKept) dirty.set(parcel, 'delivered')
      else successes = [...successes, parcel].slice(-SUCCESSES_KEPT)
    },
    forget(subject) {
      forgotten.add(subject)
      successes = successes.filter((parcel) => parcel.subject !== subject)
      for (const parcel of [...dirty.keys(), ...open]) {
        if (parcel.subject !== subject) continue
        dirty.delete(parcel)
        open.delete(parcel)
        safe.set(parcel.place.id, parcel.place)
      }
      hasNews = true
    },
    hasNews: () => hasNews,
    next(position) {
      const batch = new Map([...dirty].slice(0, MOST_ROWS))
      const told = successes
      const gone = forgotten
      const deliveries = [...batch, ...told.map((one) => [one, 'delivered'] as const)]
      for (const parcel of batch.keys()) dirty.delete(parcel)
      successes = []
      forgotten = new Set()
      hasNews = dirty.size > 0
      const written = new Set(batch.keys())
      const { cursor, ahead } = progressTo(position, written)
      return {
        progress: {
          ...{ cursor, ahead, forgotten: [...gone], keptSuccesses: SUCCESSES_KEPT },
          deliveries: deliveries.map(([parcel, state]) => rowOf(endpointId, parcel, state)),
        },
        stored(isStored) {
          if (!isStored) {
            for (const [parcel, state] of batch) if (!dirty.has(parcel)) dirty.set(parcel, state)
            for (const subject of gone) forgotten.add(subject)
            hasNews = true
            return
          }
          for (const [parcel, state] of batch) {
            open.delete(parcel)
            safe.set(parcel.place.id, parcel.place)
            if (state === 'waiting') inRow.add(parcel)
            else inRow.delete(parcel)
          }
          for (const [id, place] of safe) if (!isAfter(place, cursor)) safe.delete(id)
        },
      }
    },
  }
}
