/**
 * The pending authorization in the URL of a sign-in or consent page.
 *
 * A seal is valid in one browser only. A mismatch is usually not theft: several tabs were opened at
 * the first visit and the last one's cookie won, or cookies were cleared between two pages. So the
 * request starts over, as any link to the authorization endpoint could. If someone is signed in,
 * the link may be an attacker's, so consent is asked for even if it was given before.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../explanations/refusal.ts'
import {
  beginAnewIfOld,
  claimedQuery,
  type PendingAuthorization,
  queryOf,
} from '../oauth/authorize/pending.ts'
import { PATHS } from '../oauth/metadata.ts'
import { browserSecret, presentedBrowserSecret, sessionSecret } from './browser.ts'
import type { Exchange, HttpContext } from './context.ts'
import { sendRefusalPage } from './error-response.ts'
import { LONGEST_REQUEST, queryParameters } from './request.ts'
import { readUnverified, seal, unseal } from './seal.ts'

export interface PendingRequest {
  readonly pending: PendingAuthorization
  /** The same, sealed for this browser. */
  readonly sealed: string
  /** Who the seal in the URL was made for. */
  readonly sealedFor: 'this_browser' | 'another_browser' | 'nobody_with_cookies'
}

/** Marks a URL right after cookies were set: a browser without any there does not accept them. */
const AFTER_COOKIES = 'again'

/**
 * The pending authorization in the URL, or null. It starts over if it is old or was sealed for
 * another browser. Throws `Refusal` if the text contains no request at all.
 */
export function readPending(context: HttpContext, exchange: Exchange): PendingRequest | null {
  const { request } = exchange
  const sealed = queryParameters(request).one('pending')
  if (sealed === undefined) return null
  const secret = presentedBrowserSecret(context, request)
  const now = context.clock.now()
  const intact = unseal<PendingAuthorization>(context.seals, { purpose: 'pending', secret }, sealed)
  if (intact !== undefined) {
    const pending = beginAnewIfOld(intact, now)
    return pending === intact
      ? { pending, sealed, sealedFor: 'this_browser' }
      : { ...resealed(context, exchange, pending), sealedFor: 'this_browser' }
  }
  const query = claimedQuery(readUnverified(sealed))
  if (query === undefined || query.length > LONGEST_REQUEST) {
    throw new Refusal('pending_from_elsewhere')
  }
  const mayGoOnSilently = sessionSecret(context, request) === undefined
  const pending: PendingAuthorization = {
    ...{ asked: query, startedAt: now },
    ...(!mayGoOnSilently && { consent: { is: 'to_ask' } }),
  }
  return {
    ...resealed(context, exchange, pending),
    sealedFor: secret === undefined ? 'nobody_with_cookies' : 'another_browser',
  }
}

/** A pending authorization with its seal for this browser. */
export function resealed(
  context: HttpContext,
  exchange: Exchange,
  pending: PendingAuthorization,
): Pick<PendingRequest, 'pending' | 'sealed'> {
  return { pending, sealed: sealPending(context, exchange, pending) }
}

/** Seals it for this browser. */
export function sealPending(
  context: HttpContext,
  { request, reply }: Exchange,
  pending: PendingAuthorization,
): string {
  const secret = browserSecret(context, request, reply)
  return seal(context.seals, { purpose: 'pending', secret }, pending)
}

export function placeOf(path: string, sealed: string | undefined): string {
  return sealed === undefined ? path : `${path}?pending=${sealed}`
}

/** Redirects to the sign-in page with a request that starts over. */
export function beginAnew(
  reply: FastifyReply,
  { sealed, sealedFor }: PendingRequest,
): FastifyReply {
  const place = placeOf('/sign-in', sealed)
  return reply.redirect(
    sealedFor === 'nobody_with_cookies' ? `${place}&${AFTER_COOKIES}=1` : place,
    303,
  )
}

/** Redirects a browser without cookies once; if it comes back without any, a page says so. */
export function seeWhetherCookiesStay(
  context: HttpContext,
  { request, reply }: Exchange,
  found: PendingRequest,
): FastifyReply {
  return keepsNoCookies(context, request)
    ? sendCookiesBlocked(
        context,
        { request, reply },
        `${PATHS.authorization}?${queryOf(found.pending.asked)}`,
      )
    : beginAnew(reply, found)
}

/** Whether a browser was given cookies with the last response and has come back without any. */
export function keepsNoCookies(context: HttpContext, request: FastifyRequest): boolean {
  const isNew = presentedBrowserSecret(context, request) === undefined
  return isNew && queryParameters(request).has(AFTER_COOKIES)
}

/** Says that signing in requires cookies. `again` is the address to retry once they are allowed. */
export function sendCookiesBlocked(
  context: HttpContext,
  { request, reply }: Exchange,
  again: string,
): FastifyReply {
  return sendRefusalPage(context, {
    ...{ request, reply, refusal: new Refusal('pending_from_elsewhere') },
    problem: 'cookiesBlocked',
    goOn: { to: 'tryAgain', address: again },
  })
}

/** The account page, for a browser that had no cookie before it signed in. */
export const ACCOUNT_AFTER_COOKIES = `/account?${AFTER_COOKIES}=1`
