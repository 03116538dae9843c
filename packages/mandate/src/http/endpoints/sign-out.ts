/**
 * `/sign-out`: a GET, as from a link or the address bar, only asks. The form ends the session. With
 * a pending authorization, the next page is the sign-in page, for another person; without one, a
 * session from an external way also ends there.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { signOutPage } from '../../pages/sign-out.ts'
import { shownName } from '../../people/account.ts'
import type { SignedIn } from '../../people/session.ts'
import { whoIsSignedIn } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { endSessionHere, sendLoggedOut } from '../log-out.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import {
  beginAnew,
  type PendingRequest,
  placeOf,
  readPending,
  resealed,
} from '../pending-request.ts'
import { refuseCrossSite } from '../same-origin.ts'

/** The sign-in page, which says that the person is signed out. */
export const SIGNED_OUT = '/sign-in?signed_out=1'

export const showSignOut =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const found = readPending(context, { request, reply })
    const signedIn = await whoIsSignedIn(context, request)
    if (signedIn === undefined) return toSignIn(reply, found)
    return sendPage(reply, {
      status: 200,
      html: signOutPage({
        ...pageProps(context, request, { account: signedIn.account }),
        action: placeOf('/sign-out', found?.sealed),
        email: shownName(signedIn.account),
        accountAddress: '/account',
      }),
      leadsElsewhere: context.ways.leadElsewhere,
    })
  }

export const signOut =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const found = forSomebodyElse(context, { request, reply })
    const signedIn = await whoIsSignedIn(context, request)
    const frames = await endSessionHere(context, { request, reply }, signedIn)
    const elsewhere = found === null ? await endElsewhere(context, signedIn) : null
    if (frames.length > 0) {
      const address = elsewhere ?? (found === null ? SIGNED_OUT : placeOf('/sign-in', found.sealed))
      const next = { address, clientName: null }
      return sendLoggedOut(context, { request, reply }, { frames, next })
    }
    return elsewhere === null ? toSignIn(reply, found) : reply.redirect(elsewhere, 303)
  }

/** The URL for signing out at the external way that made the session, or null. */
async function endElsewhere(
  { ways, settings }: HttpContext,
  signedIn: SignedIn | undefined,
): Promise<string | null> {
  const way = ways.ofProvider(signedIn?.session.provider ?? null)
  return (await way?.endSession?.(`${settings.issuer}${SIGNED_OUT}`)) ?? null
}

function toSignIn(reply: FastifyReply, found: PendingRequest | null): FastifyReply {
  return found === null ? reply.redirect(SIGNED_OUT, 303) : beginAnew(reply, found)
}

/**
 * Another person is about to sign in: the consent was not theirs, and they choose their account.
 */
function forSomebodyElse(context: HttpContext, exchange: Exchange): PendingRequest | null {
  const found = readPending(context, exchange)
  if (found === null) return null
  const { consent: _, arrived: __, ...pending } = found.pending
  return { ...found, ...resealed(context, exchange, { ...pending, isSwitching: true }) }
}
