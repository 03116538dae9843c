/**
 * The guard as a Fastify hook. As `onRequest` it runs before the body is read. Declares the few
 * members of Fastify's types it needs, so the package does not depend on Fastify.
 */

import type { CheckedRequest } from '../authorization.ts'
import type { Check } from '../outcome.ts'
import { admit } from '../principal.ts'
import { toResponse } from '../response.ts'

interface FastifyRequestLike {
  readonly raw: Extract<CheckedRequest, { readonly rawHeaders: unknown }>
}

interface FastifyReplyLike {
  code(status: number): unknown
  headers(values: Record<string, string>): unknown
  send(payload: string): unknown
}

export type FastifyHook = (request: FastifyRequestLike, reply: FastifyReplyLike) => Promise<unknown>

export function guardFastify(check: Check): FastifyHook {
  return async (request, reply) => {
    const outcome = await check(request.raw)
    if (outcome.outcome === 'granted') {
      admit(request, outcome.principal)
      return
    }
    const { status, headers, body } = toResponse(outcome)
    reply.code(status)
    reply.headers({ ...headers })
    reply.send(body)
    // Tells Fastify that the request has been answered.
    return reply
  }
}
