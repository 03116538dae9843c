/** `POST /sign-out`: ends the session; with a pending authorization, to sign in as someone else. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { endSession } from '../../people/session.ts'
import { sessionSecret, setSession } from '../browser.ts'
import type { HttpContext } from '../context.ts'
import {
  beginAnew,
  type Exchange,
  type PendingRequest,
  readPending,
  seal,
} from '../pending-request.ts'
import { refuseCrossSite } from '../same-origin.ts'

export const signOut =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const found = withoutConsent(context, { request, reply })
    await endSession(context.store.sessions, sessionSecret(context, request))
    setSession(context, reply, null)
    return found === null ? reply.redirect('/sign-in?signed_out=1', 303) : beginAnew(reply, found)
  }

/** Somebody else is about to sign in: what was known of the consent is not about them. */
function withoutConsent(context: HttpContext, exchange: Exchange): PendingRequest | null {
  const found = readPending(context, exchange)
  if (found?.pending.consent === undefined) return found
  const { consent, ...pending } = found.pending
  return { ...found, ...seal(context, exchange, pending) }
}
