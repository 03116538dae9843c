/** A narrower access token than the grant (RFC 6749 §6, RFC 8707 §2.2). The grant keeps its width. */

import type { Admitted } from '../../grants/gate.ts'
import type { Grant } from '../../grants/grant.ts'
import type { Narrowing } from '../../grants/token-claims.ts'
import type { ProtocolContext } from '../context.ts'
import { describeExcess, describeUris } from '../redaction.ts'
import { Refusal } from '../refusal.ts'
import { isWithin, parseScope } from '../scope.ts'

/** Null where the access token gets all that the grant has. Rejects with `Refusal`. */
export async function narrow(
  { store }: ProtocolContext,
  request: {
    readonly grant: Grant
    readonly admitted: Admitted
    readonly wanted: { readonly scope: string | undefined; readonly resource: readonly string[] }
  },
): Promise<Narrowing | null> {
  const { grant, admitted, wanted } = request
  if (wanted.scope === undefined && wanted.resource.length === 0) return null

  const scope = wanted.scope === undefined ? admitted.scope.split(' ') : parseScope(wanted.scope)
  if (!isWithin(scope, admitted.scope)) {
    throw new Refusal('scope_wider', describeExcess(scope, admitted.scope))
  }

  const resource = wanted.resource.length === 0 ? grant.resource : [...new Set(wanted.resource)]
  if (grant.resource.length > 0) {
    const excess = resource.filter((uri) => !grant.resource.includes(uri))
    if (excess.length > 0) {
      throw new Refusal('resource_not_granted', {
        ...describeUris(excess),
        granted: grant.resource,
      })
    }
  } else {
    if (resource.length > 20) throw new Refusal('unknown_resource', { count: resource.length })
    const known = await Promise.all(resource.map((uri) => store.resources.findByUri(uri)))
    const unknown = resource.filter((_, place) => known[place] === undefined)
    if (unknown.length > 0) throw new Refusal('unknown_resource', describeUris(unknown))
  }
  return { scope: scope.join(' '), resource }
}
