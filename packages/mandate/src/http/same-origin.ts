/**
 * Protection from cross-site requests for everything a signed-in person can do (RFC 6749 §10.12).
 *
 * Browsers say themselves where a request comes from (Fetch Metadata, and before it `Origin`). What
 * carries neither header is no browser, so nobody's cookies are in it by accident. This stands
 * beside `SameSite` cookies and the seal of the pending request, not instead of them.
 */

import type { FastifyRequest } from 'fastify'
import { Refusal } from '../oauth/refusal.ts'
import type { HttpContext } from './context.ts'

/** Whether a state-changing request was made by a page of ours, or by no browser at all. */
function isFromOwnPage(context: HttpContext, request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const { origin } = request.headers
  return origin === undefined || origin === new URL(context.settings.issuer).origin
}

/** Throws `Refusal` for a form that another site made the browser send. */
export function refuseCrossSite(context: HttpContext, request: FastifyRequest): void {
  if (!isFromOwnPage(context, request)) throw new Refusal('cross_site')
}
