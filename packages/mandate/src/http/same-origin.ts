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
import type { HttpContext } from './context.ts'

/** Who sent a form: our page, another site's page, or no browser at all. */
export type FormSource = 'own_page' | 'other_site' | 'no_browser'

export function formSource(context: HttpContext, { headers }: FastifyRequest): FormSource {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' ? 'own_page' : 'other_site'
  const { origin = 'null', referer } = headers
  if (origin !== 'null') return isOwn(context, origin)
  if (referer !== undefined) return isOwn(context, referer)
  // `Origin: null` is from a browser hiding the origin, which any page can make it do.
  return headers.origin === undefined ? 'no_browser' : 'other_site'
}

function isOwn(context: HttpContext, address: string): FormSource {
  const origin = URL.canParse(address) ? new URL(address).origin : ''
  return origin === new URL(context.settings.issuer).origin ? 'own_page' : 'other_site'
}

/** Throws `Refusal` for a form sent by another site. */
export function refuseCrossSite(context: HttpContext, request: FastifyRequest): void {
  if (formSource(context, request) === 'other_site') throw new Refusal('cross_site')
}
