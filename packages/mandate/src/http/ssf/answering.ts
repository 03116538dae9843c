/**
 * What the endpoints for receivers share (Shared Signals 1.0 §8.1): who asks, how often, and what goes
 * wrong. The client is known by an access token that it has in its own name (RFC 6749 §4.4), as the
 * CAEP Interoperability Profile asks for, and manages its own stream and no other.
 */

import { performance } from 'node:perf_hooks'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../explanations/refusal.ts'
import { createAddressCheck } from '../../fetching/fetcher.ts'
import { MANAGE_STREAM, READ_STREAM, type StreamScope } from '../../grants/stream-scopes.ts'
import { parseParameters } from '../../oauth/parameters.ts'
import { WrongMember } from '../../oauth/security-events/stream-request.ts'
import { presentAccessToken } from '../../oidc/access-token.ts'
import { findStream } from '../../operations/event-streams.ts'
import type { ClientStanding, Endpoint } from '../../store/records.ts'
import { sendChallenge } from '../challenge.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { offerNextNonce } from '../dpop-nonce.ts'
import { Problem } from '../problem.ts'
import { headerValues, queryParameters } from '../request.ts'

const NO_FORM = parseParameters('')
const MINUTE_MS = 60_000
/** Changes by one client in a minute, on one node: each is written to the audit log. */
const MOST_CHANGES = 30

type Run = (
  context: HttpContext,
  exchange: Exchange,
  client: ClientStanding,
) => Promise<unknown> | unknown

/** An endpoint for which the token needs this scope. `ssf.manage` includes `ssf.read`. */
export function forReceiver(needs: StreamScope, run: Run) {
  return (context: HttpContext) => {
    const isTooMuch = perMinute(MOST_CHANGES)
    return async (request: FastifyRequest, reply: FastifyReply) => {
      const exchange = { request, reply }
      reply.header('Cache-Control', 'no-store')
      try {
        const client = await receiverWith(context, exchange, needs)
        if (needs === MANAGE_STREAM && isTooMuch(client.id)) throw tooOften(exchange, 60)
        return await run(context, exchange, client)
      } catch (error) {
        if (error instanceof Refusal) {
          return sendChallenge(context, { ...exchange, refusal: error })
        }
        if (!(error instanceof WrongMember)) throw error
        throw new Problem(400, 'invalid', { detail: error.message, field: error.member })
      }
    }
  }
}

/** Rejects with `Refusal` or `StorageUnavailable`. */
export async function receiverWith(
  context: HttpContext,
  { request, reply }: Exchange,
  needs: StreamScope,
): Promise<ClientStanding> {
  // Logs would keep it (RFC 9700 §4.3.2).
  if (queryParameters(request).has('access_token')) {
    throw new Refusal('parameters_in_query', { parameters: ['access_token'] })
  }
  const { settings } = context
  const [path = ''] = request.url.split('?', 1)
  const dpop = headerValues(request, 'dpop')
  offerNextNonce(context, reply, dpop)
  const { grant, client, scope } = await presentAccessToken(context, {
    method: request.method,
    uri: settings.issuer + path,
    alias: (settings.mtlsUrl ?? settings.issuer) + path,
    authorization: headerValues(request, 'authorization'),
    dpop,
    certificate: context.certificateOf(request),
    form: NO_FORM,
  })
  const has = (one: StreamScope) => scope.split(' ').includes(one)
  const isEnough = has(MANAGE_STREAM) || (needs === READ_STREAM && has(READ_STREAM))
  if (grant.subject.kind === 'client' && isEnough) return client
  throw new Refusal('access_token_too_narrow', { scope: needs })
}

/** The client's own stream. Rejects with `Problem` (404): another's does not exist for it. */
export async function ownStream(
  { store }: HttpContext,
  client: ClientStanding,
  id: string | undefined,
): Promise<Endpoint> {
  const stream = id === undefined ? undefined : await findStream(store, id)
  if (stream !== undefined && stream.id === id && stream.clientId === client.id) return stream
  throw new Problem(404, 'not_found', { detail: 'This client has no such stream.' })
}

/** Says so once more than this many came within a minute. */
export function perMinute(most: number): (clientId: string) => boolean {
  const counts = new Map<string, number>()
  let untilMs = 0
  return (clientId) => {
    const nowMs = performance.now()
    if (nowMs >= untilMs) {
      counts.clear()
      untilMs = nowMs + MINUTE_MS
    }
    const count = (counts.get(clientId) ?? 0) + 1
    counts.set(clientId, count)
    return count > most
  }
}

/** 429 (RFC 6585 §4). */
export function tooOften({ reply }: Exchange, seconds: number): Problem {
  reply.header('Retry-After', seconds)
  return new Problem(429, 'too_many_requests', { detail: `Ask again in ${seconds} seconds.` })
}

/** The context of an operation that checks the address of pushes. */
export function withCheck(context: HttpContext) {
  const { fetchAllowedHosts: allowedHosts } = context.settings
  return { ...context, checkAddress: createAddressCheck({ allowedHosts }) }
}

/** Empty (§8.1.1.5, §8.1.4.2). */
export function nothing({ reply }: Exchange): FastifyReply {
  return reply.code(204).send()
}
