/** Narrows an access token (RFC 6749 §6, RFC 8707 §2.2); the grant stays unchanged. */

import { describeExcess, describeUris } from '../../explanations/redaction.ts'
import { Refusal } from '../../explanations/refusal.ts'
import type { Admitted } from '../../grants/gate.ts'
import type { Grant } from '../../grants/grant.ts'
import { spellingIn } from '../../grants/resource-uri.ts'
import type { Narrowing } from '../../grants/token-claims.ts'
import type { ClientStanding } from '../../store/records.ts'
import type { ProtocolContext } from '../context.ts'
import { refuseTooMany, registeredResources } from '../resource-lookup.ts'
import { isWithin, parseScope } from '../scope.ts'

/**
 * Null if the access token is as broad as the grant. A grant for every API is narrowed to the
 * client's default APIs, if any, which may be newer than the grant. Rejects with `Refusal`.
 */
export async function narrow(
  { store }: ProtocolContext,
  request: {
    readonly grant: Grant
    readonly client: Pick<ClientStanding, 'defaultResources'>
    readonly admitted: Admitted
    readonly wanted: { readonly scope: string | undefined; readonly resource: readonly string[] }
  },
): Promise<Narrowing | null> {
  const { grant, client, admitted, wanted } = request
  const usual = grant.resource.length === 0 ? client.defaultResources : grant.resource
  const asksNothing = wanted.scope === undefined && wanted.resource.length === 0
  if (asksNothing && usual.length === grant.resource.length) return null

  const scope = wanted.scope === undefined ? admitted.scope.split(' ') : parseScope(wanted.scope)
  if (!isWithin(scope, admitted.scope)) {
    throw new Refusal('scope_wider', describeExcess(scope, admitted.scope))
  }
  if (wanted.resource.length === 0) return { scope: scope.join(' '), resource: usual }
  const resource =
    grant.resource.length === 0
      ? (await registeredResources(store.resources, wanted.resource)).map(({ uri }) => uri)
      : grantedUris(grant.resource, [...new Set(wanted.resource)])
  return { scope: scope.join(' '), resource }
}

/** The wanted APIs, as spelled in the grant. Throws `Refusal` for any other (RFC 8707 §2.2). */
function grantedUris(granted: readonly string[], wanted: readonly string[]): readonly string[] {
  refuseTooMany(wanted)
  const found = wanted.map((uri) => spellingIn(granted, uri))
  const excess = wanted.filter((_, place) => found[place] === undefined)
  if (excess.length > 0) {
    throw new Refusal('resource_not_granted', { ...describeUris(excess), granted })
  }
  return [...new Set(found.filter((uri) => uri !== undefined))]
}
