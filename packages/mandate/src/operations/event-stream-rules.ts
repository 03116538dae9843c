/** What holds for a stream of security events: its address, its header, its events and its details. */

import { openSecret, sealSecret } from '../clients/authentication/sealed-secret.ts'
import type { KeyRing } from '../grants/derivation.ts'
import { EVENT_NAMES, type EventName, eventNamed } from '../oauth/security-events/event-types.ts'
import { NO_EVENT, type streamDetails } from '../oauth/security-events/stream-document.ts'
import type { Store } from '../store/port.ts'
import type { Endpoint } from '../store/records.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { addressProblem } from './endpoint-address.ts'

export interface StreamContext {
  readonly store: Pick<Store, 'clients' | 'endpoints'>
  readonly clock: Clock
  readonly random: Random
  readonly keys: KeyRing
  /** Rejects with an error whose message says why this address is not called. */
  readonly checkAddress: (address: string) => Promise<void>
}

export interface InvalidStream {
  readonly is: 'invalid'
  readonly field: 'url' | 'authorization' | 'events'
  /** For whoever entered it; nothing was changed. */
  readonly sentence: string
}

/** What a header may have (RFC 9110 §5.5), without white space at either end. */
const HEADER = /^[!-~](?:[ -~]{0,2000}[!-~])?$/

/** Whoever may change an address must not learn the header, which is never shown, by naming their own. */
export function headerProblem(
  { keys }: Pick<StreamContext, 'keys'>,
  { id, url: before, secret }: Endpoint,
  { url, authorization }: { readonly url?: string | undefined; authorization?: string | undefined },
): InvalidStream | undefined {
  if (url === undefined || url === before || authorization !== undefined) return undefined
  // Without a header, or without the key that it was sealed with, nothing is sent.
  if (secret === null || !openSecret(keys, id, secret.sealed)) return undefined
  const sentence =
    'The Authorization header was agreed with the address before; give it again with the new address, or remove it.'
  return { is: 'invalid', field: 'authorization', sentence }
}

export async function problemWith(
  { checkAddress }: Pick<StreamContext, 'checkAddress'>,
  {
    url,
    authorization,
    events = [],
  }: {
    readonly url?: string | undefined
    readonly authorization?: string | undefined
    readonly events?: readonly string[] | undefined
  },
): Promise<InvalidStream | undefined> {
  const unknown = events.find((name) => eventNamed(name) === undefined)
  if (unknown !== undefined) {
    const sentence = `There is no event ${JSON.stringify(unknown)}; give one of ${EVENT_NAMES.join(', ')}.`
    return { is: 'invalid', field: 'events', sentence }
  }
  if (authorization !== undefined && authorization !== '' && !HEADER.test(authorization)) {
    const sentence =
      'The Authorization header has to be one line of printable ASCII, of at most 2,000 characters.'
    return { is: 'invalid', field: 'authorization', sentence }
  }
  const sentence = url === undefined ? undefined : await addressProblem(checkAddress, url)
  return sentence === undefined ? undefined : { is: 'invalid', field: 'url', sentence }
}

/** In one order, so that the same choice is the same list; all of them is the empty list. */
export function namesOf(events: readonly string[]): readonly EventName[] {
  const named = events.map(eventNamed)
  return EVENT_NAMES.filter((name) => named.includes(name))
}

export function sealedHeader({ keys, random }: StreamContext, id: string, header: string) {
  const sealed = sealSecret({ keys, random }, { clientId: id, secret: header })
  return { sealed, previous: null }
}

/** Types that do not exist are ignored (Shared Signals 1.0 §8.1.1); with no other, nothing is told. */
export function requestedOf(requested: readonly string[]): readonly string[] {
  const known = namesOf(requested)
  return known.length > 0 ? known : [NO_EVENT]
}

type DetailsChange = {
  readonly [Name in keyof ReturnType<typeof streamDetails>]?:
    | ReturnType<typeof streamDetails>[Name]
    | null
    | undefined
}

/** Undefined stays, null goes. */
export function withDetails(
  before: Endpoint['details'],
  change: DetailsChange,
): Endpoint['details'] {
  const given = Object.entries(change).filter(([, value]) => value !== undefined)
  return Object.fromEntries(
    Object.entries({ ...before, ...Object.fromEntries(given) }).filter(
      ([, value]) => value !== null,
    ),
  )
}

/** Empty if nothing changes. */
export function detailsAfter({ details: before }: Endpoint, change: DetailsChange) {
  const details = withDetails(before, change)
  return JSON.stringify(details) === JSON.stringify(before) ? {} : { details }
}
