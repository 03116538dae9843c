/** `POST /oauth2/token`: read the request, ask `oauth/token`, send the answer (RFC 6749 §5.1). */

import type { FastifyRequest } from 'fastify'
import { answerTokenRequest } from '../../oauth/token/token-request.ts'
import type { HttpContext } from '../context.ts'
import { formParameters, headerValues, queryParameters } from '../request.ts'

export const token = (context: HttpContext) => (request: FastifyRequest) =>
  answerTokenRequest(context, {
    authorization: headerValues(request, 'authorization'),
    retryKey: headerValues(request, 'idempotency-key'),
    query: queryParameters(request),
    body: formParameters(request),
  })
