/**
 * `GET /oauth2/revocations`: a stream of all revocations, so that an API can cache verified tokens.
 * An extension; the metadata names it `revocation_stream_uri`.
 *
 *     authenticated ──▶ listening ──▶ caught up with its Last-Event-ID ──ready──▶ live ──▶ over
 *
 * Neighbours: `../../revocations/feed.ts` polls for news, `../../revocations/events.ts` formats it,
 * `../event-stream.ts` sends it.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { authenticateResource } from '../../clients/authentication/authenticate.ts'
import { readCredentials } from '../../clients/authentication/credentials.ts'
import { Refusal } from '../../explanations/refusal.ts'
import {
  type Cursor,
  readCursor,
  readyEvent,
  revokedEvent,
  rulesOf,
  signOfLife,
  writeCursor,
} from '../../revocations/events.ts'
import { LOOK_EVERY_MS, OVERLAP_MS, PAGE } from '../../revocations/feed.ts'
import type { HttpContext } from '../context.ts'
import { type EventStream, openEventStream } from '../event-stream.ts'
import { bodyOnly, headerValues } from '../request.ts'

/** Per API and node. More than any API has processes; each costs some kilobytes. */
export const MOST_STREAMS = 256
/** Interval for rechecking whether the API may still listen. */
const RECHECK_EVERY_MS = 5_000
/** A reader that was away longer or missed more starts over. */
const RESUMABLE_MS = 60 * 60 * 1_000
const MOST_MISSED = 20_000
const RETRY_AFTER_SECONDS = 30

export const revocations = (context: HttpContext) => {
  const streams = new Map<string, number>()
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const authenticate = () =>
      authenticateResource(
        context,
        readCredentials(headerValues(request, 'authorization'), bodyOnly(request)),
      )
    const { id } = await authenticate()
    const open = streams.get(id) ?? 0
    if (open >= MOST_STREAMS) {
      const description = `This API has ${open} streams open here already; close some.`
      return reply
        .code(503)
        .header('Retry-After', RETRY_AFTER_SECONDS)
        .send({ error: 'temporarily_unavailable', error_description: description })
    }
    streams.set(id, open + 1)
    const gone = () => {
      const left = (streams.get(id) ?? 1) - 1
      if (left === 0) streams.delete(id)
      else streams.set(id, left)
    }
    await serve(context, { request, reply, authenticate, gone })
    return reply
  }
}

async function serve(
  context: HttpContext,
  {
    request,
    reply,
    authenticate,
    gone,
  }: {
    readonly request: FastifyRequest
    readonly reply: FastifyReply
    readonly authenticate: () => Promise<unknown>
    readonly gone: () => void
  },
): Promise<void> {
  const rules = rulesOf(context)
  const { revocationFeed: feed } = context
  const state: { stage: 'opening' | 'catching up' | 'live' | 'over' } = { stage: 'opening' }
  let stream: EventStream | undefined
  const listener = {
    hear: (events: string) => stream?.send(events),
    reach: (atMs: number) => {
      // Events before `ready` have no id, so that a stream cut off there is read again.
      if (state.stage === 'live') stream?.send(signOfLife(writeCursor({ atMs, rules })))
    },
    end: () => {
      state.stage = 'over'
      stream?.end()
    },
  }
  const nowMs = await feed.listen(listener).catch((error: unknown) => {
    gone()
    throw error
  })
  const recheck = setInterval(() => {
    authenticate().catch((error: unknown) => {
      if (error instanceof Refusal) listener.end()
    })
  }, RECHECK_EVERY_MS)
  stream = openEventStream(reply, () => {
    state.stage = 'over'
    clearInterval(recheck)
    feed.leave(listener)
    gone()
  })
  if (state.stage === 'over') return stream.end()
  state.stage = 'catching up'
  const [given = ''] = headerValues(request, 'last-event-id')
  const cursor = readCursor(given)
  try {
    const resumed = cursor?.rules === rules && (await catchUp(context, stream, { cursor, nowMs }))
    const at = Math.ceil(nowMs / 1_000)
    const data = { resumed, heartbeat_seconds: LOOK_EVERY_MS / 1_000, at }
    stream.send(readyEvent(writeCursor({ atMs: nowMs, rules }), data))
    state.stage = 'live'
  } catch (error) {
    // The reader reconnects and then learns that the database is unavailable.
    request.log.warn({ err: error }, 'A stream of revocations could not be resumed.')
    stream.end()
  }
}

/** Sends missed events at the reader's pace. False if there are too many or they are unknown. */
async function catchUp(
  { store }: HttpContext,
  stream: EventStream,
  { cursor, nowMs }: { readonly cursor: Cursor; readonly nowMs: number },
): Promise<boolean> {
  // A cursor in the future dates from before the clock was set back.
  if (cursor.atMs > nowMs || cursor.atMs < nowMs - RESUMABLE_MS) return false
  let after = { atMs: cursor.atMs - OVERLAP_MS, id: '' }
  for (let sent = 0; sent < MOST_MISSED && !stream.isOver(); sent += PAGE) {
    const page = await store.facts.readEndings(after, { limit: PAGE, countSinceMs: nowMs })
    stream.send(page.endings.map(revokedEvent).join(''))
    if (page.isLast) return true
    after = page.endings.at(-1) ?? after
    await stream.drained()
  }
  return false
}
