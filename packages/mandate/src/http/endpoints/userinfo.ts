/** `/oauth2/userinfo` (OpenID Connect Core §5.3.1), by GET and by POST. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../explanations/refusal.ts'
import { PATHS } from '../../oauth/metadata.ts'
import { parseParameters } from '../../oauth/parameters.ts'
import { answerUserinfo } from '../../oidc/userinfo.ts'
import { sendChallenge } from '../challenge.ts'
import type { HttpContext } from '../context.ts'
import { offerNextNonce } from '../dpop-nonce.ts'
import { formParameters, headerValues, queryParameters } from '../request.ts'

const NO_FORM = parseParameters('')

export const userinfo =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { settings } = context
    if (!settings.openid) return reply.callNotFound()
    const dpop = headerValues(request, 'dpop')
    offerNextNonce(context, reply, dpop)
    try {
      // Logs would keep it (RFC 9700 §4.3.2).
      if (queryParameters(request).has('access_token')) {
        throw new Refusal('parameters_in_query', { parameters: ['access_token'] })
      }
      const answer = await answerUserinfo(context, {
        method: request.method,
        uri: settings.issuer + PATHS.userinfo,
        alias: (settings.mtlsUrl ?? settings.issuer) + PATHS.userinfo,
        authorization: headerValues(request, 'authorization'),
        dpop,
        certificate: context.certificateOf(request),
        form: request.body === undefined ? NO_FORM : formParameters(request),
      })
      return answer.is === 'plain'
        ? answer.claims
        : reply.type('application/jwt').send(Buffer.from(answer.jwt))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return sendChallenge(context, { request, reply, refusal: error })
    }
  }
