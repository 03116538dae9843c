/** Providers of the SDK for the extensions of MCP authorization that the suite has scenarios for. */

import {
  ClientCredentialsProvider,
  CrossAppAccessProvider,
  DpopSession,
  type OAuthClientProvider,
  PrivateKeyJwtProvider,
  requestJwtAuthorizationGrant,
} from '@modelcontextprotocol/client'

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/** What the suite tells a client about a scenario. */
export type Context = Readonly<Record<string, string>>

/** The provider of an extension; `signingIn` is that of a person with a browser. */
export function providerFor(
  scenario: string,
  context: Context,
  signingIn: () => OAuthClientProvider,
): OAuthClientProvider {
  const { client_id: clientId = '', client_secret: clientSecret = '' } = context
  switch (scenario) {
    case 'auth/client-credentials-basic':
      return new ClientCredentialsProvider({ clientId, clientSecret })
    case 'auth/client-credentials-jwt':
      return new PrivateKeyJwtProvider({
        clientId,
        privateKey: context['private_key_pem'] ?? '',
        algorithm: context['signing_algorithm'] ?? 'ES256',
      })
    case 'auth/enterprise-managed-authorization':
      return new CrossAppAccessProvider({
        clientId,
        clientSecret,
        assertion: async ({ authorizationServerUrl, resourceUrl, scope, fetchFn }) => {
          const { jwtAuthGrant } = await requestJwtAuthorizationGrant({
            tokenEndpoint: context['idp_token_endpoint'] ?? '',
            audience: authorizationServerUrl,
            resource: resourceUrl,
            idToken: context['idp_id_token'] ?? '',
            clientId: context['idp_client_id'] ?? '',
            ...(scope !== undefined && { scope }),
            fetchFn,
          })
          return jwtAuthGrant
        },
      })
    case 'auth/wif-jwt-bearer':
      return {
        ...signingIn(),
        redirectUrl: undefined,
        clientInformation: () => ({ client_id: clientId }),
        prepareTokenRequest: () =>
          new URLSearchParams({ grant_type: JWT_BEARER, assertion: context['valid_jwt'] ?? '' }),
      }
    case 'auth/dpop':
    case 'auth/dpop-nonce': {
      const session = DpopSession.create()
      return { ...signingIn(), dpop: () => session }
    }
    default:
      return signingIn()
  }
}
