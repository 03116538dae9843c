/** `POST /oauth2/introspect` (RFC 7662 §2). */

import type { FastifyRequest } from 'fastify'
import { introspect as answerIntrospection } from '../../oauth/introspect.ts'
import type { HttpContext } from '../context.ts'
import { bodyOnly, headerValues } from '../request.ts'

export const introspect = (context: HttpContext) => (request: FastifyRequest) =>
  answerIntrospection(context, {
    authorization: headerValues(request, 'authorization'),
    certificate: context.certificateOf(request),
    parameters: bodyOnly(request),
  })
