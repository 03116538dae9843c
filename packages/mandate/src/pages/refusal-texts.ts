/**
 * What each OAuth error code means, for somebody who follows an `error_uri` (RFC 6749 §4.1.2.1, §5.2). A
 * stranger learns the standard meaning and nothing of the request; who may see more gets
 * `explanation.ts`.
 */

import type { ErrorText } from './error-texts.ts'

const ask = 'If that does not help, give the operator of this server the reference below.'

const meanings: Readonly<Record<string, { readonly title: string; readonly text: string }>> = {
  invalid_request: {
    title: 'The request was incomplete or malformed',
    text: 'A parameter was missing, repeated, or had a value it cannot have. The error_description of the answer says which.',
  },
  invalid_client: {
    title: 'Client authentication failed',
    text: 'The client id is unknown, the secret is wrong, or the client was turned off. Check both against what was shown at registration.',
  },
  invalid_grant: {
    title: 'The code or refresh token was not valid',
    text: 'It is unknown, expired, already used, revoked or was issued to another client; or the redirect URI or the PKCE verifier is not the one it was issued for. The error_description of the answer says which.',
  },
  invalid_scope: {
    title: 'The scope was not available',
    text: 'It is malformed, unknown, or wider than what this client may ask for or was granted.',
  },
  invalid_target: {
    title: 'The API was not available',
    text: 'The resource parameter names an API that is not known here or was not granted.',
  },
  unsupported_grant_type: {
    title: 'The grant type is not offered',
    text: 'The server metadata lists those that are.',
  },
  unauthorized_client: {
    title: 'The client may not do this',
    text: 'It is not registered for this grant type or response type.',
  },
  unsupported_response_type: {
    title: 'The response type is not offered',
    text: 'The only response_type here is code.',
  },
  access_denied: {
    title: 'Access was denied',
    text: 'The user denied access, or access is not possible for this client or account.',
  },
  request_not_supported: {
    title: 'Request objects are not supported',
    text: 'Send the parameters of the authorization request one by one, without request.',
  },
  request_uri_not_supported: {
    title: 'A request_uri is not supported',
    text: 'Send the parameters of the authorization request one by one, without request_uri.',
  },
  login_required: {
    title: 'The user has to sign in',
    text: 'The request forbade any page with prompt=none, and nobody was signed in. Send it again without prompt=none.',
  },
  consent_required: {
    title: 'The user has to give consent',
    text: 'The request forbade any page with prompt=none, and consent was needed. Send it again without prompt=none.',
  },
  not_found: {
    title: 'There is nothing at this address',
    text: 'The request was sent to an address that is no endpoint of this server. The error_description of the answer names the right one; the server metadata has them all.',
  },
  server_error: {
    title: 'Something went wrong on the server',
    text: 'The request was not at fault. Send it again in a moment.',
  },
  temporarily_unavailable: {
    title: 'The server was not available for a moment',
    text: 'Nothing is lost. Send the same request again.',
  },
}

/** The page's words for one error code; undefined for a code that no answer of ours has. */
export function refusalText(code: string): ErrorText | undefined {
  const meaning = Object.hasOwn(meanings, code) ? meanings[code] : undefined
  if (meaning === undefined) return undefined
  return { title: meaning.title, happened: meaning.text, next: ask, code, forDevelopers: null }
}
