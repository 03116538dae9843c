/** Sends a page with its security headers. */

import type { FastifyReply } from 'fastify'
import { formPostScriptSource } from '../pages/form-post.ts'
import { loggedOutScriptSource } from '../pages/log-out.ts'

/**
 * Sends HTML. `leadsElsewhere` is for pages whose form may end at a client or at an external way
 * to sign in: browsers check every later redirect against `form-action`, and we do not know where those
 * redirect to
 * (docs/decisions/0018-forms-that-lead-to-a-client.md). `usesPasskeys` is for pages with the script of
 * passkeys: no other may use a passkey. `usesScript` is for pages with another script of ours. `frames` are the addresses that the page opens in
 * frames, and no others; its script goes on once they are loaded.
 */
export function sendPage(
  reply: FastifyReply,
  page: {
    readonly status: number
    readonly html: string
    readonly leadsElsewhere?: boolean
    readonly autoSubmits?: boolean
    readonly usesPasskeys?: boolean
    readonly usesScript?: boolean
    readonly frames?: readonly string[]
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
    readonly usesScript?: boolean
    readonly frames?: readonly string[]
  } = {},
): Readonly<Record<string, string>> {
  const { frames = [] } = page
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    ...(page.autoSubmits ? [`script-src ${formPostScriptSource}`] : []),
    ...(page.usesScript ? ["script-src 'self'"] : []),
    ...(page.usesPasskeys ? ["script-src 'self'", "connect-src 'self'"] : []),
    ...(frames.length === 0
      ? []
      : [`frame-src ${frames.map(sourceOf).join(' ')}`, `script-src ${loggedOutScriptSource}`]),
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

/** A source expression for one address, without its query (CSP Level 3 §2.3.1). */
function sourceOf(address: string): string {
  const { origin, pathname } = new URL(address)
  return origin + pathname.replace(/[;,]/g, encodeURIComponent)
}
