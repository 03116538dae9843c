/**
 * Introspection answers as signed JWTs (RFC 9701), for a caller that has to prove later what it was
 * told.
 */

import { readCredentials } from '../clients/authentication/credentials.ts'
import { usualAlgorithm } from '../clients/metadata/profile.ts'
import { CannotSign } from '../oidc/cannot-sign.ts'
import type { SigningAlgorithm } from '../signing/key.ts'
import type { ReadingContext } from './context.ts'
import { type IntrospectionRequest, introspect } from './introspect.ts'
import { PATHS } from './metadata.ts'
import type { ServerPart } from './server-part.ts'

/** RFC 9701 §4, §5. */
export const SIGNED_INTROSPECTION = 'application/token-introspection+jwt'
const TYPE = 'token-introspection+jwt'

/**
 * The answer of `introspect`, signed for the caller alone. Rejects with `Refusal`, or with
 * `StorageUnavailable`, also if there is no key to sign with.
 */
export async function introspectSigned(
  context: ReadingContext,
  request: IntrospectionRequest,
): Promise<string> {
  const answer = await introspect(context, request)
  const { authorization, parameters, certificate } = request
  const { clientId } = readCredentials(authorization, parameters, certificate)
  const alg = await algorithmFor(context, clientId)
  if (alg === undefined) throw new CannotSign('no key of this server signs introspection answers')
  const claims = {
    iss: context.settings.issuer,
    aud: clientId,
    iat: context.clock.now(),
    token_introspection: answer,
  }
  return context.signing.sign(claims, { alg, typ: TYPE })
}

/** What the caller is registered for; by default RS256 (RFC 9701 §6), or what its profile allows. */
async function algorithmFor(
  { store, signing }: ReadingContext,
  callerId: string,
): Promise<SigningAlgorithm | undefined> {
  const resource = await store.resources.find(callerId)
  const client = resource === undefined ? await store.clients.find(callerId) : undefined
  const registered =
    resource?.jwtAlgorithm ?? client?.metadata.introspection_signed_response_alg ?? undefined
  if (registered !== undefined) return signing.algorithms.find((alg) => alg === registered)
  return usualAlgorithm(signing.algorithms, client)
}

/** With which keys this server signs, also if OpenID Connect is off (RFC 8414 §2, RFC 9701 §7). */
export const signingPart: ServerPart = ({ settings, signing }) =>
  signing.algorithms.length === 0
    ? {}
    : {
        jwks_uri: settings.issuer + PATHS.jwks,
        introspection_signing_alg_values_supported: signing.algorithms,
      }
