/**
 * The device authorization request (RFC 8628 §3.1): what a device may ask for, checked as the
 * authorization endpoint checks it, when it comes and again when its person decides.
 */

import { Refusal } from '../../explanations/refusal.ts'
import { isThumbprint } from '../../grants/confirmation.ts'
import { allowedScope } from '../../grants/gate.ts'
import { idTokenAlgorithm } from '../../oidc/id-token.ts'
import { hasOpenId } from '../../oidc/scopes.ts'
import type { Client } from '../../store/records.ts'
import type { AskedByDevice } from '../../store/tables/device-requests.ts'
import { checkScope, refuseExcess } from '../authorize/request.ts'
import type { ProtocolContext } from '../context.ts'
import { detailsText, refuseTypes } from '../details/details.ts'
import { checkDetails, scopeOfDetails } from '../details/requested.ts'
import type { Parameters } from '../parameters.ts'
import { registeredResources } from '../resource-lookup.ts'

/** RFC 8628 §3.4. */
export const DEVICE_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'

/** What is kept of a request is bounded, as what a browser carries is. */
const LONGEST_ASKED = 8_000

/** The parameters that may not be repeated, beside those of client authentication. */
export const DEVICE_PARAMETERS = ['scope', 'authorization_details', 'nonce', 'dpop_jkt']

/**
 * Only a client that the operator gave the grant type: a document that describes a client is not
 * fetched here. Rejects with `Refusal`.
 */
export async function deviceClient(
  { store }: Pick<ProtocolContext, 'store'>,
  id: string,
): Promise<Client> {
  const client = await store.clients.find(id)
  if (client === undefined) throw new Refusal('unknown_client')
  return client
}

/** Rejects with `Refusal`, or `StorageUnavailable`. `dpopJkt` is the key that was named or proven. */
export async function checkDeviceAsk(
  context: ProtocolContext,
  client: Client,
  {
    parameters,
    dpopJkt,
  }: { readonly parameters: Parameters; readonly dpopJkt?: string | undefined },
): Promise<AskedByDevice> {
  refuseWithoutDeviceGrant(client)
  const details = checkDetails(context, client, parameters.one('authorization_details'))
  const text = parameters.one('scope') ?? scopeOfDetails(context, client, details)
  const scope = checkScope(context, client, text)
  const nonce = checkOpenId(context, client, { scope, nonce: parameters.one('nonce') })
  if (dpopJkt !== undefined && !isThumbprint(dpopJkt)) {
    throw new Refusal('malformed_parameter', { parameter: 'dpop_jkt' })
  }
  const uris = parameters.all('resource')
  const apis = await registeredResources(context, uris)
  const asked: AskedByDevice = {
    scope,
    // Without a resource, the client's default APIs apply (RFC 8707 §2).
    resource: uris.length === 0 ? client.defaultResources : apis.map(({ uri }) => uri),
    ...(details.length > 0 && { details: detailsText(details) }),
    ...(nonce !== undefined && { nonce }),
    ...(dpopJkt !== undefined && { dpopJkt }),
  }
  if (JSON.stringify(asked).length > LONGEST_ASKED) throw new Refusal('request_too_long')
  return asked
}

/** Checks what the operator may have changed since then. Throws `Refusal`. */
export function recheckDeviceAsk(
  context: ProtocolContext,
  client: Client,
  asked: AskedByDevice,
): void {
  if (client.disabledAt !== null) {
    throw new Refusal('client_turned_off', { disabled_at: client.disabledAt })
  }
  refuseWithoutDeviceGrant(client)
  refuseExcess(asked.scope, allowedScope({ client, offered: context.settings.scopes }))
  if (asked.details !== undefined) refuseTypes(context, client, asked.details)
}

function refuseWithoutDeviceGrant({ grantTypes }: Client): void {
  if (grantTypes.includes(DEVICE_CODE_GRANT)) return
  throw new Refusal('grant_type_not_allowed', {
    grant_type: DEVICE_CODE_GRANT,
    allowed: grantTypes,
  })
}

/** OpenID Connect does not define the parameter here, but a client that sends one compares it. */
function checkOpenId(
  { settings, signing }: ProtocolContext,
  client: Client,
  { scope, nonce }: { readonly scope: readonly string[]; readonly nonce: string | undefined },
): string | undefined {
  if (!settings.openid || !hasOpenId(scope.join(' '))) return undefined
  if (idTokenAlgorithm(signing, client) === undefined) {
    const needed = client.metadata.id_token_signed_response_alg ?? 'RS256'
    throw new Refusal('no_signing_key', { needed, offered: signing.algorithms })
  }
  return nonce
}
