/**
 * `/keep-account`: the only page for a person whose account waits for its deletion. A sign-in leads
 * here (`sign-in/complete.ts`); afterwards they go on with what they came for.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { keepAccount } from '../../operations/account-deletion.ts'
import { keepAccountPage } from '../../pages/account/data.ts'
import { shownName } from '../../people/account.ts'
import { findWaiting, type SignedIn } from '../../people/session.ts'
import { accountActor } from '../account/actor.ts'
import { sessionSecret } from '../browser.ts'
import type { HttpContext } from '../context.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import { placeOf, readPending } from '../pending-request.ts'
import { refuseCrossSite } from '../same-origin.ts'

export const KEEP_ACCOUNT = '/keep-account'

export const showKeepAccount =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const waiting = await whoIsWaiting(context, request)
    const sealed = readPending(context, { request, reply })?.sealed
    const { account } = waiting ?? {}
    if (account === undefined || account.deletion === null) {
      return reply.redirect(placeOf('/sign-in', sealed), 303)
    }
    return sendPage(reply, {
      status: 200,
      html: keepAccountPage({
        ...pageProps(context, request, { account }),
        email: shownName(account),
        after: account.deletion.after,
        keep: { action: placeOf(KEEP_ACCOUNT, sealed) },
        signOut: { action: '/sign-out' },
      }),
      leadsElsewhere: true,
    })
  }

/** Whoever kept it already, in another tab, goes on too. */
export const submitKeepAccount =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const waiting = await whoIsWaiting(context, request)
    if (waiting !== undefined) {
      await keepAccount(context, accountActor({ request }, waiting.account), null)
    }
    return reply.redirect(
      placeOf('/sign-in', readPending(context, { request, reply })?.sealed),
      303,
    )
  }

function whoIsWaiting(
  context: HttpContext,
  request: FastifyRequest,
): Promise<SignedIn | undefined> {
  const { store, settings, clock } = context
  const secret = sessionSecret(context, request)
  return findWaiting({ sessions: store.sessions, settings }, secret, clock.now())
}
