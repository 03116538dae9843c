/** How a client proves itself (RFC 7591 §2, OpenID Connect Registration §2, RFC 8705 §3.4). */

import { choice, flag, type MembersOf } from './field.ts'

/** The names of the methods (`../authentication/methods.ts`), in RFC 7591 §2 and beyond. */
export const AUTH_METHODS = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'none',
] as const
export type AuthMethod = (typeof AUTH_METHODS)[number]

export const authenticationFields = {
  token_endpoint_auth_method: choice(AUTH_METHODS, {
    help: 'how it proves itself (default: with a secret)',
    value: 'method',
  }),
  token_endpoint_auth_signing_alg: choice(
    [
      ...(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const),
      ...(['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'] as const),
    ],
    { help: 'the only algorithm that its assertions may be signed with', value: 'alg' },
  ),
  tls_client_certificate_bound_access_tokens: flag(
    'its access tokens work only with the TLS certificate that it presented for them',
  ),
}

type Members = MembersOf<typeof authenticationFields> & {
  readonly jwks?: unknown
  readonly jwks_uri?: unknown
}

/** `token_endpoint_auth_method` is always there. */
export function authenticationProblem(metadata: Members): string | undefined {
  const { token_endpoint_auth_method: method, token_endpoint_auth_signing_alg: alg } = metadata
  const hasKeys = metadata.jwks !== undefined || metadata.jwks_uri !== undefined
  if (method === 'private_key_jwt' && !hasKeys) {
    return 'A client that proves itself with private_key_jwt needs its public keys: jwks_uri or jwks.'
  }
  if (alg !== undefined && method !== 'private_key_jwt') {
    return `The token_endpoint_auth_signing_alg is for clients that sign assertions, not for ${method}.`
  }
  return undefined
}
