import { clientSecret } from './client-secret.ts'
import type { AuthenticationMethod, Registered } from './method.ts'
import { none } from './none.ts'

/** Every authentication method that this server offers. */
export const authenticationMethods: readonly AuthenticationMethod[] = [clientSecret, none]

/** The `token_endpoint_auth_method` of a client (RFC 7591 §2); it may use the other names too. */
export function authMethodOf({ authentication }: Pick<Registered, 'authentication'>): string {
  const method = authenticationMethods.find((one) => one.method === authentication.method)
  return method?.names[0] ?? 'unknown'
}
