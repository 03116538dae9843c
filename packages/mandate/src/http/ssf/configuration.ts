/** `/ssf/stream`: a client makes, reads, changes and deletes its stream (Shared Signals 1.0 §8.1.1). */

import { MANAGE_STREAM, READ_STREAM } from '../../grants/stream-scopes.ts'
import { isPushed, isStream, streamDocument } from '../../oauth/security-events/stream-document.ts'
import {
  type AskedDelivery,
  readStreamId,
  readStreamMembers,
  refuseOtherValues,
  WrongMember,
} from '../../oauth/security-events/stream-request.ts'
import type { InvalidStream } from '../../operations/event-stream-rules.ts'
import { createStream, turnStream, updateStream } from '../../operations/event-streams.ts'
import type { ClientStanding, Endpoint } from '../../store/records.ts'
import type { HttpContext } from '../context.ts'
import { jsonBody } from '../platform/json-body.ts'
import { Problem } from '../problem.ts'
import { queryParameters } from '../request.ts'
import { forReceiver, nothing, ownStream, withCheck } from './answering.ts'

const actorOf = ({ id }: ClientStanding) => ({ kind: 'client', id }) as const
const documentOf = ({ settings }: HttpContext, stream: Endpoint) =>
  streamDocument(settings.issuer, stream)

/** §8.1.1.1. Without `delivery`, the client polls. */
export const createOwnStream = forReceiver(
  MANAGE_STREAM,
  async (context, { request, reply }, client) => {
    const { delivery = { method: 'poll' }, ...members } = readStreamMembers(jsonBody(request))
    const outcome = await createStream(withCheck(context), actorOf(client), {
      ...{ clientId: client.id, delivery, events: [] },
      ...members,
    })
    switch (outcome.is) {
      case 'created':
        return reply.code(201).send(documentOf(context, outcome.stream))
      case 'has_stream':
        throw new Problem(409, 'has_stream', {
          detail: 'This client has a stream already. Read it, and change it or delete it.',
        })
      case 'invalid':
        throw invalid(outcome)
      default:
        // A client that has this token exists and is confidential.
        throw new Problem(403, 'not_permitted', { detail: 'This client cannot have a stream.' })
    }
  },
)

/** §8.1.1.2: one by its id, or all. */
export const readOwnStreams = forReceiver(READ_STREAM, async (context, { request }, client) => {
  const id = queryParameters(request).one('stream_id')
  if (id !== undefined) return documentOf(context, await ownStream(context, client, id))
  const all = await context.store.endpoints.listOfClient(client.id)
  return all.filter(isStream).map((stream) => documentOf(context, stream))
})

/** §8.1.1.3: what is absent stays. */
export const updateOwnStream = change('update')

/** §8.1.1.4: what is absent goes. */
export const replaceOwnStream = change('replace')

/** §8.1.1.5. */
export const deleteOwnStream = forReceiver(MANAGE_STREAM, async (context, exchange, client) => {
  const id = queryParameters(exchange.request).one('stream_id')
  const stream = await ownStream(context, client, id)
  await turnStream(context, actorOf(client), { id: stream.id, turn: 'delete' })
  return nothing(exchange)
})

function change(how: 'update' | 'replace') {
  const isWhole = how === 'replace'
  return forReceiver(MANAGE_STREAM, async (context, { request }, client) => {
    const body = jsonBody(request)
    const before = await ownStream(context, client, readStreamId(body))
    refuseOtherValues(body, documentOf(context, before))
    const { delivery, requested, description } = readStreamMembers(body)
    const outcome = await updateStream(withCheck(context), actorOf(client), {
      id: before.id,
      change: {
        ...pushOf(before, delivery ?? (isWhole ? { method: 'poll' } : undefined)),
        requested: requested ?? (isWhole ? null : undefined),
        description: description ?? (isWhole ? null : undefined),
      },
    })
    switch (outcome.is) {
      case 'updated':
        return documentOf(context, outcome.stream)
      case 'invalid':
        throw invalid(outcome)
      default:
        throw new Problem(404, 'not_found', { detail: 'This client has no such stream.' })
    }
  })
}

/**
 * A delivery is changed as a whole, so without a header none is sent any more. Throws `WrongMember` for
 * another method: what was acknowledged by polling could not be told from what was not.
 */
function pushOf(before: Endpoint, delivery: AskedDelivery | undefined) {
  if (delivery === undefined) return {}
  if ((delivery.method === 'push') !== isPushed(before)) {
    const sentence = 'The delivery method stays. Delete the stream and make another one.'
    throw new WrongMember('/delivery/method', sentence)
  }
  if (delivery.method === 'poll') return {}
  return { url: delivery.url, authorization: delivery.authorization }
}

const MEMBERS = {
  url: '/delivery/endpoint_url',
  authorization: '/delivery/authorization_header',
  events: '/events_requested',
} as const

function invalid({ field, sentence }: InvalidStream): WrongMember {
  return new WrongMember(MEMBERS[field], sentence)
}
