/** Revokes a grant from the client's side (RFC 7009). */

import * as oauth from 'oauth4webapi'
import type { Configuration } from './configuration.ts'
import { MandateError, unanswered } from './errors.ts'
import { forgetName } from './events/names.ts'
import { type AuthorizationServer, assertEndpoint } from './server.ts'
import type { TokenKeeper } from './token-keeper.ts'

/**
 * Revokes the grant at the server with all its tokens, then deletes it from the store. A pending
 * redemption is completed first, so that the newest token is the one revoked. A grant that has
 * already ended is only deleted. Rejects with `server_unavailable`, `client_refused`,
 * `request_refused` or `metadata_invalid`; then nothing is deleted and the call can be repeated.
 */
export async function revokeGrant(
  configuration: Configuration,
  { server, keeper }: { readonly server: AuthorizationServer; readonly keeper: TokenKeeper },
  grantKey: string,
): Promise<void> {
  const { store, issuer } = configuration
  for (;;) {
    const held = await store.load(grantKey)
    if (held === undefined) return
    const { record, version } = held
    if (record.stage === 'redeeming') {
      await finish(keeper, grantKey)
      continue
    }
    if (record.stage === 'live') {
      const { refreshToken, accessToken } = record.tokens
      await revokeToken(issuer, server, refreshToken ?? accessToken)
    }
    if (!(await store.remove(grantKey, version))) continue
    return forgetName(configuration, record.stage === 'live' ? record.tokens.grantId : undefined)
  }
}

async function finish(keeper: TokenKeeper, grantKey: string): Promise<void> {
  try {
    await keeper.obtain(grantKey, { kind: 'lasting', seconds: 0 })
  } catch (error) {
    if (!(error instanceof MandateError && error.code === 'signed_out')) throw error
  }
}

async function revokeToken(issuer: URL, server: AuthorizationServer, token: string): Promise<void> {
  const metadata = await server.metadata()
  assertEndpoint(issuer, 'revocation_endpoint', metadata.revocation_endpoint)
  const { client, authentication } = server
  const options = server.requestOptions()
  const response = await oauth
    .revocationRequest(metadata, client, authentication, token, options)
    .catch((error) => {
      throw unanswered('the revocation endpoint', error)
    })
  const { status } = response
  await response.body?.cancel()
  if (status === 200) return
  const message = `the revocation endpoint answered ${status}`
  if (status >= 500 || status === 429) throw new MandateError('server_unavailable', message)
  throw new MandateError(status === 401 ? 'client_refused' : 'request_refused', message)
}
