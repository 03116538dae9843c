/** Which key a token request proves possession of, and so what its tokens are bound to. */

import { Refusal } from '../../explanations/refusal.ts'
import type { ClientStanding } from '../../store/records.ts'
import type { ProtocolContext } from '../context.ts'
import { type ProvenKey, proveDpop } from '../dpop/prove.ts'
import { endpointsOf } from '../metadata.ts'

/** Null for plain bearer tokens. Rejects with `Refusal`. */
export async function confirmationOf(
  context: ProtocolContext,
  { dpop }: { readonly dpop: readonly string[] },
  client: ClientStanding,
): Promise<ProvenKey | null> {
  if (dpop.length > 0) {
    const uri = endpointsOf(context.settings.issuer).token
    return proveDpop(context, { proofs: dpop, method: 'POST', uri })
  }
  // RFC 9449 §5.2.
  if (client.metadata.dpop_bound_access_tokens === true) throw new Refusal('dpop_required')
  return null
}
