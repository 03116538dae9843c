/** Refuses an access token that was presented here (RFC 6750 §3, RFC 9449 §7.1). */

import type { FastifyReply } from 'fastify'
import type { Refusal } from '../explanations/refusal.ts'
import { DPOP_ALGORITHMS } from '../oauth/dpop/proof.ts'
import type { Exchange, HttpContext } from './context.ts'
import { sendRefusalJson } from './error-response.ts'

const STATUS = { invalid_request: 400, insufficient_scope: 403 } as const

/** Sends the refusal with its challenge. */
export function sendChallenge(
  context: HttpContext,
  { request, reply, refusal }: Exchange & { readonly refusal: Refusal },
): FastifyReply {
  const { status, headers } = challengeFor(context, refusal)
  reply.header('WWW-Authenticate', headers)
  return sendRefusalJson(context, { request, reply, refusal, status })
}

/**
 * The status and the values of `WWW-Authenticate`: they name both schemes, and say what is wrong unless
 * there was no token at all (RFC 6750 §3.1).
 */
export function challengeFor(
  { settings }: Pick<HttpContext, 'settings'>,
  refusal: Refusal,
): { readonly status: number; readonly headers: string[] } {
  const { error, reason, description, details } = refusal
  const status = STATUS[error as keyof typeof STATUS] ?? 401
  const realm = `realm="${settings.issuer}"`
  const problem =
    reason === 'access_token_missing'
      ? ''
      : `, error="${error}", error_description="${quotable(description)}"`
  const scope = error === 'insufficient_scope' ? `, scope="${String(details['scope'])}"` : ''
  const isAboutDpop = error === 'invalid_dpop_proof' || error === 'use_dpop_nonce'
  const headers = [
    `Bearer ${realm}${isAboutDpop ? '' : problem + scope}`,
    `DPoP ${realm}${isAboutDpop ? problem : ''}, algs="${DPOP_ALGORITHMS.join(' ')}"`,
  ]
  return { status, headers }
}

/** `error_description` has printable ASCII without quotes and backslashes (RFC 6750 §3). */
function quotable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]|["\\]/g, '?')
}
