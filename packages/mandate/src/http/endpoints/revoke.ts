/** `POST /oauth2/revoke` (RFC 7009 §2): an empty 200 once the token is dead for good. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { revoke as revokeToken } from '../../oauth/revoke.ts'
import type { HttpContext } from '../context.ts'
import { bodyOnly, headerValues } from '../request.ts'

export const revoke =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    await revokeToken(context, {
      authorization: headerValues(request, 'authorization'),
      parameters: bodyOnly(request),
    })
    return reply.code(200).send()
  }
