/**
 * Authorization server metadata (RFC 8414 §2). Explicit throughout, because the defaults mislead.
 */

import { authenticationMethods } from '../clients/authentication/methods.ts'
import type { AcrLevel } from '../people/assurance.ts'
import type { ProtocolSettings } from './context.ts'
import { grantTypes } from './token/grant-types.ts'

/** RFC 8414 §3; an issuer here has no path to insert it before. */
export const METADATA_PATH = '/.well-known/oauth-authorization-server'

export const PATHS = {
  authorization: '/oauth2/authorize',
  token: '/oauth2/token',
  introspection: '/oauth2/introspect',
  revocation: '/oauth2/revoke',
  revocationStream: '/oauth2/revocations',
  globalRevocation: '/platform/v1/global-token-revocation',
} as const

/** The URLs of this issuer's endpoints. */
export function endpointsOf(issuer: string) {
  return {
    authorization: issuer + PATHS.authorization,
    token: issuer + PATHS.token,
    introspection: issuer + PATHS.introspection,
    revocation: issuer + PATHS.revocation,
    metadata: issuer + METADATA_PATH,
  }
}

/**
 * The values of `acr_values` that are offered here, and whether a provider may know others. A passkey
 * is phishing-resistant.
 */
export function acrOffered({ signIn }: Pick<ProtocolSettings, 'signIn'>): {
  readonly offered: readonly AcrLevel[]
  readonly elsewhere: boolean
} {
  const kinds = Object.values(signIn).map(({ way }) => String(way))
  return {
    offered: kinds.includes('passkey') ? ['2fa', 'phr'] : ['2fa'],
    elsewhere: kinds.some((kind) => kind !== 'password' && kind !== 'passkey'),
  }
}

export function describeServer(settings: ProtocolSettings): Readonly<Record<string, unknown>> {
  const { issuer, scopes } = settings
  const endpoints = endpointsOf(issuer)
  const namesOf = (methods: typeof authenticationMethods) => methods.flatMap(({ names }) => names)
  const forClients = namesOf(authenticationMethods)
  return {
    issuer,
    authorization_endpoint: endpoints.authorization,
    token_endpoint: endpoints.token,
    introspection_endpoint: endpoints.introspection,
    revocation_endpoint: endpoints.revocation,
    scopes_supported: Object.keys(scopes),
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'form_post'],
    grant_types_supported: grantTypes.map(({ name }) => name),
    token_endpoint_auth_methods_supported: forClients,
    introspection_endpoint_auth_methods_supported: namesOf(
      authenticationMethods.filter(({ proves }) => proves),
    ),
    revocation_endpoint_auth_methods_supported: forClients,
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
    access_token_formats_supported: ['mdt_at'],
  }
}
