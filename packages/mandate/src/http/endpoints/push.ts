/** `POST /oauth2/par` (RFC 9126 §2): 201 with a `request_uri`. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { pushRequest } from '../../oauth/push.ts'
import type { HttpContext } from '../context.ts'
import { offerNextNonce } from '../dpop-nonce.ts'
import { bodyOnly, headerValues } from '../request.ts'

export const push =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const dpop = headerValues(request, 'dpop')
    offerNextNonce(context, reply, dpop)
    const answer = await pushRequest(context, {
      authorization: headerValues(request, 'authorization'),
      certificate: context.certificateOf(request),
      dpop,
      parameters: bodyOnly(request),
      network: request.ip,
    })
    return reply.code(201).send(answer)
  }
