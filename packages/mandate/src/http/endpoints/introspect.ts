/** `POST /oauth2/introspect` (RFC 7662 §2), with a signed answer if the caller accepts one (RFC 9701 §4). */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { introspect as answerIntrospection } from '../../oauth/introspect.ts'
import { introspectSigned, SIGNED_INTROSPECTION } from '../../oauth/signed-introspection.ts'
import type { HttpContext } from '../context.ts'
import { bodyOnly, headerValues } from '../request.ts'

export const introspect =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const asked = {
      authorization: headerValues(request, 'authorization'),
      certificate: context.certificateOf(request),
      parameters: bodyOnly(request),
    }
    if (!request.headers.accept?.includes(SIGNED_INTROSPECTION)) {
      const answer = await answerIntrospection(context, asked)
      context.observe({ kind: 'token.introspected', active: answer.active })
      return answer
    }
    const signed = await introspectSigned(context, asked)
    return reply.type(SIGNED_INTROSPECTION).send(signed)
  }
