/**
 * A stream as JSON: for the command line, the API, and its receiver. The members are those of Shared
 * Signals 1.0 §8.1.1, which also says that `events_delivered` is what will come.
 */

import type { Endpoint } from '../../store/records.ts'
import { PATHS } from '../metadata.ts'
import { chosenEvents, EVENT_NAMES, EVENT_TYPES } from './event-types.ts'

/** RFC 8935 and RFC 8936, as Shared Signals 1.0 §6.1 names them. */
const DELIVERY_METHODS = {
  push: 'urn:ietf:rfc:8935',
  poll: 'urn:ietf:rfc:8936',
} as const

function streamDocument(issuer: string, stream: Endpoint) {
  const { id, clientId, events } = stream
  const uris = chosenEvents(events).map((name) => EVENT_TYPES[name])
  return {
    stream_id: id,
    iss: issuer,
    aud: clientId ?? '',
    delivery: isPushed(stream)
      ? { method: DELIVERY_METHODS.push, endpoint_url: stream.url }
      : { method: DELIVERY_METHODS.poll, endpoint_url: issuer + PATHS.securityEvents },
    events_supported: EVENT_NAMES.map((name) => EVENT_TYPES[name]),
    ...(events.length > 0 && { events_requested: uris }),
    events_delivered: uris,
  }
}

/** Shared Signals 1.0 §8.1.2.1. */
export function statusDocument({ id, disabledAt, disabledBecause }: Endpoint) {
  const reason = disabledBecause === null || disabledBecause === 'operator' ? null : disabledBecause
  return {
    stream_id: id,
    status: disabledAt === null ? ('enabled' as const) : ('paused' as const),
    ...(reason !== null && { reason }),
  }
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
