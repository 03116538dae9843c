/**
 * `/oauth2/authorize`, by GET or POST (RFC 6749 §3.1): where a login begins. The request becomes a
 * pending authorization, and `oauth/authorize/next-step.ts` says what the browser does next.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../explanations/refusal.ts'
import { nextStep } from '../../oauth/authorize/next-step.ts'
import { PATHS } from '../../oauth/metadata.ts'
import { decodeUtf8 } from '../../oauth/parameters.ts'
import { presentedBrowserSecret, whoIsSignedIn } from '../browser.ts'
import type { HttpContext } from '../context.ts'
import { LONGEST_REQUEST, rawForm, rawQuery } from '../request.ts'
import { respondToStep } from '../step-response.ts'

export const authorize =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const isPost = request.method === 'POST'
    const query = escapeForUrl(isPost ? decodeUtf8(rawForm(request)) : rawQuery(request))
    if (query.length > LONGEST_REQUEST) throw new Refusal('request_too_long')
    // SameSite cookies stay behind when another site's form is posted; they come with the GET.
    if (isPost && presentedBrowserSecret(context, request) === undefined) {
      return reply.redirect(`${PATHS.authorization}?${query}`, 303)
    }
    const pending = { query, startedAt: context.clock.now() }
    const signedIn = await whoIsSignedIn(context, request)
    const step = await nextStep(context, pending, { signedIn, decision: undefined })
    return respondToStep(context, { request, reply, pending, step })
  }

/**
 * A form's text is a query already, except for what is allowed in a body but not in a URL. Nothing is
 * left that would grow on its way there, so its length is what the limit is about.
 */
function escapeForUrl(form: string): string {
  return form.replace(/[^\x21\x24-\x5b\x5d-\x7e]/gu, encodeURIComponent)
}
