/**
 * `POST /oauth2/token`: parses the request, calls `oauth/token/`, sends the answer (RFC 6749 §5.1).
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { webOriginOf } from '../../clients/redirect-uri.ts'
import { answerTokenRequest, type TokenRequest } from '../../oauth/token/token-request.ts'
import type { HttpContext } from '../context.ts'
import { mayPageRead } from '../cors.ts'
import { offerNextNonce } from '../dpop-nonce.ts'
import { formParameters, headerValues, queryParameters } from '../request.ts'

export const token = (context: HttpContext) => (request: FastifyRequest, reply: FastifyReply) => {
  const dpop = headerValues(request, 'dpop')
  offerNextNonce(context, reply, dpop)
  return answerTokenRequest(context, {
    authorization: headerValues(request, 'authorization'),
    certificate: context.certificateOf(request),
    retryKey: headerValues(request, 'idempotency-key'),
    dpop,
    fromPage: pageOf(context, request, reply),
    query: queryParameters(request),
    body: formParameters(request),
  })
}

/** Whether a web page asks, and whether it may read the answer. Skipped without `Origin`. */
function pageOf(
  { settings }: HttpContext,
  { headers: { origin } }: FastifyRequest,
  reply: FastifyReply,
): TokenRequest['fromPage'] {
  if (origin === undefined || webOriginOf(origin) === undefined) return null
  const isOwn = origin === webOriginOf(settings.issuer)
  return { mayRead: isOwn || mayPageRead(reply) }
}
