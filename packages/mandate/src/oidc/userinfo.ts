/**
 * The userinfo endpoint (OpenID Connect Core §5.3): what the client may know about the person, with
 * the access token.
 */

import { onBehalfOf, Refusal } from '../explanations/refusal.ts'
import { readExtras } from '../grants/extras.ts'
import { accountOf } from '../grants/grant.ts'
import type { ProtocolContext } from '../oauth/context.ts'
import { StorageUnavailable } from '../store/port.ts'
import { writes } from '../store/write-access.ts'
import { type HonouredToken, honourAccessToken, type PresentingRequest } from './access-token.ts'
import { CannotSign } from './cannot-sign.ts'
import { claimsFor } from './claims.ts'
import { claimsWanted } from './claims-request.ts'
import { hasOpenId } from './scopes.ts'
import { subjectFor } from './subject.ts'

/** The grant asks for what this version does not know; another node does. Answered with 503. */
class NewerVersion extends StorageUnavailable {}

/** Always with `sub` (§5.3.2). */
type PersonalAnswer = Readonly<Record<string, unknown>> & { readonly sub: string }

export type UserinfoAnswer =
  | { readonly is: 'plain'; readonly claims: PersonalAnswer }
  /** For a client with `userinfo_signed_response_alg`. */
  | { readonly is: 'signed'; readonly jwt: string }

/** Rejects with `Refusal` or `StorageUnavailable`. */
export const answerUserinfo = writes(
  async (context: ProtocolContext, request: PresentingRequest): Promise<UserinfoAnswer> => {
    const token = await honourAccessToken(context, request)
    const addressee = { clientId: token.grant.clientId, standing: 'named' } as const
    const claims = await onBehalfOf(addressee, () => tell(context, token))
    return signedIfWanted(context, token, claims)
  },
)

async function tell(
  context: ProtocolContext,
  { grant, client, scope }: HonouredToken,
): Promise<PersonalAnswer> {
  const accountId = accountOf(grant)
  if (accountId === null || !hasOpenId(scope)) {
    throw new Refusal('access_token_too_narrow', { scope: 'openid' })
  }
  const sub = await subjectFor(context, client, accountId)
  const extras = readExtras(grant.extras)
  if (extras === undefined)
    throw new NewerVersion('the grant asks for what only a newer version knows')
  const wanted = claimsWanted(scope, extras.claims, 'userinfo')
  if (wanted.length === 0) return { sub }
  const account = await context.store.accounts.find(accountId)
  // Deleted since the gate.
  if (account === undefined) throw new Refusal('access_token_refused', { because: 'revoked' })
  return { ...claimsFor(account, wanted), sub }
}

/**
 * With `iss` and `aud` (§5.3.2). It has no `typ`, so that nothing takes it for an ID token. Throws
 * `StorageUnavailable` if there is no key.
 */
function signedIfWanted(
  { signing, settings }: ProtocolContext,
  { client }: HonouredToken,
  claims: PersonalAnswer,
): UserinfoAnswer {
  const { userinfo_signed_response_alg: wanted } = client.metadata
  if (wanted === undefined) return { is: 'plain', claims }
  const alg = signing.algorithms.find((one) => one === wanted)
  if (alg === undefined) throw new CannotSign(`no key of this server signs with ${wanted}`)
  const jwt = signing.sign({ ...claims, iss: settings.issuer, aud: client.id }, { alg })
  return { is: 'signed', jwt }
}
