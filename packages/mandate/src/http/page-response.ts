/** Sends a page with its security headers. */

import type { FastifyReply } from 'fastify'
import { formPostScriptSource } from '../pages/form-post.ts'

/**
 * Sends HTML. `leadsElsewhere` is for pages whose form may end at a client or at an external way
 * to sign in: browsers check every later redirect against `form-action`, and we do not know where those
 * redirect to
 * (docs/decisions/0018-forms-that-lead-to-a-client.md). `usesPasskeys` is for pages with the script of
 * passkeys: no other may run one, or use a passkey.
 */
export function sendPage(
  reply: FastifyReply,
  page: {
    readonly status: number
    readonly html: string
    readonly leadsElsewhere?: boolean
    readonly autoSubmits?: boolean
    readonly usesPasskeys?: boolean
  },
): FastifyReply {
  return reply
    .code(page.status)
    .headers(pageHeaders(page))
    .type('text/html; charset=utf-8')
    .send(page.html)
}

/** The headers of our pages. */
export function pageHeaders(
  page: {
    readonly leadsElsewhere?: boolean
    readonly autoSubmits?: boolean
    readonly usesPasskeys?: boolean
  } = {},
): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    ...(page.autoSubmits ? [`script-src ${formPostScriptSource}`] : []),
    ...(page.usesPasskeys ? ["script-src 'self'", "connect-src 'self'"] : []),
    ...(page.leadsElsewhere ? [] : ["form-action 'self'"]),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ]
  const whoMayUsePasskeys = page.usesPasskeys ? '(self)' : '()'
  return {
    'Content-Security-Policy': policy.join('; '),
    'Permissions-Policy': ['get', 'create']
      .map((act) => `publickey-credentials-${act}=${whoMayUsePasskeys}`)
      .join(', '),
    'X-Frame-Options': 'DENY',
    // Other sites get no referrer, but our own forms still do: under no-referrer a browser sends
    // `Origin: null` (Fetch Standard, "append a request Origin header").
    'Referrer-Policy': 'same-origin',
  }
}
