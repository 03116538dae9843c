/** A public client states its `client_id` and proves nothing (RFC 6749 §2.1, §3.2.1). */

import { Refusal } from '../../explanations/refusal.ts'
import { failedBy } from './failed-by.ts'
import { type Claim, PROOFS, type SentCredentials } from './method.ts'

export function recogniseNone({
  clientId,
  clientSecret,
  certificate,
  parameters,
}: SentCredentials): Claim | undefined {
  if (clientId === undefined || clientSecret !== undefined || certificate !== null) return undefined
  if (PROOFS.some((name) => parameters.has(name))) return undefined
  return {
    methods: ['none'],
    clientId,
    verify(registered) {
      // The answer says that proof is missing, in the same words as for an unknown client.
      if (registered === undefined) throw new Refusal('unknown_client', { proof: 'none' })
      const { method } = registered.authentication
      if (method === 'tls_client_auth' || method === 'self_signed_tls_client_auth') {
        throw new Refusal('certificate_needed', {}, failedBy(registered))
      }
      // A confidential client must always authenticate (RFC 6749 §3.2.1, §6).
      if (method !== 'none') {
        throw new Refusal('no_credentials', { proof: 'none' }, failedBy(registered))
      }
    },
  }
}
