/** Sends a page with everything a browser should know about it. */

import type { FastifyReply } from 'fastify'
import { formPostScriptSource } from '../pages/form-post.ts'

/**
 * Sends HTML. `leadsToClient` is for pages whose form may end at a client: browsers hold every later
 * redirect against `form-action`, and where the client's own callback redirects to is unknown here
 * (docs/decisions/0018-forms-that-lead-to-a-client.md).
 */
export function sendPage(
  reply: FastifyReply,
  page: {
    readonly status: number
    readonly html: string
    readonly leadsToClient?: boolean
    readonly autoSubmits?: boolean
  },
): FastifyReply {
  return reply
    .code(page.status)
    .headers(pageHeaders(page))
    .type('text/html; charset=utf-8')
    .send(page.html)
}

/** What a browser should know about a page of ours. */
export function pageHeaders(
  page: { readonly leadsToClient?: boolean; readonly autoSubmits?: boolean } = {},
): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    ...(page.autoSubmits ? [`script-src ${formPostScriptSource}`] : []),
    ...(page.leadsToClient ? [] : ["form-action 'self'"]),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ]
  return {
    'Content-Security-Policy': policy.join('; '),
    'X-Frame-Options': 'DENY',
    // Other sites learn nothing, and our own forms still say where they come from: under no-referrer
    // a browser sends `Origin: null` (Fetch Standard, "append a request Origin header").
    'Referrer-Policy': 'same-origin',
  }
}
