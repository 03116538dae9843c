/**
 * Protection from cross-site requests for everything a signed-in person can do (RFC 6749 §10.12).
 *
 * Browsers say themselves where a request comes from: in Fetch Metadata, older ones in `Origin`, and
 * before that in `Referer`. The first of them that is there decides. What carries none is no browser,
 * so nobody's cookies are in it by accident. This is in addition to `SameSite` cookies and the seal of the
 * pending request, not instead of them.
 */

import type { FastifyRequest } from 'fastify'
import { Refusal } from '../explanations/refusal.ts'
import type { HttpContext } from './context.ts'

/** Who sent a form: a page of ours, a page of somebody else, or no browser at all. */
export type FormSource = 'own_page' | 'other_site' | 'no_browser'

export function formSource(context: HttpContext, { headers }: FastifyRequest): FormSource {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' ? 'own_page' : 'other_site'
  const { origin = 'null', referer } = headers
  if (origin !== 'null') return isOwn(context, origin)
  if (referer !== undefined) return isOwn(context, referer)
  // `Origin: null` comes from a browser that keeps the origin to itself, as any page can ask it to.
  return headers.origin === undefined ? 'no_browser' : 'other_site'
}

function isOwn(context: HttpContext, address: string): FormSource {
  const origin = URL.canParse(address) ? new URL(address).origin : ''
  return origin === new URL(context.settings.issuer).origin ? 'own_page' : 'other_site'
}

/** Throws `Refusal` for a form that another site made the browser send. */
export function refuseCrossSite(context: HttpContext, request: FastifyRequest): void {
  if (formSource(context, request) === 'other_site') throw new Refusal('cross_site')
}
