/**
 * Access tokens as JWTs (RFC 9068), for APIs that read tokens themselves.
 *
 * Such a token is the readable form of an opaque one, its twin: the same claims, and as `jti` the id
 * of the twin. The twin can be derived only with the grant's seed and a server key. So a signing key
 * alone makes no token that this server honours, and everything that ends the opaque token ends the
 * JWT. The twin itself is not in it: claims are logged, and the twin is a secret.
 */

import { confirmationClaim, readConfirmationClaim } from '../grants/confirmation.ts'
import { actorsOf } from '../grants/delegation.ts'
import { type ReadableToken, twinId } from '../grants/derivation.ts'
import type { Grant, GrantId, KeyId } from '../grants/grant.ts'
import { subjectId } from '../grants/grant.ts'
import { acrIn } from '../grants/sign-in-text.ts'
import type { AccessTokenClaims } from '../grants/token.ts'
import { CannotSign } from '../oidc/cannot-sign.ts'
import type { SigningAlgorithm } from '../signing/key.ts'
import type { GrantWithParties } from '../store/port.ts'
import type { ReadingContext } from './context.ts'

/** RFC 9068 §2.1. */
const TYPE = 'at+jwt'
/** The grant, the generation and the server key of the twin: what this server needs to find the row. */
const GRANT = /^([0-9a-f]{32})\.(0|[1-9]\d{0,9})\.([0-9a-f]{8})$/

/** The claims of a JWT access token: like those of any other, and it names its APIs. */
export type JwtTokenClaims = AccessTokenClaims & {
  readonly narrowing: NonNullable<AccessTokenClaims['narrowing']>
}

/** A signed JWT access token. Throws `StorageUnavailable` if there is no key for `alg`. */
export function signAccessToken(
  { keys, signing, settings }: Pick<ReadingContext, 'keys' | 'signing' | 'settings'>,
  { grant, ancestors }: { readonly grant: Grant } & Pick<GrantWithParties, 'ancestors'>,
  { claims, alg }: { readonly claims: JwtTokenClaims; readonly alg: SigningAlgorithm },
): string {
  if (!signing.algorithms.includes(alg)) {
    throw new CannotSign(`no key of this server signs access tokens with ${alg}`)
  }
  const { narrowing, confirmation, generation, keyId, issuedAt, expiresAt } = claims
  const acr = grant.signIn === null ? null : acrIn(grant.signIn)
  const [only, ...others] = narrowing.resource
  return signing.sign(
    {
      // RFC 9068 §2.2.
      iss: settings.issuer,
      sub: subjectId(grant),
      aud: others.length === 0 ? only : narrowing.resource,
      client_id: grant.clientId,
      iat: issuedAt,
      exp: expiresAt,
      jti: twinId(keys, grant.seed, claims),
      scope: narrowing.scope,
      // §2.2.1.
      ...(grant.authTime !== null && { auth_time: grant.authTime }),
      ...(acr !== null && { acr }),
      ...(confirmation !== null && { cnf: confirmationClaim(confirmation) }),
      ...(ancestors.length > 0 && { act: actorsOf({ grant, ancestors }) }),
      grant: `${grant.id}.${generation}.${keyId}`,
    },
    { alg, typ: TYPE },
  )
}

/**
 * The claims of one of our JWT access tokens. Undefined for any other text, and once its signing key
 * is retired. Whether it has expired is not looked at here, and only `isAuthentic` can say whether
 * the grant's seed made it.
 */
export async function readJwtAccessToken(
  { signing, settings }: Pick<ReadingContext, 'signing' | 'settings'>,
  text: string,
): Promise<ReadableToken | undefined> {
  if (!text.includes('.')) return undefined
  const { issuer } = settings
  const claims = await signing.verify(text, { issuer, typ: TYPE, now: null })
  if (claims === undefined) return undefined
  const [, grantId, generation, keyId] = GRANT.exec(String(claims['grant'])) ?? []
  const { iat, exp, jti, aud, scope } = claims as Readonly<Record<string, unknown>>
  const confirmation = claims['cnf'] === undefined ? null : readConfirmationClaim(claims['cnf'])
  if (grantId === undefined || keyId === undefined || confirmation === undefined) return undefined
  if (typeof iat !== 'number' || typeof exp !== 'number') return undefined
  if (typeof jti !== 'string' || typeof scope !== 'string') return undefined
  return {
    kind: 'at',
    keyId: keyId as KeyId,
    grantId: grantId as GrantId,
    generation: Number(generation),
    issuedAt: iat,
    expiresAt: exp,
    narrowing: { scope, resource: [aud].flat().map(String) },
    confirmation,
    twinId: jti,
  }
}
