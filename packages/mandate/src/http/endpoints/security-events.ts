/**
 * `POST /oauth2/security-events`: a client fetches its Security Event Tokens (RFC 8936 §2). It proves who it
 * is as at the token endpoint, or has an access token with `ssf.read`.
 *
 *     authenticated ──▶ acknowledged ──▶ something waits ──▶ answered
 *                                   └──▶ waiting, at most WAIT_MS ──▶ answered
 */

import { performance } from 'node:perf_hooks'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../explanations/refusal.ts'
import { READ_STREAM } from '../../grants/stream-scopes.ts'
import { type PollAnswer, pollEvents } from '../../oauth/security-events/poll.ts'
import { type PollRequest, readPollRequest } from '../../oauth/security-events/poll-request.ts'
import { identifyReceiver, polledStream } from '../../oauth/security-events/receiver.ts'
import { sendChallenge } from '../challenge.ts'
import type { HttpContext } from '../context.ts'
import { sendRefusalJson } from '../error-response.ts'
import { newsOf } from '../news.ts'
import { jsonBody } from '../platform/json-body.ts'
import { Problem } from '../problem.ts'
import { headerValues } from '../request.ts'
import { receiverWith } from '../ssf/answering.ts'

/** Shorter than proxies wait for an answer. */
const WAIT_MS = 25_000
/** Per client and node; more are answered at once. */
const MOST_WAITING = 16

export const pollSecurityEvents = (context: HttpContext) => {
  const waiting = new Map<string, number>()
  return async (request: FastifyRequest, reply: FastifyReply) => {
    reply.header('Cache-Control', 'no-store')
    try {
      const body = objectIn(request)
      const authorization = headerValues(request, 'authorization')
      const client = authorization.some((value) => /^(bearer|dpop) /i.test(value))
        ? await receiverWith(context, { request, reply }, READ_STREAM)
        : await identifyReceiver(context, {
            ...{ authorization, body },
            certificate: context.certificateOf(request),
          })
      const { endpoint, hearer } = await polledStream(context, client)
      const poll = readPollRequest(body)
      if (poll.refused.length > 0) {
        const refused = poll.refused.map(({ jti, err }) => `${jti}: ${err}`)
        request.log.warn({ client: client.id, refused }, 'A client refused security events.')
      }
      const isPaused = endpoint.disabledAt !== null
      const ask = async (asked: PollRequest): Promise<PollAnswer> =>
        isPaused ? { sets: {}, moreAvailable: false } : pollEvents(context, hearer, asked)
      const first = await ask(poll)
      const waits = waiting.get(client.id) ?? 0
      const isAnswered = Object.keys(first.sets).length > 0 || first.moreAvailable
      if (isAnswered || poll.returnImmediately || poll.maxEvents === 0 || waits >= MOST_WAITING) {
        return inJson(first)
      }
      waiting.set(client.id, waits + 1)
      try {
        // What it acknowledged is stored.
        const later = () => ask({ ...poll, acknowledged: [] })
        return inJson(await waitFor(context, { client, reply }, later))
      } finally {
        const left = (waiting.get(client.id) ?? 1) - 1
        if (left === 0) waiting.delete(client.id)
        else waiting.set(client.id, left)
      }
    } catch (error) {
      if (error instanceof Refusal && isOfAccessToken(error)) {
        return sendChallenge(context, { request, reply, refusal: error })
      }
      if (!(error instanceof Refusal) || error.reason !== 'no_event_stream') throw error
      return sendRefusalJson(context, { request, reply, refusal: error, status: 403 })
    }
  }
}

async function waitFor(
  context: HttpContext,
  { client, reply }: { readonly client: { readonly id: string }; readonly reply: FastifyReply },
  ask: () => Promise<PollAnswer>,
): Promise<PollAnswer> {
  const until = performance.now() + WAIT_MS
  const news = await newsOf(context, client.id)
  const gone = () => news.stop()
  reply.raw.once('close', gone)
  try {
    for (;;) {
      // First, because something may have happened before the feed was listened to.
      const answer = await ask()
      const left = until - performance.now()
      if (Object.keys(answer.sets).length > 0 || answer.moreAvailable || left <= 0) return answer
      if ((await news.wait(left)) === 'none') return answer
    }
  } finally {
    reply.raw.off('close', gone)
    news.stop()
  }
}

/** RFC 8936 §2.3: it may be omitted if it is false, and some receivers fail at it. */
function inJson({ sets, moreAvailable }: PollAnswer) {
  return { sets, ...(moreAvailable && { moreAvailable }) }
}

/** A client that presents a token is told what is wrong with it as an API tells (RFC 6750 §3). */
function isOfAccessToken({ error }: Refusal): boolean {
  return ['invalid_token', 'insufficient_scope', 'invalid_dpop_proof', 'use_dpop_nonce'].includes(
    error,
  )
}

function objectIn(request: FastifyRequest): Readonly<Record<string, unknown>> {
  try {
    return jsonBody(request)
  } catch (error) {
    throw error instanceof Problem ? new Refusal('poll_not_json') : error
  }
}
