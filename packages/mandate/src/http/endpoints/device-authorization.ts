/** `POST /oauth2/device` (RFC 8628 §3.1, §3.2): the codes for a device. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../explanations/refusal.ts'
import { authorizeDevice } from '../../oauth/device/authorize-device.ts'
import { browserLabel } from '../../people/browser-label.ts'
import type { HttpContext } from '../context.ts'
import { offerNextNonce } from '../dpop-nonce.ts'
import { sendRefusalJson } from '../error-response.ts'
import { bodyOnly, headerValues } from '../request.ts'

export const deviceAuthorization =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const dpop = headerValues(request, 'dpop')
    offerNextNonce(context, reply, dpop)
    const outcome = await authorizeDevice(context, {
      authorization: headerValues(request, 'authorization'),
      certificate: context.certificateOf(request),
      dpop,
      parameters: bodyOnly(request),
      from: { agent: browserLabel(request.headers['user-agent']), network: request.ip },
    })
    if (outcome.is === 'begun') return reply.send(outcome.answer)
    reply.header('Retry-After', outcome.retryAfterSeconds)
    const refusal = new Refusal('too_many_device_requests')
    return sendRefusalJson(context, { request, reply, refusal, status: 429 })
  }
