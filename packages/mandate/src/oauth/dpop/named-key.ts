/** The DPoP key that a request binds a later code to, before there is a token request. */

import { Refusal } from '../../explanations/refusal.ts'
import type { ProtocolContext } from '../context.ts'
import { endpointsOf } from '../metadata.ts'
import type { Parameters } from '../parameters.ts'
import { proveDpop } from './prove.ts'

/**
 * The thumbprint: named by `dpop_jkt`, proven by a proof, or both (RFC 9449 §10.1). Undefined for
 * none. Rejects with `Refusal`.
 */
export async function namedKey(
  context: ProtocolContext,
  {
    parameters,
    proofs,
    endpoint,
  }: {
    readonly parameters: Parameters
    /** The values of all `DPoP` headers. */
    readonly proofs: readonly string[]
    readonly endpoint: 'pushedRequest' | 'deviceAuthorization'
  },
): Promise<string | undefined> {
  const named = parameters.one('dpop_jkt')
  if (proofs.length === 0) return named
  const { issuer, mtlsUrl } = context.settings
  const uri = endpointsOf(issuer)[endpoint]
  const alias = endpointsOf(mtlsUrl ?? issuer)[endpoint]
  const { confirmation, spend } = await proveDpop(context, {
    ...{ proofs, method: 'POST', uri, alias },
  })
  const { thumbprint } = confirmation
  if (named !== undefined && named !== thumbprint) {
    throw new Refusal('dpop_of_another_request', { member: 'dpop_jkt' })
  }
  await spend()
  return thumbprint
}
