/**
 * The methods that have routes. Every address answers every method, with 405 where it has no endpoint
 * for it (RFC 9110 §15.5.6). Node reads more than thirty methods, and a route for each of them at each
 * address was most of the work of a server's start. So all methods that no address has share the
 * routes of one, TRACE.
 */

import type { IncomingMessage } from 'node:http'

/** Some address has it, or the pages of other origins ask with it (OPTIONS). */
const OFFERED = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

const STANDS_FOR_OTHERS = 'TRACE'

export const ROUTED: readonly string[] = [...OFFERED, STANDS_FOR_OTHERS]

const routed: ReadonlySet<string> = new Set(ROUTED)
const sent = new WeakMap<IncomingMessage, string>()

/** Lets a request with a method that no address has take the route that all of these share. */
export function routeByMethod(request: IncomingMessage): void {
  const { method = '' } = request
  if (routed.has(method)) return
  sent.set(request, method)
  request.method = STANDS_FOR_OTHERS
}

/** The method as the client sent it. */
export function methodSent(request: IncomingMessage): string {
  return sent.get(request) ?? request.method ?? ''
}
