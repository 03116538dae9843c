/**
 * `POST /oauth2/revoke` (RFC 7009 §2): 200 once the token is durably revoked. Clients ignore the
 * body (§2.2), but some want it to be JSON.
 */

import type { FastifyRequest } from 'fastify'
import { revoke as revokeToken } from '../../oauth/revoke.ts'
import type { HttpContext } from '../context.ts'
import { bodyOnly, headerValues } from '../request.ts'

export const revoke = (context: HttpContext) => async (request: FastifyRequest) => {
  await revokeToken(context, {
    authorization: headerValues(request, 'authorization'),
    certificate: context.certificateOf(request),
    parameters: bodyOnly(request),
  })
  return {}
}
