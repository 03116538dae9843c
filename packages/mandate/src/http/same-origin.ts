/**
 * Protection from cross-site requests for everything a signed-in person can do (RFC 6749 §10.12).
 *
 * Browsers say where a request comes from: in Fetch Metadata, older ones in `Origin`, and still
 * older ones in `Referer`. The first present decides. A request with none does not come from a
 * browser, so it carries no user's cookies by accident. This complements `SameSite` cookies and the
 * seal of the pending request.
 */

import type { FastifyRequest } from 'fastify'
import { Refusal } from '../explanations/refusal.ts'
import { originAt } from './console/door.ts'
import type { HttpContext } from './context.ts'

/** Who sent a form: our page, another site's page, or no browser at all. */
export type FormSource = 'own_page' | 'other_site' | 'no_browser'

export function formSource(context: HttpContext, request: FastifyRequest): FormSource {
  const { headers } = request
  const own = originAt(context, request)
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' ? 'own_page' : 'other_site'
  const { origin = 'null', referer } = headers
  if (origin !== 'null') return isOwn(own, origin)
  if (referer !== undefined) return isOwn(own, referer)
  // `Origin: null` is from a browser hiding the origin, which any page can make it do.
  return headers.origin === undefined ? 'no_browser' : 'other_site'
}

function isOwn(own: string, address: string): FormSource {
  return URL.parse(address)?.origin === own ? 'own_page' : 'other_site'
}

/** Throws `Refusal` for a form sent by another site. */
export function refuseCrossSite(context: HttpContext, request: FastifyRequest): void {
  if (formSource(context, request) === 'other_site') throw new Refusal('cross_site')
}
