/** Streams of security events to clients: create, update, pause, resume, verify, delete. */

import { openSecret, sealSecret } from '../clients/authentication/sealed-secret.ts'
import type { KeyRing } from '../grants/derivation.ts'
import { EVENT_NAMES, type EventName, eventNamed } from '../oauth/security-events/event-types.ts'
import { isPushed, isStream } from '../oauth/security-events/stream-document.ts'
import type { Store } from '../store/port.ts'
import type { Client, Endpoint } from '../store/records.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { operation } from './operation.ts'
import { type ChangedMeanwhile, meantFor, newRevision } from './revisions.ts'

export interface StreamContext {
  readonly store: Pick<Store, 'clients' | 'endpoints'>
  readonly clock: Clock
  readonly random: Random
  readonly keys: KeyRing
  /** Rejects with an error whose message says why this address is not called. */
  readonly checkAddress: (address: string) => Promise<void>
}

export type StreamDelivery =
  /** `authorization`: what the `Authorization` header of each push has. */
  | { readonly method: 'push'; readonly url: string; readonly authorization?: string | undefined }
  | { readonly method: 'poll' }

export interface InvalidStream {
  readonly is: 'invalid'
  readonly field: 'url' | 'authorization' | 'events'
  /** For whoever entered it; nothing was changed. */
  readonly sentence: string
}

export interface NoSuchStream {
  readonly is: 'no_such_stream'
}

export type CreateStreamOutcome =
  | { readonly is: 'created'; readonly stream: Endpoint }
  | { readonly is: 'no_such_client' }
  /** A client has one. */
  | { readonly is: 'has_stream'; readonly stream: Endpoint }
  /** It cannot prove who it is, so it cannot poll. */
  | { readonly is: 'public_client' }
  | InvalidStream

const LONGEST_URL = 2_000
/** What a header may have (RFC 9110 §5.5), without white space at either end. */
const HEADER = /^[!-~](?:[ -~]{0,2000}[!-~])?$/

/**
 * Creates the stream of a client, which hears of what happens from now on; its token answers have
 * `grant_id` from now on. `events` are names or URIs, none for all. Rejects only with `StorageUnavailable`.
 */
export const createStream = operation(
  { by: ['operator'], needs: 'webhooks:write' },
  async (
    context: StreamContext,
    actor,
    asked: {
      readonly clientId: string
      readonly delivery: StreamDelivery
      readonly events: readonly string[]
    },
  ): Promise<CreateStreamOutcome> => {
    const { store, clock, random } = context
    const { clientId, delivery } = asked
    const client = await store.clients.find(clientId)
    if (client === undefined) return { is: 'no_such_client' }
    const stream = (await store.endpoints.listOfClient(clientId)).find(isStream)
    if (stream !== undefined) return { is: 'has_stream', stream }
    const isPublic = client.authentication.method === 'none'
    if (isPublic && delivery.method === 'poll') return { is: 'public_client' }
    const problem = await problemWith(context, { ...delivery, events: asked.events })
    if (problem !== undefined) return problem
    const act = { by: actor, at: clock.now() }
    await nameGrants(store, client, act)
    const id = `stream_${Buffer.from(random(15)).toString('base64url')}`
    const made: Endpoint = {
      ...{ id, clientId, events: namesOf(asked.events), details: {} },
      ...(delivery.method === 'push'
        ? {
            ...{ kind: 'security_events', name: new URL(delivery.url).host, url: delivery.url },
            secret: sealedHeader(context, id, delivery.authorization ?? ''),
          }
        : { kind: 'polled_security_events', name: client.name, url: '', secret: null }),
      ...{ createdAt: act.at, disabledAt: null, disabledBecause: null },
      revision: newRevision(random),
    }
    await store.endpoints.insert(made, act)
    return { is: 'created', stream: made }
  },
)

/**
 * Changes what is given; an empty `authorization` sends no header any more. A header that was agreed with
 * one address is not sent to another: with a new address it has to be given again. With a revision, only
 * if the stream is still at it. Rejects only with `StorageUnavailable`.
 */
