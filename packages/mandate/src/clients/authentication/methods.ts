/** Every authentication method that this server offers. */

import type { AuthMethod } from '../metadata/authentication.ts'
import { recogniseCertificate } from './certificate.ts'
import { recogniseSecret } from './client-secret.ts'
import { recogniseSecretJwt } from './client-secret-jwt.ts'
import type { AuthenticationMethod, Registered, SentCredentials } from './method.ts'
import { recogniseNone } from './none.ts'
import { recognisePrivateKeyJwt } from './private-key-jwt.ts'
import { recogniseWorkload } from './workload.ts'

/** In the order of the metadata. */
export const authenticationMethods: readonly AuthenticationMethod[] = [
  { names: ['client_secret_basic', 'client_secret_post'], proves: true },
  { names: ['private_key_jwt'], proves: true },
  { names: ['client_secret_jwt'], proves: true },
  { names: ['tls_client_auth'], proves: true, needs: 'verified_certificates' },
  { names: ['self_signed_tls_client_auth'], proves: true, needs: 'certificates' },
  { names: ['none'], proves: false },
]

/** How each of them looks in a request. */
export const recognisers = [
  recogniseSecret,
  recognisePrivateKeyJwt,
  recogniseSecretJwt,
  recogniseWorkload,
  recogniseCertificate,
  recogniseNone,
] satisfies readonly ((sent: SentCredentials) => unknown)[]

/** The `token_endpoint_auth_method` of a client (RFC 7591 §2); it may use the other names too. */
export function authMethodOf({
  authentication,
  metadata = {},
}: Pick<Registered, 'authentication' | 'metadata'>): AuthMethod | 'unknown' {
  const { method } = authentication
  return (
    metadata.token_endpoint_auth_method ?? (method === 'secret' ? 'client_secret_basic' : method)
  )
}
