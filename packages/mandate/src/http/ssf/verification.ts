/** `/ssf/verify`: a client asks for an event that shows that its stream works (Shared Signals 1.0 §8.1.4.2). */

import { MANAGE_STREAM } from '../../grants/stream-scopes.ts'
import { MIN_VERIFICATION_SECONDS } from '../../oauth/security-events/stream-document.ts'
import { readState, readStreamId } from '../../oauth/security-events/stream-request.ts'
import { verifyStream } from '../../operations/event-streams.ts'
import type { HttpContext } from '../context.ts'
import { jsonBody } from '../platform/json-body.ts'
import { Problem } from '../problem.ts'
import { forReceiver, nothing, ownStream, perMinute, tooOften } from './answering.ts'

const MOST = 60 / MIN_VERIFICATION_SECONDS

export const verifyOwnStream = (context: HttpContext) => {
  const isTooOften = perMinute(MOST)
  return forReceiver(MANAGE_STREAM, async (_, exchange, client) => {
    const body = jsonBody(exchange.request)
    const { id } = await ownStream(context, client, readStreamId(body))
    const state = readState(body)
    if (isTooOften(client.id)) throw tooOften(exchange, MIN_VERIFICATION_SECONDS)
    const actor = { kind: 'client', id: client.id } as const
    const outcome = await verifyStream(context, actor, { id, state })
    if (outcome.is !== 'paused') return nothing(exchange)
    throw new Problem(409, 'paused', { detail: 'The stream is stopped. Enable it first.' })
  })(context)
}
