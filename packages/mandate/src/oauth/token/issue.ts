/** Derives the tokens that answer a token request. */

import { Refusal } from '../../explanations/refusal.ts'
import type { Confirmation } from '../../grants/confirmation.ts'
import { deriveAccessToken, deriveRedeemable } from '../../grants/derivation.ts'
import type { Admitted } from '../../grants/gate.ts'
import type { Grant, KeyId } from '../../grants/grant.ts'
import type { Narrowing } from '../../grants/token-claims.ts'
import type { SigningAlgorithm } from '../../signing/key.ts'
import type { GrantWithParties } from '../../store/port.ts'
import type { ProtocolContext } from '../context.ts'
import { detailsAt } from '../details/details.ts'
import type { Detail } from '../details/type.ts'
import { signAccessToken } from '../jwt-access-token.ts'

/** RFC 6749 §5.1. `expires_in` is in seconds. */
export interface TokenAnswer {
  readonly scope: string
  readonly access_token: string
  /** `DPoP` if the access token is bound to a DPoP key (RFC 9449 §5). */
  readonly token_type: 'bearer' | 'DPoP'
  readonly expires_in: number
  readonly refresh_token?: string
  /** The type of `access_token` in the answer to a token exchange (RFC 8693 §2.2.1). */
  readonly issued_token_type?: string
  /** Names the grant in security events; only for clients that asked for it. */
  readonly grant_id?: string
  /** OpenID Connect Core §3.1.3.3. */
  readonly id_token?: string
  /** Those of the access token (RFC 9396 §7). */
  readonly authorization_details?: readonly Detail[]
}

/**
 * The tokens of one generation of a grant. Requires an `Admitted`, so that nothing is issued
 * without passing the gate. `now` is in seconds. Throws `Refusal` if the key is gone.
 */
export function issueTokens(
  { keys, signing, settings }: ProtocolContext,
  issued: {
    readonly grant: Grant
    readonly admitted: Admitted
    readonly generation: number
    readonly keyId: KeyId
    readonly now: number
    readonly narrowing: Narrowing | null
    /** The key that the access token is bound to. */
    readonly confirmation: Confirmation | null
    /** What its APIs have a JWT signed with; undefined for an opaque access token. */
    readonly jwtAlgorithm: SigningAlgorithm | undefined
    /** The refresh token, if one is issued, and the key that it is bound to. */
    readonly refreshToken: { readonly confirmation: Confirmation | null } | null
    /** The authorization details of the grant. */
    readonly details: readonly Detail[]
    /** Whether the answer names the grant. */
    readonly isNamed?: boolean | undefined
    /** No token is good after this, in seconds since 1970. */
    readonly notAfter?: number
    /** The grants above it, first its parent. */
    readonly ancestors?: GrantWithParties['ancestors']
  },
): TokenAnswer {
  const {
    grant,
    admitted,
    generation,
    keyId,
    now,
    narrowing,
    confirmation,
    refreshToken,
    details,
    isNamed = false,
    jwtAlgorithm: alg,
    notAfter = Infinity,
    ancestors = [],
  } = issued
  if (!keys.secrets.has(keyId)) throw new Refusal('key_retired', { grant: grant.id, key: keyId })
  const usual = Math.min(now + settings.accessTokenSeconds, notAfter)
  const expiresAt = endOf(grant, usual, settings.grantSeconds)
  const scope = narrowing?.scope ?? admitted.scope
  const common = { generation, keyId, issuedAt: now, expiresAt, confirmation }
  const accessToken = () => {
    if (alg === undefined) return deriveAccessToken(keys, grant, { ...common, narrowing })
    const located = { kind: 'at', grantId: grant.id, ...common } as const
    const named = { scope, resource: narrowing?.resource ?? grant.resource }
    const context = { keys, signing, settings }
    const claims = { ...located, narrowing: named }
    return signAccessToken(context, { grant, ancestors }, { claims, alg })
  }
  return {
    scope,
    access_token: accessToken(),
    token_type: confirmation?.by === 'dpop' ? 'DPoP' : 'bearer',
    expires_in: expiresAt - now,
    ...(isNamed && { grant_id: grant.id }),
    ...(details.length > 0 && { authorization_details: detailsAt(details, narrowing?.details) }),
    ...(refreshToken !== null && {
      refresh_token: deriveRedeemable(keys, grant, { generation, keyId, ...refreshToken }),
    }),
  }
}

/** Nothing outlives the grant's maximum lifetime, if the operator has set one (0 for none). */
export function endOf(grant: Grant, usual: number, grantSeconds: number): number {
  return grantSeconds === 0 ? usual : Math.min(usual, grant.createdAt + grantSeconds)
}
