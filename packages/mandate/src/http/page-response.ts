/** Sends a page with everything a browser should know about it. */

import type { FastifyReply } from 'fastify'
import { formPostScriptSource } from '../pages/form-post.ts'

/**
 * Sends HTML. `formTargets` are CSP sources besides our own that a form on the page may end up at:
 * Chromium checks the redirect that follows a form, so the verified redirect URI has to be among them.
 */
export function sendPage(
  reply: FastifyReply,
  page: {
    readonly status: number
    readonly html: string
    readonly formTargets?: readonly string[]
    readonly autoSubmits?: boolean
  },
): FastifyReply {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    ...(page.autoSubmits ? [`script-src ${formPostScriptSource}`] : []),
    `form-action 'self' ${(page.formTargets ?? []).join(' ')}`.trim(),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ]
  return reply
    .code(page.status)
    .header('Content-Security-Policy', policy.join('; '))
    .header('X-Frame-Options', 'DENY')
    .header('Referrer-Policy', 'no-referrer')
    .type('text/html; charset=utf-8')
    .send(page.html)
}
