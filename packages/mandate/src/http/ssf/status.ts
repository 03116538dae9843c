/** `/ssf/status`: a client stops its stream for a while, and goes on (Shared Signals 1.0 §8.1.2). */

import { MANAGE_STREAM, READ_STREAM } from '../../grants/stream-scopes.ts'
import { statusDocument } from '../../oauth/security-events/stream-document.ts'
import { readStatus, readStreamId } from '../../oauth/security-events/stream-request.ts'
import { turnStream } from '../../operations/event-streams.ts'
import { jsonBody } from '../platform/json-body.ts'
import { Problem } from '../problem.ts'
import { queryParameters } from '../request.ts'
import { forReceiver, ownStream } from './answering.ts'

const TURNS = { enabled: 'resume', paused: 'pause', disabled: 'drop' } as const

/** §8.1.2.1. */
export const readOwnStatus = forReceiver(READ_STREAM, async (context, { request }, client) => {
  const id = queryParameters(request).one('stream_id')
  return statusDocument(await ownStream(context, client, id))
})

/** §8.1.2.2. What an operator stopped, only an operator starts again. */
export const setOwnStatus = forReceiver(MANAGE_STREAM, async (context, { request }, client) => {
  const body = jsonBody(request)
  const { id } = await ownStream(context, client, readStreamId(body))
  const { status, reason } = readStatus(body)
  const actor = { kind: 'client', id: client.id } as const
  const outcome = await turnStream(context, actor, { id, turn: TURNS[status], reason })
  if (outcome.is === 'held') {
    const detail = 'An operator of this server has stopped the stream.'
    throw new Problem(403, 'stopped_by_operator', { detail })
  }
  return statusDocument(await ownStream(context, client, id))
})
