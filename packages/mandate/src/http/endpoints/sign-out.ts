/**
 * `/sign-out`: a GET, as from a link or the address bar, only asks. The form ends the session; with a
 * pending authorization, the next page is the sign-in of someone else.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { signOut as endSession } from '../../operations/sessions.ts'
import { signOutPage } from '../../pages/sign-out.ts'
import { sessionSecret, setSession, whoIsSignedIn } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { wordsFor } from '../language.ts'
import { sendPage } from '../page-response.ts'
import {
  beginAnew,
  type PendingRequest,
  placeOf,
  readPending,
  resealed,
} from '../pending-request.ts'
import { refuseCrossSite } from '../same-origin.ts'

export const showSignOut =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const found = readPending(context, { request, reply })
    const signedIn = await whoIsSignedIn(context, request)
    if (signedIn === undefined) return toSignIn(reply, found)
    return sendPage(reply, {
      status: 200,
      html: signOutPage({
        words: wordsFor(request),
        brandName: context.settings.brandName,
        action: placeOf('/sign-out', found?.sealed),
        email: signedIn.account.email,
        accountAddress: '/account',
      }),
    })
  }

export const signOut =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const found = withoutConsent(context, { request, reply })
    await endSession(context, sessionSecret(context, request))
    setSession(context, reply, null)
    return toSignIn(reply, found)
  }

function toSignIn(reply: FastifyReply, found: PendingRequest | null): FastifyReply {
  return found === null ? reply.redirect('/sign-in?signed_out=1', 303) : beginAnew(reply, found)
}

/** Somebody else is about to sign in, and the consent was not theirs. */
function withoutConsent(context: HttpContext, exchange: Exchange): PendingRequest | null {
  const found = readPending(context, exchange)
  if (found?.pending.consent === undefined) return found
  const { consent, ...pending } = found.pending
  return { ...found, ...resealed(context, exchange, pending) }
}
