/** What the SDK asks while it authorizes: who the client is, and where its tokens are. */

import type {
  OAuthClientMetadata,
  OAuthClientProvider,
  OAuthDiscoveryState,
  StoredOAuthClientInformation,
} from '@modelcontextprotocol/client'
import type { SignIn } from './sign-in.ts'
import type { TokenFile } from './token-file.ts'

export interface Identity {
  /** The address of the client's metadata document, which is then its client id. */
  readonly document?: string | undefined
  /** A client that the operator registered, with the issuer that knows it. */
  readonly registered?: StoredOAuthClientInformation | undefined
  /** What a client without either registers itself with. */
  readonly metadata?: Partial<OAuthClientMetadata>
}

/** `open` shows an address of the authorization server to the person, in a browser. */
export function createProvider(parts: {
  readonly identity: Identity
  readonly kept: TokenFile
  readonly signIn: SignIn
  readonly open: (address: URL) => void | Promise<void>
}): OAuthClientProvider {
  const { identity, kept, signIn, open } = parts
  let verifier = ''
  let discovery: OAuthDiscoveryState | undefined
  return {
    redirectUrl: signIn.redirectUrl,
    ...(identity.document !== undefined && { clientMetadataUrl: identity.document }),
    clientMetadata: {
      client_name: 'Notes on the command line',
      redirect_uris: [signIn.redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      // A program on somebody's computer cannot keep a secret.
      token_endpoint_auth_method: 'none',
      application_type: 'native',
      ...identity.metadata,
    },
    state: () => signIn.newState(),
    clientInformation: (about) =>
      identity.registered ?? (about && kept.read().registrations?.[about.issuer]),
    saveClientInformation(information, about) {
      if (about === undefined) return
      const { registrations } = kept.read()
      kept.write({ registrations: { ...registrations, [about.issuer]: information } })
    },
    tokens: () => kept.read().tokens,
    saveTokens(tokens) {
      kept.write({ tokens })
      // Next time the server may name another authorization server.
      discovery = undefined
    },
    redirectToAuthorization: open,
    saveCodeVerifier(value) {
      verifier = value
    },
    codeVerifier: () => verifier,
    saveDiscoveryState(state) {
      discovery = state
    },
    discoveryState: () => discovery,
    invalidateCredentials(which) {
      if (which === 'all' || which === 'tokens') kept.write({ tokens: undefined })
      if (which === 'all' || which === 'client') kept.write({ registrations: {} })
      if (which === 'all' || which === 'discovery') discovery = undefined
    },
  }
}
