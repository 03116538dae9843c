/**
 * SCIM 2.0 (RFC 7643, RFC 7644) at `/scim/v2`, for programs whose platform key has the permission
 * `scim`. The implementation is loaded at the first request with such a key, so it costs nothing if
 * it is not used.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Exchange, HttpContext } from '../context.ts'
import { requirePlatformKey } from '../platform/platform-key.ts'
import type { ScimEndpoints } from './endpoints.ts'

export const SCIM_PATH = '/scim/v2'

/** The handler of the endpoint with this name. */
export function scim(name: keyof ScimEndpoints) {
  return (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const exchange: Exchange = { request, reply }
    const key = await requirePlatformKey(context, exchange, 'scim')
    const { endpoints } = await import('./endpoints.ts')
    return endpoints[name]({
      ...{ context, exchange, provider: key.provider },
      actor: { kind: 'platform', id: key.id },
      base: `${context.settings.issuer}${SCIM_PATH}`,
    })
  }
}
