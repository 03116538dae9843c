/** `POST /sign-out`: ends the session; with a pending authorization, to sign in as someone else. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { endSession } from '../../people/session.ts'
import { sessionSecret, setSession } from '../browser.ts'
import type { HttpContext } from '../context.ts'
import { refuseCrossSite } from '../same-origin.ts'
import { placeOf, readPending } from '../step-response.ts'

export const signOut =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const found = readPending(context, request)
    await endSession(context.store.sessions, sessionSecret(context, request))
    setSession(context, reply, null)
    return reply.redirect(
      found === null ? '/sign-in?signed_out=1' : placeOf('/sign-in', found.sealed),
      303,
    )
  }
