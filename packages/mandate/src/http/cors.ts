/**
 * Which pages of other origins may read an answer (Fetch Standard, "CORS protocol"): any page may
 * read the metadata and register itself where that is on, pages at registered redirect URIs may read
 * what a browser app needs, and no page anything else. Never with credentials: these endpoints ignore
 * cookies.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { BrowserOrigins } from './browser-origins.ts'
import type { Exchange } from './context.ts'

/** Which pages may read the answers of an address. */
export type Readers = 'any_origin' | 'registered_origins'

const EXPOSED = 'WWW-Authenticate, DPoP-Nonce, Retry-After'
const ACCEPTED = 'Authorization, Content-Type, Idempotency-Key, DPoP'
/** The star does not stand for `Authorization` (Fetch Standard, "CORS protocol and credentials"). */
const ANY_HEADER = '*, Authorization'
const PREFLIGHT_SECONDS = 600

/** Lets the page read the answer, including errors. Only for requests with `Origin`. */
export async function letPageRead(
  origins: BrowserOrigins,
  { request, reply }: Exchange,
  readers: Readers,
): Promise<void> {
  const { origin = '' } = request.headers
  if (readers === 'registered_origins') reply.header('Vary', 'Origin')
  if (readers === 'registered_origins' && !(await origins.includes(origin))) return
  reply
    .header('Access-Control-Allow-Origin', readers === 'any_origin' ? '*' : origin)
    .header('Access-Control-Expose-Headers', EXPOSED)
}

/** Whether `letPageRead` allowed it. */
export function mayPageRead(reply: FastifyReply): boolean {
  return reply.hasHeader('access-control-allow-origin')
}

/** Whether this is a preflight for a page that may read the answer. */
export function isGrantedPreflight({ headers }: FastifyRequest, reply: FastifyReply): boolean {
  return headers['access-control-request-method'] !== undefined && mayPageRead(reply)
}

export function answerPreflight(
  reply: FastifyReply,
  { readers, methods }: { readonly readers: Readers; readonly methods: string },
): FastifyReply {
  return reply
    .code(204)
    .header('Allow', methods)
    .header('Access-Control-Allow-Methods', methods)
    .header('Access-Control-Allow-Headers', readers === 'any_origin' ? ANY_HEADER : ACCEPTED)
    .header('Access-Control-Max-Age', PREFLIGHT_SECONDS)
    .send()
}
