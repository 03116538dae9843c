/** A public client states its `client_id` and proves nothing (RFC 6749 §2.1, §3.2.1). */

import { Refusal } from '../../explanations/refusal.ts'
import { failedBy } from './failed-by.ts'
import { type AuthenticationMethod, PROOFS } from './method.ts'

export const none: AuthenticationMethod = {
  method: 'none',
  names: ['none'],
  proves: false,
  recognise({ clientId, clientSecret, parameters }) {
    if (clientId === undefined || clientSecret !== undefined) return undefined
    if (PROOFS.some((name) => parameters.has(name))) return undefined
    return {
      method: 'none',
      clientId,
      verify(registered) {
        // The answer says that proof is missing, in the same words as for an unknown client.
        if (registered === undefined) throw new Refusal('unknown_client', { proof: 'none' })
        // A confidential client must always authenticate (RFC 6749 §3.2.1, §6).
        if (registered.authentication.method !== 'none') {
          throw new Refusal('no_credentials', { proof: 'none' }, failedBy(registered))
        }
      },
    }
  },
}
