/**
 * `/sign-in/with/NAME` sends the browser to an external way, and `/callback` below it receives the
 * browser back. The name in the path selects the way; the rest is up to the way (`ways/way.ts`).
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ExternalWay } from '../../ways/way.ts'
import { whoIsSignedIn } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { respondToUnknownPlace } from '../error-response.ts'
import { beginAnew, readPending, seeWhetherCookiesStay } from '../pending-request.ts'
import { needsNewSignIn, sealedAct } from '../postponed-act.ts'
import { LONGEST_REQUEST, rawForm, rawQuery } from '../request.ts'
import { beginWith } from '../sign-in/begin.ts'
import { browserOf } from '../sign-in/browser-of.ts'
import { wantsSeparate } from '../sign-in/connect.ts'
import { finishSignIn } from '../sign-in/finish.ts'
import { takeStep } from './authorize.ts'

export const beginSignIn =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const exchange = { request, reply }
    const way = wayOf(context, exchange)
    if (way === undefined) return respondToUnknownPlace(context, exchange)
    const isSeparate = wantsSeparate(context, request, way) ? true : undefined
    const found = readPending(context, exchange)
    const signedIn = await whoIsSignedIn(context, request)
    if (found === null) {
      const beginning = { pending: null, act: sealedAct(request) }
      return signedIn === undefined || needsNewSignIn(context, request)
        ? beginWith(context, exchange, { way, beginning, isSeparate })
        : reply.redirect('/account', 303)
    }
    if (found.sealedFor === 'nobody_with_cookies') {
      return seeWhetherCookiesStay(context, exchange, found)
    }
    // The page with this link was made for another browser, so it is shown again.
    if (found.sealedFor === 'another_browser') return beginAnew(reply, found)
    const { pending } = found
    return takeStep(context, exchange, {
      ...{ pending, signedIn },
      showSignIn: (step) =>
        beginWith(context, exchange, { way, beginning: { pending, step }, isSeparate }),
    })
  }

export const endSignIn =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const exchange = { request, reply }
    const way = wayOf(context, exchange)
    if (way?.finish === undefined) return respondToUnknownPlace(context, exchange)
    // A prefetch must not use up a URL that works once.
    if (isPrefetch(request)) return reply.code(503).send()
    const parameters = new URLSearchParams(rawQuery(request))
    const browser = browserOf(context, exchange, way.name)
    const finished = await way.finish({ parameters, browser })
    return finishSignIn(context, exchange, { way, finished })
  }

/** Tokens that were not requested, and Apple's unsigned user data. */
const NOT_FOR_URLS = ['user', 'id_token', 'access_token']

/**
 * A provider that posts the answer (`response_mode=form_post`): a form post from another site comes
 * without our cookies, and the GET that follows has them.
 */
export const receiveSignIn =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const way = wayOf(context, { request, reply })
    if (way?.finish === undefined) return respondToUnknownPlace(context, { request, reply })
    const form = new URLSearchParams(Buffer.from(rawForm(request)).toString())
    for (const name of NOT_FOR_URLS) form.delete(name)
    const query = form.toString().length > LONGEST_REQUEST ? 'error=invalid_request' : form
    return reply.redirect(`/sign-in/with/${way.name}/callback?${query}`, 303)
  }

/** Checks the header of the Fetch standard and its predecessors. */
function isPrefetch({ headers }: FastifyRequest): boolean {
  return ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].some((name) =>
    /^\s*(prefetch|preview|prerender)\b/i.test(String(headers[name] ?? '')),
  )
}

function wayOf({ ways }: HttpContext, { request }: Exchange): ExternalWay | undefined {
  const { way = '' } = request.params as { readonly way?: string }
  return ways.find(way)
}
