/** Refuses an access token that was presented here (RFC 6750 §3, RFC 9449 §7.1). */

import type { FastifyReply } from 'fastify'
import type { Refusal } from '../explanations/refusal.ts'
import { DPOP_ALGORITHMS } from '../oauth/dpop/proof.ts'
import type { Exchange, HttpContext } from './context.ts'
import { sendRefusalJson } from './error-response.ts'

const STATUS = { invalid_request: 400, insufficient_scope: 403 } as const

/** Names both schemes, and says what is wrong unless there was no token at all (RFC 6750 §3.1). */
export function sendChallenge(
  context: HttpContext,
  { request, reply, refusal }: Exchange & { readonly refusal: Refusal },
): FastifyReply {
  const { error, reason, description, details } = refusal
  const status = STATUS[error as keyof typeof STATUS] ?? 401
  const realm = `realm="${context.settings.issuer}"`
  const problem =
    reason === 'access_token_missing'
      ? ''
      : `, error="${error}", error_description="${quotable(description)}"`
  const scope = error === 'insufficient_scope' ? `, scope="${String(details['scope'])}"` : ''
  const isAboutDpop = error === 'invalid_dpop_proof' || error === 'use_dpop_nonce'
  reply.header('WWW-Authenticate', [
    `Bearer ${realm}${isAboutDpop ? '' : problem + scope}`,
    `DPoP ${realm}${isAboutDpop ? problem : ''}, algs="${DPOP_ALGORITHMS.join(' ')}"`,
  ])
  return sendRefusalJson(context, { request, reply, refusal, status })
}

/** `error_description` has printable ASCII without quotes and backslashes (RFC 6750 §3). */
function quotable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]|["\\]/g, '?')
}
