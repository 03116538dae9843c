/**
 * The pending authorization in the URL of a sign-in or consent page.
 *
 * A seal is good in one browser only. Where it is not, nothing was stolen in most cases: several tabs
 * came here at the first visit and the last one's cookie won, or cookies were cleared between two pages.
 * So the request begins anew, which is no more than a link to the authorization endpoint could do. Where
 * somebody is signed in it does not go on in silence, as the link may be an attacker's: consent is asked for.
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
  /** Sealed for this browser, to go on with. */
  readonly sealed: string
  /** For whom the seal in the URL was made. */
  readonly sealedFor: 'this_browser' | 'another_browser' | 'nobody_with_cookies'
}

/** In a URL that comes right after the cookies were set: a browser that has none here does not keep them. */
const AFTER_COOKIES = 'again'

/**
 * Reads it; null where there is none. Begun anew where it is old or was made for another browser.
 * Throws `Refusal` where no request can be made out.
 */
export function readPending(context: HttpContext, exchange: Exchange): PendingRequest | null {
  const { request } = exchange
  const sealed = queryParameters(request).one('pending')
  if (sealed === undefined) return null
  const secret = presentedBrowserSecret(context, request)
  const now = context.clock.now()
  const intact = unseal<PendingAuthorization>(
    context.sealingKey,
    { purpose: 'pending', secret },
    sealed,
  )
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

/** With another pending authorization in its place, sealed for this browser. */
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
  return seal(context.sealingKey, { purpose: 'pending', secret }, pending)
}

export function placeOf(path: string, sealed: string | undefined): string {
  return sealed === undefined ? path : `${path}?pending=${sealed}`
}

/** To the sign-in page with a request that began anew. */
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

/** Once for a browser without cookies; at the second time a page says that it keeps none. */
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

/** Whether a browser that was given cookies with the last answer has come back without any. */
export function keepsNoCookies(context: HttpContext, request: FastifyRequest): boolean {
  const isNew = presentedBrowserSecret(context, request) === undefined
  return isNew && queryParameters(request).has(AFTER_COOKIES)
}

/** Says that nobody can sign in without cookies. `again` is where to try once they are allowed. */
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

/** The account page for who signed in without having had a cookie here before. */
export const ACCOUNT_AFTER_COOKIES = `/account?${AFTER_COOKIES}=1`
