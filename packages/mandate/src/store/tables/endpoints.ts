import {
  count,
  document,
  type Field,
  id,
  list,
  nullable,
  type Several,
  table,
  text,
  textOf,
  time,
} from './table.ts'

/**
 * What is delivered to an endpoint: `webhook`, events of the platform (Standard Webhooks);
 * `security_events`, Security Event Tokens that are pushed to a client (RFC 8935);
 * `polled_security_events`, those that a client fetches (RFC 8936), which no worker delivers.
 */
export type EndpointKind = 'webhook' | 'security_events' | 'polled_security_events'

/**
 * `operator`: paused by hand. `client`: its client paused it. `client_disabled`: it wants nothing of
 * what happens meanwhile either. `gone`: it answered 410. `unreachable`: nothing reached it for days.
 * `too_many_failures`: it has more dead letters than are kept.
 */
export type EndpointDisabledBecause =
  | 'operator'
  | 'client'
  | 'client_disabled'
  | 'gone'
  | 'unreachable'
  | 'too_many_failures'

/** Encrypted (`webhooks/secret.ts`). */
export interface SealedSecret {
  readonly sealed: string
  /** The previous secret, which signs too until `expiresAt`. */
  readonly previous: { readonly sealed: string; readonly expiresAt: number } | null
}

const secretParts = {
  sealed: nullable(text) as Field<string | null>,
  previousSealed: nullable(text) as Field<string | null>,
  previousExpiresAt: nullable(time) as Field<number | null>,
}

const secret: Several<SealedSecret | null, typeof secretParts> = {
  parts: secretParts,
  join({ sealed, previousSealed, previousExpiresAt }) {
    if (sealed === null) return null
    const previous =
      previousSealed === null || previousExpiresAt === null
        ? null
        : { sealed: previousSealed, expiresAt: previousExpiresAt }
    return { sealed, previous }
  },
  split: (kept) => ({
    sealed: kept?.sealed ?? null,
    previousSealed: kept?.previous?.sealed ?? null,
    previousExpiresAt: kept?.previous?.expiresAt ?? null,
  }),
}

/** The properties of an endpoint that may change. */
export const changeableEndpoint = table('endpoints', {
  name: text,
  /** Where requests go; empty if it polls. */
  url: text,
  /** The public names of the event types; empty for all of them, later ones too. */
  events: list,
  /** What its kind needs besides. */
  details: document<Readonly<Record<string, unknown>>>(),
})

/** Where events go. */
export const endpoints = table('endpoints', {
  id,
  kind: textOf<EndpointKind>(),
  ...changeableEndpoint.fields,
  /** The client it belongs to; null for the platform's. */
  clientId: nullable(id),
  /** What requests are signed with; null if the server's keys sign. */
  secret,
  createdAt: time,
  disabledAt: nullable(time),
  disabledBecause: nullable(textOf<EndpointDisabledBecause>()),
  /** Another one after each change, as for clients. */
  revision: id,
})

/**
 * How far an endpoint has come, and which process delivers to it. Times are milliseconds by the
 * database's clock.
 */
export const endpointProgress = table('endpoint_progress', {
  endpointId: id,
  /** Every fact up to here is delivered, or has a row in `deliveries`. */
  cursorMs: count,
  cursorId: text,
  /** The facts after the cursor of which that is true too, each with its time. */
  ahead: list,
  /** The process that delivers; null for none. */
  holder: nullable(id),
  leasedUntilMs: count,
  /** Counts changes that the process has to read again. */
  version: count,
  /** Since when nothing has been accepted, although it was tried; null if the last try succeeded. */
  failingSinceMs: nullable(count),
  lastSuccessMs: nullable(count),
  /** It was stopped for so long that facts before this time may have gone without being delivered. */
  missedUntilMs: nullable(count),
})

/** `waiting`: is tried again. `dead`: only by hand. `delivered`: one of the newest. */
export type DeliveryState = 'waiting' | 'dead' | 'delivered'

/** One request and what came of it. */
export interface DeliveryTry {
  /** In milliseconds by the database's clock. */
  readonly atMs: number
  readonly tookMs: number
  /** Null if there was no answer. */
  readonly status: number | null
  /** Why it failed, as a sentence for the operator; null if it did not. */
  readonly problem: string | null
  /** The first characters of the body, with everything but printable ASCII escaped. */
  readonly answer: string
}

/** What could not be delivered at once, and the newest deliveries. */
export const deliveries = table('deliveries', {
  endpointId: id,
  factId: id,
  factAtMs: count,
  /** The public name of the event. */
  event: text,
  /** Whose events stay in order: `account:…`, `client:…`; empty once the account is deleted. */
  subject: text,
  state: textOf<DeliveryState>(),
  attempts: count,
  /** The requests of it that were accepted, if it takes several. */
  accepted: list,
  firstTriedMs: nullable(count),
  lastTriedMs: nullable(count),
  /** When it is tried again, if it is waiting. */
  dueAtMs: nullable(count),
  /** The newest ones, oldest first. */
  tries: document<readonly DeliveryTry[]>(),
})
