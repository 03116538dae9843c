/** The addresses of the admin API. What is behind them is loaded at the first request. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { ADMIN_PATH } from '../../oauth/admin-api.ts'
import type { HttpContext } from '../context.ts'

export const admin =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { answerAdmin } = await import('./admin.ts')
    return answerAdmin(context, { request, reply })
  }

/** The only long bodies of this API: a declared file with its logos, in bytes. */
export const LONGEST_DECLARATION = 8 * 1024 * 1024

/** Authenticates before the body is read, so that only operators can fill the memory with long ones. */
export const authenticateFirst =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { authenticate } = await import('./guard.ts')
    await authenticate(context, { request, reply })
  }

/** The description of the API, for any program. */
export const openApi =
  (context: HttpContext) => async (_request: FastifyRequest, reply: FastifyReply) => {
    const { describeApi } = await import('./openapi.ts')
    return reply.type('application/json').send(Buffer.from(describeApi(context.settings)))
  }

/** The page that shows the description, and its files. */
export const reference =
  (_context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { REFERENCE_POLICY, referenceFile } = await import('./reference.ts')
    const { name = '' } = request.params as { readonly name?: string }
    const found = referenceFile(name)
    if (found === undefined) return reply.callNotFound()
    reply.header('Content-Security-Policy', REFERENCE_POLICY)
    reply.header('ETag', found.etag)
    reply.header('X-Frame-Options', 'DENY')
    reply.header('Referrer-Policy', 'no-referrer')
    // The files change with a version of the server, and the tag tells.
    if (name !== '') reply.header('Cache-Control', 'public, max-age=0, must-revalidate')
    if (request.headers['if-none-match'] === found.etag) return reply.code(304).send()
    return reply.type(found.contentType).send(found.body)
  }

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/**
 * Answers every other method before its body is read: a hook of the routes below `/admin/v1`, because
 * which methods are offered depends on the place (RFC 9110 §15.5.6).
 */
export const refuseOtherMethods =
  (context: HttpContext) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (METHODS.includes(request.method) || !request.url.startsWith(`${ADMIN_PATH}/`)) return
    const { answerAdmin } = await import('./admin.ts')
    await answerAdmin(context, { request, reply })
  }
