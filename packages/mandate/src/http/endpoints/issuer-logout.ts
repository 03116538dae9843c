/**
 * `POST /oauth2/backchannel-logout` (OpenID Connect Back-Channel Logout 1.0 §2.5, §2.8): a trusted
 * issuer has signed a person out. 200 once everything that came of its assertions about them has
 * durably ended.
 */

import type { FastifyRequest } from 'fastify'
import { acceptLogoutToken } from '../../oauth/assertions/issuer-logout.ts'
import type { HttpContext } from '../context.ts'
import { bodyOnly } from '../request.ts'

export const issuerLogout = (context: HttpContext) => async (request: FastifyRequest) => {
  await acceptLogoutToken(context, bodyOnly(request))
  return {}
}
