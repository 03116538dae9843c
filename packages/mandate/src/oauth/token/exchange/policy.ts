/**
 * Who may exchange which token, and for which APIs. It is the operator's choice for each client
 * (`clients/metadata/exchange.ts`), and nothing is allowed by default.
 */

import { describeUris } from '../../../explanations/redaction.ts'
import { Refusal } from '../../../explanations/refusal.ts'
import { eligibleActors } from '../../../grants/delegation.ts'
import { spellingIn } from '../../../grants/resource-uri.ts'
import type { ClientStanding } from '../../../store/records.ts'
import type { ProtocolContext } from '../../context.ts'
import { registeredResources } from '../../resource-lookup.ts'
import type { GoodToken } from './presented-token.ts'

/**
 * Throws `Refusal` unless the client may act with the token: it may exchange the tokens of the token's
 * client, or it acts as an API that the token names. A token that names no API was not meant for any in
 * particular, so receiving it gives no right (the confused deputy). Every client that the token came
 * through may also limit who acts with its tokens (`may_act`, RFC 8693 §4.4).
 */
export function refuseForeignToken(client: ClientStanding, { token, found }: GoodToken): void {
  const { token_exchange_clients: clients = [], token_exchange_apis: apis = [] } = client.metadata
  const named = token.narrowing?.resource ?? found.grant.resource
  const isForClient = clients.includes(found.client.id)
  const isForApi = apis.some((api) => spellingIn(named, api) !== undefined)
  const isAccepted = eligibleActors(found)?.includes(client.id) ?? true
  if ((isForClient || isForApi) && isAccepted) return
  throw new Refusal('exchange_not_allowed', { of: found.client.id })
}

/**
 * The APIs that the new token names, in their registered spelling: at least one, each covered by the
 * grant of the user or reachable for this client. Rejects with `Refusal`, or `StorageUnavailable`.
 */
export async function targetsOf(
  context: ProtocolContext,
  client: ClientStanding,
  {
    wanted,
    found,
  }: Pick<GoodToken, 'found'> & {
    /** The values of `resource` and `audience`: an API has one name for both. */
    readonly wanted: readonly string[]
  },
): Promise<readonly string[]> {
  if (wanted.length === 0) throw new Refusal('exchange_target_missing')
  const apis = await registeredResources(context, wanted)
  const uris = apis.map(({ uri }) => uri)
  const { resource: granted } = found.grant
  if (granted.length === 0) return uris
  const possible = [...granted, ...(client.metadata.token_exchange_targets ?? [])]
  const excess = uris.filter((uri) => spellingIn(possible, uri) === undefined)
  if (excess.length === 0) return uris
  throw new Refusal('exchange_target_refused', { ...describeUris(excess), possible: granted })
}
