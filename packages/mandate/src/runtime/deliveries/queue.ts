/** The events of one endpoint that are on their way, each behind those of its subject. */

import type { Fact } from '../../facts/fact.ts'
import type { DeliveryTry, FactPlace } from '../../store/port.ts'
import type { Delivery } from '../../store/records.ts'
import type { Selected } from './channel.ts'

/** How many attempts of one event are kept. */
const TRIES_KEPT = 10

/** An event on its way. What of it is stored is a row of `deliveries`. */
export interface Parcel extends Selected {
  readonly place: FactPlace
  /** Undefined until it is read, for one from a row. */
  fact: Fact | undefined
  attempts: number
  accepted: readonly string[]
  firstTriedMs: number | null
  lastTriedMs: number | null
  dueAtMs: number
  tries: readonly DeliveryTry[]
  /** Its account was deleted: nothing of it is kept. */
  isForgotten: boolean
}

export function newParcel(fact: Fact, selected: Selected): Parcel {
  return {
    ...{ ...selected, place: { atMs: fact.atMs, id: fact.id }, fact },
    ...{ attempts: 0, accepted: [], firstTriedMs: null, lastTriedMs: null, dueAtMs: 0 },
    ...{ tries: [], isForgotten: false },
  }
}

export function parcelOf(row: Delivery): Parcel {
  const { event, subject, attempts, accepted, firstTriedMs, lastTriedMs, tries } = row
  return {
    ...{ event, subject, attempts, accepted, firstTriedMs, lastTriedMs, tries },
    ...{ place: { atMs: row.factAtMs, id: row.factId }, fact: undefined },
    ...{ dueAtMs: row.dueAtMs ?? 0, isForgotten: false },
  }
}

/** The row of a parcel. */
export function rowOf(endpointId: string, parcel: Parcel, state: Delivery['state']): Delivery {
  const { event, place, attempts, accepted, firstTriedMs, lastTriedMs } = parcel
  const isTraceless = state === 'delivered' && parcel.fact !== undefined && endsAccount(parcel.fact)
  return {
    ...{ endpointId, factId: place.id, factAtMs: place.atMs, event, state },
    ...{ attempts, accepted, firstTriedMs, lastTriedMs },
    subject: isTraceless ? '' : parcel.subject,
    tries: isTraceless ? parcel.tries.map((one) => ({ ...one, answer: '' })) : parcel.tries,
    dueAtMs: state === 'waiting' ? parcel.dueAtMs : null,
  }
}

/** Whether nothing of this account is to be kept from here on. */
export function endsAccount(fact: Fact): fact is Fact & { readonly accountId: string } {
  return fact.kind === 'account.deleted' || fact.kind === 'account.merged'
}

/** Notes an attempt. */
export function noteTry(parcel: Parcel, tried: DeliveryTry): void {
  parcel.tries = [...parcel.tries, tried].slice(-TRIES_KEPT)
}

/** Parcels by subject; only the first of each may be sent. */
export interface Queues {
  add(parcel: Parcel): void
  /** Those before it in its subject; undefined if there are none. */
  first(subject: string): Parcel | undefined
  length(subject: string): number
  /** It is delivered, or given up. */
  remove(parcel: Parcel): void
  /** All of a subject are gone; returns them. */
  drop(subject: string): readonly Parcel[]
  has(factId: string): boolean
  /** How many parcels there are. */
  size(): number
  /** The first of each subject. */
  heads(): Iterable<Parcel>
  behind(parcel: Parcel): readonly Parcel[]
}

export function createQueues(): Queues {
  const queues = new Map<string, Parcel[]>()
  const ids = new Set<string>()
  return {
    add(parcel) {
      ids.add(parcel.place.id)
      const queue = queues.get(parcel.subject)
      if (queue === undefined) queues.set(parcel.subject, [parcel])
      else queue.push(parcel)
    },
    first: (subject) => queues.get(subject)?.[0],
    length: (subject) => queues.get(subject)?.length ?? 0,
    remove(parcel) {
      const rest = (queues.get(parcel.subject) ?? []).filter((one) => one !== parcel)
      ids.delete(parcel.place.id)
      if (rest.length === 0) queues.delete(parcel.subject)
      else queues.set(parcel.subject, rest)
    },
    drop(subject) {
      const dropped = queues.get(subject) ?? []
      queues.delete(subject)
      for (const { place } of dropped) ids.delete(place.id)
      return dropped
    },
    has: (factId) => ids.has(factId),
    size: () => ids.size,
    *heads() {
      for (const [head] of queues.values()) if (head !== undefined) yield head
    },
    behind: (parcel) => (queues.get(parcel.subject) ?? []).filter((one) => one !== parcel),
  }
}
