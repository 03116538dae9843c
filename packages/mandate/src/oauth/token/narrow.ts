/** Narrows an access token (RFC 6749 §6, RFC 8707 §2.2); the grant stays unchanged. */

import { describeExcess, describeUris } from '../../explanations/redaction.ts'
import { Refusal } from '../../explanations/refusal.ts'
import type { Admitted } from '../../grants/gate.ts'
import type { Grant } from '../../grants/grant.ts'
import { spellingIn } from '../../grants/resource-uri.ts'
import type { Narrowing } from '../../grants/token-claims.ts'
import type { ClientStanding } from '../../store/records.ts'
import type { ProtocolContext } from '../context.ts'
import { placesOf } from '../details/details.ts'
import type { Detail } from '../details/type.ts'
import { refuseTooMany, registeredResources } from '../resource-lookup.ts'
import { isWithin, leaveOutOfflineAccess, parseScope } from '../scope.ts'

/**
 * Null if the access token is as broad as the grant. A grant for every API is narrowed to the
 * client's default APIs, if any, which may be newer than the grant. Rejects with `Refusal`.
 */
export async function narrow(
  context: ProtocolContext,
  request: {
    readonly grant: Grant
    readonly client: Pick<ClientStanding, 'defaultResources'>
    readonly admitted: Admitted
    readonly wanted: {
      readonly scope: string | undefined
      readonly resource: readonly string[]
      readonly details: string | undefined
    }
    /** Those of the grant. */
    readonly details: readonly Detail[]
  },
): Promise<Narrowing | null> {
  const { store, detailTypes } = context
  const { grant, client, admitted, wanted } = request
  const usual = grant.resource.length === 0 ? client.defaultResources : grant.resource
  const asksNothing =
    wanted.scope === undefined && wanted.resource.length === 0 && wanted.details === undefined
  if (asksNothing && usual.length === grant.resource.length) return null

  const scope =
    wanted.scope === undefined
      ? admitted.scope.split(' ')
      : await leftOf(parseScope(wanted.scope), { store, grant, admitted })
  // RFC 9396 §6: the client can ask for fewer details than were granted.
  const some =
    wanted.details === undefined
      ? {}
      : { details: placesOf(request.details, wanted.details, detailTypes) }
  if (wanted.resource.length === 0) return { scope: scope.join(' '), resource: usual, ...some }
  const resource =
    grant.resource.length === 0
      ? (await registeredResources(context, wanted.resource)).map(({ uri }) => uri)
      : grantedUris(grant.resource, [...new Set(wanted.resource)])
  return { scope: scope.join(' '), resource, ...some }
}

/**
 * What is left of the wanted scope. A client that names the scope it once had, of which the person
 * has taken something back, gets the rest (RFC 6749 §6 allows any scope that was granted, and §3.3
 * lets the server ignore a part of it). Rejects with `Refusal`.
 */
async function leftOf(
  named: readonly string[],
  {
    store,
    grant,
    admitted,
  }: Pick<ProtocolContext, 'store'> & { readonly grant: Grant; readonly admitted: Admitted },
): Promise<readonly string[]> {
  const wanted = leaveOutOfflineAccess(named, admitted.scope)
  if (wanted.length === 0) return admitted.scope.split(' ')
  if (isWithin(wanted, admitted.scope)) return wanted
  const takenBack = await store.grants.findTakenBack(grant.id)
  const left = wanted.filter((token) => isWithin([token], admitted.scope))
  const excess = wanted.filter((token) => !left.includes(token))
  if (takenBack === null || !isWithin(excess, takenBack)) {
    throw new Refusal('scope_wider', describeExcess(wanted, admitted.scope))
  }
  if (left.length > 0) return left
  throw new Refusal('scope_taken_back', { taken_back: excess, possible: admitted.scope.split(' ') })
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
