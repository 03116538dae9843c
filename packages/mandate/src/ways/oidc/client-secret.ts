/** How this server authenticates at a provider's token endpoint. */

import { createPrivateKey } from 'node:crypto'
import type { ClientAuth, ServerMetadata } from 'openid-client'
import type { Clock } from '../../time-and-chance.ts'

export type Credentials =
  | { readonly is: 'none' }
  | { readonly is: 'secret'; readonly secret: string; readonly method: AuthMethod | undefined }
  /** Sign in with Apple: the secret is a JWT for the team, signed with its key. */
  | { readonly is: 'signed'; readonly teamId: string; readonly keyId: string; readonly key: string }

export const authMethods = ['client_secret_basic', 'client_secret_post'] as const
export type AuthMethod = (typeof authMethods)[number]

/** Apple allows six months; a request needs seconds. */
const SIGNED_SECRET_SECONDS = 300

/**
 * How to send the secret: as set, or by a method that the provider lists. A provider that lists
 * none means client_secret_basic (OpenID Connect Discovery §3). If both are listed, the body is
 * safer, because providers disagree on the encoding of special characters in the header (RFC 6749
 * §2.3.1).
 */
export function authMethod(
  given: AuthMethod | undefined,
  listed: readonly string[] | undefined,
): AuthMethod {
  return (
    given ?? (listed?.includes('client_secret_post') ? 'client_secret_post' : 'client_secret_basic')
  )
}

/** The authentication for openid-client, which is an argument because it is slow to load. */
export function clientAuthentication(
  openid: Pick<typeof import('openid-client'), 'ClientSecretBasic' | 'ClientSecretPost' | 'None'>,
  credentials: Credentials,
  { server, clock }: { readonly server: ServerMetadata; readonly clock: Clock },
): ClientAuth {
  switch (credentials.is) {
    case 'none':
      return openid.None()
    case 'secret': {
      const listed = server.token_endpoint_auth_methods_supported
      const isPost = authMethod(credentials.method, listed) === 'client_secret_post'
      return isPost
        ? openid.ClientSecretPost(credentials.secret)
        : openid.ClientSecretBasic(credentials.secret)
    }
    case 'signed':
      // The library awaits it, although its type does not allow a promise.
      return async (_server, client, body) => {
        const secret = await signedSecret(credentials, {
          clientId: client.client_id,
          now: clock.now(),
        })
        body.set('client_id', client.client_id)
        body.set('client_secret', secret)
      }
  }
}

/** https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret */
async function signedSecret(
  { teamId, keyId, key }: Extract<Credentials, { readonly is: 'signed' }>,
  { clientId, now }: { readonly clientId: string; readonly now: number },
): Promise<string> {
  // Loaded late because it is slow, and every command loads this file to check the settings.
  const { SignJWT } = await import('jose')
  return new SignJWT()
    .setProtectedHeader({ alg: 'ES256', kid: keyId })
    .setIssuer(teamId)
    .setSubject(clientId)
    .setAudience('https://appleid.apple.com')
    .setIssuedAt(now)
    .setExpirationTime(now + SIGNED_SECRET_SECONDS)
    .sign(createPrivateKey(key))
}

/** What to give instead, if the text is not a key of that kind. */
export function signingKeyProblem(key: string): string | undefined {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(key)
    if (asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1') return
  } catch {
    // Not passed on: the error could quote the key.
  }
  return 'the content of the .p8 file from Apple'
}
