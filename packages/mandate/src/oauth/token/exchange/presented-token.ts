/** A token that is presented to be exchanged, or to say who acts (RFC 8693 §2.1). */

import type { DetailsOf } from '../../../explanations/reasons.ts'
import { Refusal } from '../../../explanations/refusal.ts'
import { type Confirmation, isProven } from '../../../grants/confirmation.ts'
import { idOfToken, isAuthentic, type PresentedToken } from '../../../grants/derivation.ts'
import { type Admitted, admitGrant } from '../../../grants/gate.ts'
import { parseToken } from '../../../grants/token.ts'
import { DOUBT_SECONDS } from '../../../grants/trusted-time.ts'
import type { GrantWithParties } from '../../../store/port.ts'
import type { ProtocolContext } from '../../context.ts'
import { readJwtAccessToken } from '../../jwt-access-token.ts'
import { isTooNew } from '../../newer-generation.ts'
import type { Parameters } from '../../parameters.ts'
import { confirmUnknownKey } from '../../unknown-key.ts'

type Name = 'subject_token' | 'actor_token'

/** RFC 8693 §3. */
export const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token'
const JWT = 'urn:ietf:params:oauth:token-type:jwt'

/** An access token that is good now. */
export interface GoodToken {
  readonly token: Extract<PresentedToken, { readonly kind: 'at' }>
  readonly found: GrantWithParties
  readonly admitted: Admitted
}

/**
 * The access token in this parameter, if it is genuine, good, and its key is proven. Rejects with
 * `Refusal`, always `invalid_request` (RFC 8693 §2.2.2), or with `StorageUnavailable`.
 */
export async function presentedToken(
  context: ProtocolContext,
  name: Name,
  { parameters, proven }: { parameters: Parameters; proven: Confirmation | null },
): Promise<GoodToken> {
  const refused = (because: DetailsOf<'exchange_token_refused'>['because']) =>
    new Refusal('exchange_token_refused', { parameter: name, because })
  const text = parameters.required(name)
  const type = parameters.required(`${name}_type`)
  if (type !== ACCESS_TOKEN && type !== JWT) {
    throw new Refusal('exchange_types', { parameter: `${name}_type` })
  }
  const opaque = type === JWT ? undefined : parseToken(text)
  const token = opaque ?? (await readJwtAccessToken(context, text))
  if (token === undefined) throw refused('malformed')
  if (token.kind !== 'at') throw refused('another_kind')

  const { store, keys, settings, clock } = context
  const found = await store.grants.find(token.grantId, idOfToken(token, text))
  if (found === undefined || !isAuthentic(keys, found.grant.seed, token)) {
    await confirmUnknownKey(context, token.keyId)
    throw refused('unknown')
  }
  // Before what its holder alone should learn: to anybody else, a stolen token says nothing.
  if (!isProven(token.confirmation, proven)) throw refused('key_not_proven')
  const { scopes: offered, clientDocuments: documents } = settings
  const gate = admitGrant(found.grant, { ...found, offered, documents })
  if (!gate.open || found.accessTokenDenied) throw refused('revoked')
  const now = clock.now()
  if (token.expiresAt <= now || token.issuedAt > now + DOUBT_SECONDS) throw refused('expired')
  if (await isTooNew({ store, now }, token, found.grant)) throw refused('unknown')
  return { token, found, admitted: gate.admitted }
}
