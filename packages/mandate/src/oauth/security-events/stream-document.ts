/**
 * A stream as JSON: for the command line, the API, and its receiver. The members are those of Shared
 * Signals 1.0 §8.1.1, which also says that `events_delivered` is what will come.
 */

import type { Endpoint } from '../../store/records.ts'
import { PATHS } from '../metadata.ts'
import { chosenEvents, EVENT_NAMES, EVENT_TYPES } from './event-types.ts'

/** RFC 8935 and RFC 8936, as Shared Signals 1.0 §6.1 names them. */
export const DELIVERY_METHODS = {
  push: 'urn:ietf:rfc:8935',
  poll: 'urn:ietf:rfc:8936',
} as const

/** How often a client may ask for an event that shows that the stream works (§8.1.1). */
export const MIN_VERIFICATION_SECONDS = 10

/** In `events` of a stream whose client wants only types that do not exist here. */
export const NO_EVENT = 'none'

/** What a receiver gave that nothing here depends on. */
interface Details {
  readonly description?: string
  /** As it gave them, also types that do not exist here. */
  readonly requested?: readonly string[]
  /** Why it stopped the stream. */
  readonly reason?: string
}

export function streamDetails({ details }: Pick<Endpoint, 'details'>): Details {
  return details
}

export type StreamDocument = ReturnType<typeof streamDocument>

/** The configuration (§8.1.1). The header of pushes is never shown. */
export function streamDocument(issuer: string, stream: Endpoint) {
  const { id, clientId, events } = stream
  const { description, requested } = streamDetails(stream)
  const uris = chosenEvents(events).map((name) => EVENT_TYPES[name])
  return {
    stream_id: id,
    iss: issuer,
    aud: clientId ?? '',
    delivery: isPushed(stream)
      ? { method: DELIVERY_METHODS.push, endpoint_url: stream.url }
      : { method: DELIVERY_METHODS.poll, endpoint_url: issuer + PATHS.securityEvents },
    events_supported: EVENT_NAMES.map((name) => EVENT_TYPES[name]),
    ...(events.length > 0 && { events_requested: requested ?? uris }),
    events_delivered: uris,
    min_verification_interval: MIN_VERIFICATION_SECONDS,
    ...(description !== undefined && { description }),
  }
}

/** Shared Signals 1.0 §8.1.2.1. A `disabled` stream keeps nothing for later. */
export function statusDocument(stream: Endpoint) {
  const { id, disabledAt, disabledBecause: because } = stream
  const isOfPerson = because === null || because === 'operator' || isOfClient(because)
  const reason = isOfPerson ? streamDetails(stream).reason : because
  return {
    stream_id: id,
    status:
      disabledAt === null
        ? ('enabled' as const)
        : because === 'client_disabled'
          ? ('disabled' as const)
          : ('paused' as const),
    ...(disabledAt !== null && reason !== undefined && { reason }),
  }
}

/** Whether its client stopped it. */
export function isOfClient(because: Endpoint['disabledBecause']): boolean {
  return because === 'client' || because === 'client_disabled'
}

/** All that is kept of it: what the command line and the API show. */
export function streamRecord(issuer: string, stream: Endpoint) {
  const { clientId, createdAt } = stream
  return {
    ...streamDocument(issuer, stream),
    client_id: clientId ?? '',
    ...statusDocument(stream),
    created_at: createdAt,
  }
}

export function isPushed({ kind }: Pick<Endpoint, 'kind'>): boolean {
  return kind === 'security_events'
}

/** Whether the endpoint is a stream of a client. */
export function isStream({ kind }: Pick<Endpoint, 'kind'>): boolean {
  return kind === 'security_events' || kind === 'polled_security_events'
}
