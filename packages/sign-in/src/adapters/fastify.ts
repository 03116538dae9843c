/**
 * The login route as a Fastify handler. Declares the few members of Fastify's types it needs, so the
 * package does not depend on Fastify.
 */

import type { OpenLoginRoute } from '../login-route.ts'

export interface FastifyRequestLike {
  readonly method: string
  /** Path and query. */
  readonly originalUrl: string
}

interface FastifyReplyLike {
  code(status: number): unknown
  headers(values: Record<string, string>): unknown
  send(payload: string): unknown
}

export type FastifyHandler<Request> = (
  request: Request,
  reply: FastifyReplyLike,
) => Promise<unknown>

export function loginFastify<Request extends FastifyRequestLike>(
  route: OpenLoginRoute<Request>,
): FastifyHandler<Request> {
  return async (request, reply) => {
    const { method, originalUrl } = request
    const { status, headers, body } = await route({ request, method, target: originalUrl })
    reply.code(status)
    reply.headers({ ...headers })
    reply.send(body)
    return reply
  }
}