export const updateStream = operation(
  { by: ['operator'], needs: 'webhooks:write' },
  async (
    context: StreamContext,
    actor,
    {
      id,
      change,
      revision,
    }: {
      readonly id: string
      readonly revision?: string | undefined
      readonly change: {
        readonly url?: string | undefined
        readonly authorization?: string | undefined
        readonly events?: readonly string[] | undefined
      }
    },
  ): Promise<
    | { readonly is: 'updated'; readonly stream: Endpoint }
    /** It is polled: only its events can change. */
    | { readonly is: 'polled' }
    | NoSuchStream
    | InvalidStream
    | ChangedMeanwhile
  > => {
    const { store, clock } = context
    const { url, authorization, events } = change
    const before = await findStream(store, id)
    if (before === undefined) return { is: 'no_such_stream' }
    const isOfPush = url !== undefined || authorization !== undefined
    if (isOfPush && !isPushed(before)) return { is: 'polled' }
    const problem = headerProblem(context, before, change) ?? (await problemWith(context, change))
    if (problem !== undefined) return problem
    const act = { by: actor, at: clock.now() }
    const changed = {
      ...(url !== undefined && { url, name: new URL(url).host }),
      ...(events !== undefined && { events: namesOf(events) }),
    }
    let which = meantFor(before.id, revision)
    if (authorization !== undefined) {
      const { sealed } = sealedHeader(context, before.id, authorization)
      const rotated = { sealed, previousExpiresAt: act.at }
      if (!(await store.endpoints.rotateSecret(which, rotated, act))) return gone(revision)
      which = before.id
    }
    if (Object.keys(changed).length > 0 && !(await store.endpoints.update(which, changed, act))) {
      return gone(revision)
    }
    const stream = await findStream(store, before.id)
    return stream === undefined ? { is: 'no_such_stream' } : { is: 'updated', stream }
  },
)

export type StreamTurn = 'pause' | 'resume' | 'delete'

/**
 * Pausing keeps what happens meanwhile until it is resumed, as long as facts are kept. Rejects only
 * with `StorageUnavailable`.
 */
export const turnStream = operation(
  { by: ['operator'], needs: 'webhooks:write' },
  async (
    { store, clock }: Pick<StreamContext, 'store' | 'clock'>,
    actor,
    { id, turn }: { readonly id: string; readonly turn: StreamTurn },
  ): Promise<{ readonly is: 'done' } | { readonly is: 'was_so' } | NoSuchStream> => {
    if ((await findStream(store, id)) === undefined) return { is: 'no_such_stream' }
    const act = { by: actor, at: clock.now() }
    const { endpoints } = store
    const isDone =
      turn === 'pause'
        ? await endpoints.disable(id, 'operator', act)
        : await (turn === 'resume' ? endpoints.enable(id, act) : endpoints.delete(id, act))
    return { is: isDone ? 'done' : 'was_so' }
  },
)

/** Sends an event that shows whether the stream works. Rejects only with `StorageUnavailable`. */
export const verifyStream = operation(
  { by: ['operator'], needs: 'webhooks:write' },
  async (
    { store, clock }: Pick<StreamContext, 'store' | 'clock'>,
    actor,
    { id, state }: { readonly id: string; readonly state: string },
  ): Promise<{ readonly is: 'asked' } | { readonly is: 'paused' } | NoSuchStream> => {
    const stream = await findStream(store, id)
    if (stream?.clientId == null) return { is: 'no_such_stream' }
    if (stream.disabledAt !== null) return { is: 'paused' }
    const { clientId } = stream
    await store.endpoints.askVerification(id, { clientId, state }, { by: actor, at: clock.now() })
    return { is: 'asked' }
  },
)

const gone = (revision: string | undefined): NoSuchStream | ChangedMeanwhile => ({
  is: revision === undefined ? 'no_such_stream' : 'changed_meanwhile',
})

/** A stream by its id, or by the id of its client. Undefined also for an endpoint of another kind. */
export async function findStream(
  { endpoints }: { readonly endpoints: Pick<Store['endpoints'], 'find' | 'listOfClient'> },
  id: string,
): Promise<Endpoint | undefined> {
  const found = await endpoints.find(id)
  if (found !== undefined) return isStream(found) ? found : undefined
  return (await endpoints.listOfClient(id)).find(isStream)
}

/** Whoever may change an address must not learn the header, which is never shown, by naming their own. */
function headerProblem(
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

async function problemWith(
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

async function addressProblem(
  checkAddress: StreamContext['checkAddress'],
  url: string,
): Promise<string | undefined> {
  if (url.length > LONGEST_URL) return `A URL has at most ${LONGEST_URL} characters.`
  if (url.includes('#')) return 'The URL must not have a fragment (#…), which is never sent.'
  return checkAddress(url).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
}

/** In one order, so that the same choice is the same list; all of them is the empty list. */
function namesOf(events: readonly string[]): readonly EventName[] {
  const named = events.map(eventNamed)
  return EVENT_NAMES.filter((name) => named.includes(name))
}

function sealedHeader({ keys, random }: StreamContext, id: string, header: string) {
  const sealed = sealSecret({ keys, random }, { clientId: id, secret: header })
  return { sealed, previous: null }
}

/** So that the client can tell which connection an event names. A document speaks for itself. */
async function nameGrants(
  { clients }: Pick<Store, 'clients'>,
  { id, metadata, registration }: Client,
  act: Parameters<Store['clients']['update']>[2],
): Promise<void> {
  if (metadata.grant_ids === true || registration?.by === 'document') return
  await clients.update(id, { metadata: { ...metadata, grant_ids: true } }, act)
}
