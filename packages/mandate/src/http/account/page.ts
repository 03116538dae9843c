/** The GET pages of an account: for whoever is signed in, after a sign-in if nobody is. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SignedIn } from '../../people/session.ts'
import { whoIsSignedIn } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { keepsNoCookies, sendCookiesBlocked } from '../pending-request.ts'
import { isRecentlyProven, type PostponedAct, signInFirst } from '../postponed-act.ts'

/** The page where a sign-in leads that was for nothing else. */
export const FIRST_PAGE = '/account'

/** The act of only opening a page. */
const OPENING = 'open'

export interface AccountPage {
  readonly path: `/account${string}`
  /** The handler of GET. */
  open(
    context: HttpContext,
  ): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>
}

/**
 * A page of the account. With `needsRecentSignIn`, for a page with a form that holds a secret, a
 * sign-in within the last 15 minutes is required.
 */
export function accountPage(definition: {
  readonly path: AccountPage['path']
  readonly needsRecentSignIn?: true
  readonly show: (
    context: HttpContext,
    exchange: Exchange,
    signedIn: SignedIn,
  ) => Promise<FastifyReply> | FastifyReply
}): AccountPage {
  const { path, show, needsRecentSignIn = false } = definition
  return {
    path,
    open: (context) => async (request, reply) => {
      const exchange = { request, reply }
      const signedIn = await whoIsSignedIn(context, request)
      if (signedIn !== undefined) {
        return !needsRecentSignIn || isRecentlyProven(context, signedIn.session)
          ? show(context, exchange, signedIn)
          : signInFirst(context, exchange, postponedOpening(request.url, true))
      }
      if (keepsNoCookies(context, request)) return sendCookiesBlocked(context, exchange, '/sign-in')
      return path === FIRST_PAGE
        ? reply.redirect('/sign-in', 303)
        : signInFirst(context, exchange, postponedOpening(request.url, needsRecentSignIn))
    },
  }
}

/** The opening of a page of ours, by its path and query, once somebody has signed in. */
export function postponedOpening(place: string, needsProof: boolean): PostponedAct {
  return { name: OPENING, fields: { place }, accountId: null, needsProof }
}

/** The page of ours that an act only opens; undefined for every other act. */
export function placeToOpen(act: PostponedAct | undefined): string | undefined {
  const { place } = act?.name === OPENING ? act.fields : {}
  return typeof place === 'string' ? place : undefined
}
