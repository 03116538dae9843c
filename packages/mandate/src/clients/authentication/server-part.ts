/** What the metadata says about client authentication (RFC 8414 §2). */

import { ASYMMETRIC_ALGORITHMS } from '../../jwt/read.ts'
import { authenticationMethods } from './methods.ts'

/** The members for all endpoints at which clients authenticate. */
export function clientAuthenticationPart(): Readonly<Record<string, unknown>> {
  const forClients = authenticationMethods.flatMap(({ names }) => names)
  const proving = authenticationMethods.flatMap(({ names, proves }) => (proves ? names : []))
  const signing = [...ASYMMETRIC_ALGORITHMS]
  return {
    token_endpoint_auth_methods_supported: forClients,
    token_endpoint_auth_signing_alg_values_supported: signing,
    introspection_endpoint_auth_methods_supported: proving,
    introspection_endpoint_auth_signing_alg_values_supported: signing,
    revocation_endpoint_auth_methods_supported: forClients,
    revocation_endpoint_auth_signing_alg_values_supported: signing,
  }
}
