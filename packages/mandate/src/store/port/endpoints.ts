/**
 * The verbs on endpoints, to which facts are delivered (`runtime/deliveries/`). There is no row for
 * each event: an endpoint has a cursor over the facts, and rows only for what did not arrive at once.
 */

import type { Act } from '../../facts/actor.ts'
import type { KeyId } from '../../grants/grant.ts'
import type { Delivery, Endpoint, EndpointChange, EndpointProgress } from '../records.ts'
import type {
  DeliveryState,
  DeliveryTry,
  EndpointDisabledBecause,
  EndpointKind,
} from '../tables/endpoints.ts'
import type { FactPlace } from './facts.ts'
import type { AtRevision, Page, PageRequest } from './pages.ts'

export type { DeliveryState, DeliveryTry, EndpointDisabledBecause, EndpointKind }

/** An endpoint that this process delivers to, with how far it has come. */
export interface TakenEndpoint {
  readonly endpoint: Endpoint
  readonly progress: EndpointProgress
}

/** What a worker has achieved since it last said so. */
export interface Settlement {
  readonly cursor: FactPlace
  readonly ahead: readonly string[]
  readonly failingSinceMs: number | null
  readonly lastSuccessMs: number | null
  /** New rows, and rows that have changed. */
  readonly deliveries: readonly Delivery[]
  /** Subjects whose rows go, because their account was deleted. */
  readonly forgotten: readonly string[]
  /** How many of the newest deliveries that succeeded stay. */
  readonly keptSuccesses: number
}

/** Counts of an endpoint's rows; each at most 100,000. */
export interface DeliveryCounts {
  readonly waiting: number
  readonly dead: number
}

/** Verbs that take an `Act` return false if there is no such endpoint, and do nothing then. */
export interface EndpointStore {
  /** Its cursor is the time of this write: earlier facts are not delivered. */
  insert(endpoint: Endpoint, act: Act): Promise<void>
  find(id: string): Promise<Endpoint | undefined>
  list(kind: EndpointKind, page: PageRequest): Promise<Page<Endpoint>>
  /** Of one client, whatever their kind. */
  listOfClient(clientId: string): Promise<readonly Endpoint[]>
  /** False, too, if it is at another revision than the one that is named. */
  update(which: string | AtRevision, change: EndpointChange, act: Act): Promise<boolean>
  /** False, too, if it has no secret. */
  rotateSecret(
    which: string | AtRevision,
    secret: { readonly sealed: string; readonly previousExpiresAt: number },
    act: Act,
  ): Promise<boolean>
  /** Its cursor stays where it is. False also if it is disabled already. */
  disable(id: string, because: EndpointDisabledBecause, act: Act): Promise<boolean>
  /** Everything that waits is tried at once. */
  enable(id: string, act: Act): Promise<boolean>
  /** Records that its client is to be shown that events arrive; `state` comes back in the event. */
  askVerification(
    id: string,
    asked: { readonly clientId: string; readonly state: string },
    act: Act,
  ): Promise<void>
  /** With all its rows. */
  delete(id: string, act: Act): Promise<boolean>

  findProgress(id: string): Promise<EndpointProgress | undefined>
  /** Of one state, the newest event first. `after` is a `factId`. */
  listDeliveries(
    id: string,
    page: { readonly state: DeliveryState; readonly after?: FactPlace; readonly limit: number },
  ): Promise<readonly Delivery[]>
  findDelivery(id: string, factId: string): Promise<Delivery | undefined>
  tallyDeliveries(id: string): Promise<DeliveryCounts>
  /** Tries these again, as if for the first time. Rows that do not exist are made. */
  replay(id: string, deliveries: readonly Delivery[], act: Act): Promise<boolean>
  /** Tries everything that has happened since again, in order. */
  rewind(id: string, sinceMs: number, act: Act): Promise<boolean>

  /**
   * Leases endpoints of these kinds that no process holds. All verbs below do nothing for an
   * endpoint that another process holds by now.
   */
  take(request: {
    readonly holder: string
    readonly kinds: readonly EndpointKind[]
    readonly leaseMs: number
  }): Promise<readonly TakenEndpoint[]>
  /** The endpoint as it is now, if `holder` has it. */
  readTaken(id: string, holder: string): Promise<TakenEndpoint | undefined>
  /** Prolongs the leases; returns what it still holds, with the version of each. */
  renew(holder: string, leaseMs: number): Promise<ReadonlyMap<string, number>>
  /** Gives one up, or all, so that another process can take them at once. */
  release(holder: string, id?: string): Promise<void>
  /** What is waiting, oldest event first, at most `limit` (1 to 1,000). */
  listWaiting(id: string, limit: number): Promise<readonly Delivery[]>
  /** Notes that facts before this time may have gone without being delivered. */
  fallBehind(id: string, missedUntilMs: number, act: Act): Promise<void>
  /** In one unit. False if another process has the endpoint. */
  settle(id: string, holder: string, settlement: Settlement): Promise<boolean>

  /**
   * Moves the cursor of an endpoint that polls, unless it has changed since it had this version.
   * `ahead` are the acknowledged events after it.
   */
  settlePoll(
    id: string,
    settlement: {
      readonly version: number
      readonly cursor: FactPlace
      readonly ahead: readonly string[]
    },
  ): Promise<boolean>

  /** Those whose secret is encrypted under another key, in the order of their ids. */
  listSealedNotUnder(
    keyId: KeyId,
    page: { readonly after: string; readonly limit: number },
  ): Promise<readonly Endpoint[]>
  /** The same secrets under another key. Nothing happens if they were rotated meanwhile. */
  rekeySecret(
    id: string,
    from: NonNullable<Endpoint['secret']>,
    to: NonNullable<Endpoint['secret']>,
  ): Promise<void>
}
