/** `/.well-known/…`: what this server can do (RFC 8414 §3, OpenID Connect Discovery §4). */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../explanations/refusal.ts'
import { describeServer } from '../../oauth/describe-server.ts'
import { METADATA_PATH } from '../../oauth/metadata.ts'
import { transmitterMetadata } from '../../oauth/security-events/transmitter.ts'
import type { HttpContext } from '../context.ts'
import { explanationUrl, keepRefusal } from '../error-response.ts'

export const metadata = (context: HttpContext) => async () => describeServer(context)

export const openIdMetadata = (context: HttpContext) =>
  context.settings.openid ? metadata(context) : noOpenId(context)

/** Shared Signals 1.0 §7.2. Without a key that signs, there are no events. */
export const ssfMetadata =
  (context: HttpContext) => async (_request: FastifyRequest, reply: FastifyReply) =>
    context.signing.algorithms.length === 0
      ? reply.callNotFound()
      : transmitterMetadata(context.settings)

/** A document here would promise ID tokens, and a client would fail only after the user's consent. */
const noOpenId = (context: HttpContext) => {
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
