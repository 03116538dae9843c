/** How a client proves itself with more than a secret (RFC 7591 §2, RFC 8705 §2.1.2, §3.4). */

import { choice, flag } from './field.ts'

/** Asymmetric ones (RFC 7518 §3.1, RFC 8037 §3.1) and those with a secret as their key. */
const ASSERTION_ALGORITHMS = [
  ...(['RS256', 'PS256', 'ES256', 'EdDSA'] as const),
  ...(['HS256', 'HS384', 'HS512'] as const),
] as const

export const authenticationFields = {
  token_endpoint_auth_signing_alg: choice(ASSERTION_ALGORITHMS, {
    help: 'the only algorithm that its assertions may be signed with',
    value: 'alg',
  }),
  tls_client_certificate_bound_access_tokens: flag(
    'its access tokens work only with the TLS certificate that it presented for them',
  ),
}
