/**
 * Authorization server metadata (RFC 8414 §2). Explicit throughout, because the defaults mislead.
 *
 * A feature adds its members in a part of its own, and a line below. A part says only what is on.
 */

import { openIdPart } from '../oidc/discovery.ts'
import { logoutPart } from '../oidc/logout-part.ts'
import { assertionPart } from './assertions/assertion-part.ts'
import { requestsPart } from './authorize/requests-part.ts'
import { clientAuthenticationPart } from './client-authentication-part.ts'
import { clientDocumentsPart } from './client-documents-part.ts'
import { devicePart } from './device/device-part.ts'
import { dpopPart } from './dpop/dpop-part.ts'
import { acrOffered, endpointsOf, PATHS } from './metadata.ts'
import { registrationPart } from './registration-part.ts'
import { eventStreamPart } from './security-events/stream-part.ts'
import type { Described, ServerPart } from './server-part.ts'
import { signingPart } from './signed-introspection.ts'
import { grantTypes } from './token/grant-types.ts'

const core: ServerPart = ({ settings }) => {
  const { issuer, scopes } = settings
  const endpoints = endpointsOf(issuer)
  return {
    issuer,
    authorization_endpoint: endpoints.authorization,
    token_endpoint: endpoints.token,
    introspection_endpoint: endpoints.introspection,
    revocation_endpoint: endpoints.revocation,
    scopes_supported: Object.keys(scopes),
    response_types_supported: ['code'],
    grant_types_supported: grantTypes
      .filter(({ isOn }) => isOn?.(settings) ?? true)
      .map(({ name }) => name),
    // draft-parecki-oauth-global-token-revocation §4: for the platform that the users belong to.
    global_token_revocation_endpoint: issuer + PATHS.globalRevocation,
    code_challenge_methods_supported: ['S256'],
    // RFC 9470 §6.2 (OpenID Connect Discovery §3).
    acr_values_supported: acrOffered(settings).offered,
    prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
    // RFC 9207 §3.
    authorization_response_iss_parameter_supported: true,
    // An extension: tells APIs about revocations, so that they can cache verified tokens.
    revocation_stream_uri: issuer + PATHS.revocationStream,
    // An extension that lets an API recognize, without asking, text that cannot be one of this
    // server's tokens. A new format is announced here a release before its first token.
    access_token_formats_supported: ['mdt_at', 'at+jwt'],
  }
}

const parts: readonly ServerPart[] = [
  core,
  signingPart,
  clientAuthenticationPart,
  requestsPart,
  devicePart,
  dpopPart,
  assertionPart,
  registrationPart,
  clientDocumentsPart,
  eventStreamPart,
]
/** Absent if OpenID Connect is turned off. */
const openIdParts: readonly ServerPart[] = [openIdPart, logoutPart]

/**
 * The metadata of the authorization server (RFC 8414 §2), which is also that of the OpenID provider
 * (OpenID Connect Discovery §3): a client may read either.
 */
export function describeServer(described: Described): Readonly<Record<string, unknown>> {
  const all = described.settings.openid ? [...openIdParts, ...parts] : parts
  return Object.assign({}, ...all.map((part) => part(described)))
}
