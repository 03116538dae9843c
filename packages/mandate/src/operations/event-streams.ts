/** Streams of security events to clients: create, update, pause, resume, verify, delete. */

import type { Actor } from '../facts/actor.ts'
import { isOfClient, isPushed, isStream } from '../oauth/security-events/stream-document.ts'
import type { FactPlace, Store } from '../store/port.ts'
import type { Client, Endpoint } from '../store/records.ts'
import {
  detailsAfter,
  headerProblem,
  type InvalidStream,
  namesOf,
  problemWith,
  requestedOf,
  type StreamContext,
  sealedHeader,
  withDetails,
} from './event-stream-rules.ts'
import { operation } from './operation.ts'
import { type ChangedMeanwhile, meantFor, newRevision } from './revisions.ts'

export type StreamDelivery =
  /** `authorization`: what the `Authorization` header of each push has. */
  | { readonly method: 'push'; readonly url: string; readonly authorization?: string | undefined }
  | { readonly method: 'poll' }

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

/**
 * Creates the stream of a client, which hears of what happens from now on; its token answers have
 * `grant_id` from now on. `events` are names or URIs, none for all. Instead of them, `requested` may name
 * types that do not exist. A client makes its own. Rejects only with `StorageUnavailable`.
 */
export const createStream = operation(
  { by: ['operator', 'client'], needs: 'webhooks:write' },
  async (
    context: StreamContext,
    actor,
    asked: {
      readonly clientId: string
      readonly delivery: StreamDelivery
      readonly events: readonly string[]
      readonly requested?: readonly string[] | undefined
      readonly description?: string | undefined
    },
  ): Promise<CreateStreamOutcome> => {
    const { store, clock, random } = context
    const { clientId, delivery, requested, description } = asked
    const client = await store.clients.find(clientId)
    if (client === undefined || !isOwn(actor, clientId)) return { is: 'no_such_client' }
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
      ...{ id, clientId, events: requested ? requestedOf(requested) : namesOf(asked.events) },
      details: withDetails({}, { description, requested }),
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
 * one address is not sent to another: with a new address it has to be given again. Null takes away. With
 * a revision, only if the stream is still at it. Rejects only with `StorageUnavailable`.
 */
export const updateStream = operation(
  { by: ['operator', 'client'], needs: 'webhooks:write' },
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
        readonly requested?: readonly string[] | null | undefined
        readonly description?: string | null | undefined
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
    const { url, authorization, events, requested, description } = change
    const before = await findStream(store, id)
    if (before === undefined || !isOwn(actor, before.clientId)) return { is: 'no_such_stream' }
    const isOfPush = url !== undefined || authorization !== undefined
    if (isOfPush && !isPushed(before)) return { is: 'polled' }
    const problem = headerProblem(context, before, change) ?? (await problemWith(context, change))
    if (problem !== undefined) return problem
    const act = { by: actor, at: clock.now() }
    const changed = {
      ...(url !== undefined && { url, name: new URL(url).host }),
      ...(events !== undefined && { events: namesOf(events) }),
      ...(requested !== undefined && { events: requested === null ? [] : requestedOf(requested) }),
      ...detailsAfter(before, { description, requested: events === undefined ? requested : null }),
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

const END: FactPlace = { atMs: Number.MAX_SAFE_INTEGER, id: '' }

/** `drop` is a pause after which nothing of what happened meanwhile is told. */
export type StreamTurn = 'pause' | 'drop' | 'resume' | 'delete'

/**
 * Pausing keeps what happens meanwhile until it is resumed, as long as facts are kept. Rejects only
 * with `StorageUnavailable`.
 */
export const turnStream = operation(
  { by: ['operator', 'client'], needs: 'webhooks:write' },
  async (
    {
      store,
      clock,
    }: Pick<StreamContext, 'clock'> & { readonly store: Pick<Store, 'endpoints' | 'facts'> },
    actor,
    {
      id,
      turn,
      reason,
    }: { readonly id: string; readonly turn: StreamTurn; readonly reason?: string | undefined },
  ): Promise<
    | { readonly is: 'done' }
    | { readonly is: 'was_so' }
    /** An operator stopped it, and a client asks. */
    | { readonly is: 'held' }
    | NoSuchStream
  > => {
    const before = await findStream(store, id)
    if (before === undefined || !isOwn(actor, before.clientId)) return { is: 'no_such_stream' }
    const act = { by: actor, at: clock.now() }
    const { endpoints } = store
    if (turn === 'delete') return doneIf(await endpoints.delete(before.id, act))
    if (actor.kind === 'client' && before.disabledBecause === 'operator') return { is: 'held' }
    const because = turn === 'resume' ? null : becauseOf(actor, turn)
    if (because === before.disabledBecause) return { is: 'was_so' }
    // It stopped by itself, which stays to be seen.
    const isStopped = before.disabledAt !== null && !isOfClient(before.disabledBecause)
    if (turn === 'pause' && isStopped) return { is: 'was_so' }
    const { details } = detailsAfter(before, { reason: reason ?? null })
    if (details !== undefined) await endpoints.update(before.id, { details }, act)
    if (because === null && before.disabledBecause === 'client_disabled') {
      await forget(store, before.id)
    }
    if (before.disabledAt !== null) await endpoints.enable(before.id, act)
    if (because === null) return { is: 'done' }
    return doneIf(await endpoints.disable(before.id, because, act))
  },
)

/** Moves the cursor to the present, by the clock that dates facts. */
async function forget(
  { endpoints, facts }: Pick<Store, 'endpoints' | 'facts'>,
  id: string,
): Promise<void> {
  const { nowMs } = await facts.readPage(END, { limit: 1, countSinceMs: END.atMs })
  const progress = await endpoints.findProgress(id)
  if (progress === undefined) return
  // Nobody else moves it while it is stopped, but for a poll that has just ended.
  const cursor = { atMs: nowMs, id: '' }
  const isMoved = await endpoints.settlePoll(id, { version: progress.version, cursor, ahead: [] })
  if (!isMoved) await forget({ endpoints, facts }, id)
}

function becauseOf({ kind }: Actor, turn: 'pause' | 'drop') {
  if (kind !== 'client') return 'operator'
  return turn === 'drop' ? 'client_disabled' : 'client'
}

function doneIf(isDone: boolean): { readonly is: 'done' } | { readonly is: 'was_so' } {
  return { is: isDone ? 'done' : 'was_so' }
}

/** Sends an event that shows whether the stream works. Rejects only with `StorageUnavailable`. */
export const verifyStream = operation(
  { by: ['operator', 'client'], needs: 'webhooks:write' },
  async (
    { store, clock }: Pick<StreamContext, 'store' | 'clock'>,
    actor,
    { id, state }: { readonly id: string; readonly state: string },
  ): Promise<{ readonly is: 'asked' } | { readonly is: 'paused' } | NoSuchStream> => {
    const stream = await findStream(store, id)
    if (stream?.clientId == null || !isOwn(actor, stream.clientId)) return { is: 'no_such_stream' }
    if (stream.disabledAt !== null) return { is: 'paused' }
    const { clientId } = stream
    await store.endpoints.askVerification(id, { clientId, state }, { by: actor, at: clock.now() })
    return { is: 'asked' }
  },
)

const gone = (revision: string | undefined): NoSuchStream | ChangedMeanwhile => ({
  is: revision === undefined ? 'no_such_stream' : 'changed_meanwhile',
})

/** A client asks only for its own; another's does not exist for it. */
function isOwn(actor: Actor, clientId: string | null): boolean {
  return actor.kind !== 'client' || actor.id === clientId
}

/** A stream by its id, or by the id of its client. Undefined also for an endpoint of another kind. */
export async function findStream(
  { endpoints }: { readonly endpoints: Pick<Store['endpoints'], 'find' | 'listOfClient'> },
  id: string,
): Promise<Endpoint | undefined> {
  const found = await endpoints.find(id)
  if (found !== undefined) return isStream(found) ? found : undefined
  return (await endpoints.listOfClient(id)).find(isStream)
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
