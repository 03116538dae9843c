import { clientSecret } from './client-secret.ts'
import type { AuthenticationMethod } from './method.ts'
import { none } from './none.ts'

/** Every authentication method that this server offers. */
export const authenticationMethods: readonly AuthenticationMethod[] = [clientSecret, none]
