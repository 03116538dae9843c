/**
 * Revocation (RFC 7009). Revoking a refresh token ends its grant with all access tokens (§2.1). A
 * revoked access token is on a small denylist until it expires.
 */

import { authenticateClient, standingOf } from '../clients/authentication/authenticate.ts'
import { readCredentials } from '../clients/authentication/credentials.ts'
import type { ClientCertificate } from '../clients/certificate.ts'
import { onBehalfOf, Refusal } from '../explanations/refusal.ts'
import type { Act } from '../facts/actor.ts'
import { idOfToken, isAuthentic } from '../grants/derivation.ts'
import { parseToken } from '../grants/token.ts'
import type { ClientStanding } from '../store/records.ts'
import { writes } from '../store/write-access.ts'
import type { ProtocolContext } from './context.ts'
import { readJwtAccessToken } from './jwt-access-token.ts'
import type { Parameters } from './parameters.ts'
import { confirmUnknownKey } from './unknown-key.ts'

/**
 * Resolves when the token is durably revoked, or was never valid (§2.2). Rejects with `Refusal`, or
 * with `StorageUnavailable`, in which case nothing is certain.
 */
export const revoke = writes(
  async (
    context: ProtocolContext,
    request: {
      readonly authorization: readonly string[]
      readonly certificate?: ClientCertificate | null | undefined
      readonly parameters: Parameters
    },
  ): Promise<void> => {
    const { parameters } = request
    // The hint is only a hint (§2.1): the token itself says what it is.
    parameters.refuseRepeated(['token', 'token_type_hint'])
    const credentials = readCredentials(request.authorization, parameters, request.certificate)
    const client = await authenticateClient(context, credentials)
    const addressee = { clientId: client.id, standing: standingOf(client) }
    await onBehalfOf(addressee, () => revokeFor(context, client, parameters.required('token')))
  },
)

async function revokeFor(
  context: ProtocolContext,
  client: ClientStanding,
  text: string,
): Promise<void> {
  const { store, keys, clock } = context
  const token = parseToken(text) ?? (await readJwtAccessToken(context, text))
  if (token === undefined) return
  const found = await store.grants.find(token.grantId)
  if (found === undefined || !isAuthentic(keys, found.grant.seed, token)) {
    return confirmUnknownKey({ store, keys }, token.keyId)
  }
  if (found.grant.clientId !== client.id) throw new Refusal('revoking_another_clients_token')

  const act: Act = { by: { kind: 'client', id: client.id }, at: clock.now() }
  if (token.kind === 'at') {
    await store.grants.denyAccessToken(idOfToken(token, text), token.expiresAt, act)
  } else await store.grants.revoke(found.grant.id, 'revoked_by_client', act)
}
