/** Which key a token request proves possession of, and so what its tokens are bound to. */

import type { ClientCertificate } from '../../clients/certificate.ts'
import { Refusal } from '../../explanations/refusal.ts'
import type { ClientStanding } from '../../store/records.ts'
import type { ProtocolContext } from '../context.ts'
import { type ProvenKey, proveDpop } from '../dpop/prove.ts'
import { endpointsOf } from '../metadata.ts'

/** Null for plain bearer tokens. Rejects with `Refusal`. */
export async function confirmationOf(
  context: ProtocolContext,
  {
    dpop,
    certificate,
  }: {
    readonly dpop: readonly string[]
    readonly certificate?: ClientCertificate | null | undefined
  },
  client: ClientStanding,
): Promise<ProvenKey | null> {
  if (dpop.length > 0) {
    const { issuer, mtlsUrl } = context.settings
    const uri = endpointsOf(issuer).token
    const alias = endpointsOf(mtlsUrl ?? issuer).token
    return proveDpop(context, { proofs: dpop, method: 'POST', uri, alias })
  }
  // RFC 9449 §5.2.
  if (client.metadata.dpop_bound_access_tokens === true) throw new Refusal('dpop_required')
  // RFC 8705 §3.4: the client wants its tokens to be bound.
  if (client.metadata.tls_client_certificate_bound_access_tokens !== true) return null
  if (!certificate) throw new Refusal('binding_certificate_needed')
  const { thumbprint } = certificate
  // Possession was proven in the handshake, so there is nothing to use up.
  return { confirmation: { by: 'certificate', thumbprint }, spend: async () => {} }
}
