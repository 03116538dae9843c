/**
 * The userinfo endpoint (OpenID Connect Core §5.3): what the client may know about the person, with
 * the access token.
 */

import { onBehalfOf, Refusal } from '../explanations/refusal.ts'
import { readExtras } from '../grants/extras.ts'
import { accountOf, subjectId } from '../grants/grant.ts'
import type { ProtocolContext } from '../oauth/context.ts'
import { StorageUnavailable } from '../store/port.ts'
import { writes } from '../store/write-access.ts'
import { type HonouredToken, honourAccessToken, type PresentingRequest } from './access-token.ts'
import { claimsFor } from './claims.ts'
import { claimsWanted } from './claims-request.ts'
import { hasOpenId } from './scopes.ts'

/** The grant asks for what this version does not know; another node does. Answered with 503. */
class NewerVersion extends StorageUnavailable {}

/** Always with `sub` (§5.3.2). */
export type UserinfoAnswer = Readonly<Record<string, unknown>> & { readonly sub: string }

/** Rejects with `Refusal` or `StorageUnavailable`. */
export const answerUserinfo = writes(
  async (context: ProtocolContext, request: PresentingRequest): Promise<UserinfoAnswer> => {
    const token = await honourAccessToken(context, request)
    const addressee = { clientId: token.grant.clientId, standing: 'named' } as const
    return onBehalfOf(addressee, () => tell(context, token))
  },
)

async function tell(
  { store }: ProtocolContext,
  { grant, scope }: HonouredToken,
): Promise<UserinfoAnswer> {
  const accountId = accountOf(grant)
  if (accountId === null || !hasOpenId(scope)) {
    throw new Refusal('access_token_too_narrow', { scope: 'openid' })
  }
  const sub = subjectId(grant)
  const extras = readExtras(grant.extras)
  if (extras === undefined)
    throw new NewerVersion('the grant asks for what only a newer version knows')
  const wanted = claimsWanted(scope, extras.claims, 'userinfo')
  if (wanted.length === 0) return { sub }
  const account = await store.accounts.find(accountId)
  // Deleted since the gate.
  if (account === undefined) throw new Refusal('access_token_refused', { because: 'revoked' })
  return { ...claimsFor(account, wanted), sub }
}
