/**
 * Counts what passes in this process, until it is taken away and added to the database
 * (`runtime/activity.ts`). Whatever strangers send, its size has a bound: routes, reasons and
 * outcomes are fixed in this repository, and only some clients a day get rows of their own. Clients
 * that prove who they are have other places than those that were only named.
 */

import type { Observer } from '../facts/passing.ts'
import { createRequestCounts } from './requests.ts'
import { createSums } from './sums.ts'

/** As `Count` of the store. */
interface Count {
  readonly kind: string
  readonly key: string
  readonly clientId: string
  readonly counted: number
}

/** Pairs of a client and a reason that get a row of their own, per process and day. */
export const NAMED_PAIRS = { proven: 200, named: 50 } as const
/** All clients without a row of their own. */
const OTHERS = '*'
const NONE = ''

export interface Tally {
  readonly observe: Observer
  /**
   * All that was counted since the last time, which starts anew: nothing that is zero, nothing
   * twice. `day` is the number of the day, which clients get their places for.
   */
  take(day: number): readonly Count[]
  /** Counts again what could not be kept. */
  giveBack(counts: readonly Count[]): void
}

export function createTally(): Tally {
  const requests = createRequestCounts()
  const sums = createSums()
  /** By reason and client. */
  const refusals = createSums()
  let places = newPlaces()
  let placesOf: number | undefined

  function clientOf(
    reason: string,
    client: { readonly id: string; readonly isProven: boolean } | undefined,
  ): string {
    if (client === undefined) return NONE
    const kind = client.isProven ? 'proven' : 'named'
    const [taken, pair] = [places[kind], `${reason}\n${client.id}`]
    if (taken.size < NAMED_PAIRS[kind]) taken.add(pair)
    return taken.has(pair) ? client.id : OTHERS
  }

  return {
    observe(fact) {
      switch (fact.kind) {
        case 'request.answered':
          return requests.add(fact.endpoint, fact.status, fact.milliseconds)
        case 'token.introspected':
          return sums.add('introspection', fact.active ? 'active' : 'inactive', 1)
        case 'token.redeemed':
          return sums.add('redemption', fact.outcome, 1)
        case 'token.issued':
          return sums.add('issued', fact.grantType, 1)
        case 'request.refused':
          return refusals.add(fact.reason, clientOf(fact.reason, fact.client), 1)
        case 'sign_in.failed':
          return sums.add('sign_in', fact.because, 1)
        case 'request.turned_away':
          return sums.add('trouble', 'turned_away', 1)
        case 'storage.unavailable':
          return sums.add('trouble', 'storage_unavailable', 1)
        case 'job.tried':
          return sums.add(`job.${fact.job}`, fact.outcome, 1)
        default:
          if (fact.kind === 'session.began') sums.add('sign_in', 'done', 1)
          return sums.add('fact', fact.kind, 1)
      }
    },
    take(day) {
      for (const taken of requests.take()) sums.add(...taken)
      if (placesOf !== undefined && day !== placesOf) places = newPlaces()
      placesOf = day
      return [
        ...sums.take().map(([kind, key, counted]) => ({ kind, key, clientId: NONE, counted })),
        ...refusals
          .take()
          .map(([key, clientId, counted]) => ({ kind: 'refusal', key, clientId, counted })),
      ]
    },
    giveBack(counts) {
      for (const { kind, key, clientId, counted } of counts) {
        if (kind === 'refusal') refusals.add(key, clientId, counted)
        else sums.add(kind, key, counted)
      }
    },
  }
}

function newPlaces(): { readonly proven: Set<string>; readonly named: Set<string> } {
  return { proven: new Set(), named: new Set() }
}
