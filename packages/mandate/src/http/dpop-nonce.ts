/** The `DPoP-Nonce` header (RFC 9449 §8). */

import type { FastifyReply } from 'fastify'
import { currentNonce } from '../oauth/dpop/nonce.ts'
import type { HttpContext } from './context.ts'

/** Gives the client a nonce for its next proof (§8). */
export function offerNonce({ keys, clock }: HttpContext, reply: FastifyReply): void {
  reply.header('DPoP-Nonce', currentNonce(keys, clock.now()))
}

/** Also with success, so that a client that needs nonces always has a good one (§8.2). */
export function offerNextNonce(
  context: HttpContext,
  reply: FastifyReply,
  proofs: readonly string[],
): void {
  if (proofs.length > 0 && context.settings.dpopNonce === 'required') offerNonce(context, reply)
}
