import type { AuthMethod } from '../metadata/authentication.ts'
import { clientSecret } from './client-secret.ts'
import type { AuthenticationMethod, Registered } from './method.ts'
import { none } from './none.ts'
import { privateKeyJwt } from './private-key-jwt.ts'

/** Every authentication method that this server offers. */
export const authenticationMethods: readonly AuthenticationMethod[] = [
  clientSecret,
  privateKeyJwt,
  none,
]

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
