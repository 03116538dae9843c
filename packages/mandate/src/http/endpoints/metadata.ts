/** `/.well-known/…`: what this server can do (RFC 8414 §3). */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../explanations/refusal.ts'
import { describeServer, METADATA_PATH } from '../../oauth/metadata.ts'
import type { HttpContext } from '../context.ts'
import { explanationUrl, keepRefusal } from '../error-response.ts'

export const metadata = (context: HttpContext) => {
  const document = describeServer(context.settings)
  return async () => document
}

/**
 * This server issues no ID tokens. A document at OpenID Connect's address would promise them, and
 * an OpenID client would fail only after the user's consent (OpenID Connect Discovery §3 requires
 * `jwks_uri`).
 */
export const noOpenId = (context: HttpContext) => {
  const { settings } = context
  const place = settings.issuer + METADATA_PATH
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const found = { sought: 'OpenID Connect metadata', metadata: place }
    const reference = keepRefusal(request, new Refusal('unknown_address', found))
    return reply.code(404).send({
      error: 'not_found',
      error_description: `This server does not offer OpenID Connect. Its OAuth 2.0 metadata (RFC 8414) is at ${place}`,
      error_uri: explanationUrl(context, reference),
      oauth_authorization_server: place,
    })
  }
}
