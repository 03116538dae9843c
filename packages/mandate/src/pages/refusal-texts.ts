/**
 * What each OAuth error code means, for whoever follows an `error_uri` (RFC 6749 §5.2). A stranger
 * learns the standard meaning and nothing of the request; the precise reason is in the log.
 */

import type { ErrorText } from './error-texts.ts'

const ask = 'If that does not help, give the operator of this server the reference below.'

const meanings: Readonly<Record<string, { readonly title: string; readonly text: string }>> = {
  invalid_request: {
    title: 'The request was incomplete or malformed',
    text: 'A parameter was missing, repeated, or had a value it cannot have. The error_description of the answer says which.',
  },
  invalid_client: {
    title: 'The client was not recognised',
    text: 'The client id is unknown, the secret is wrong, or the client was turned off. Check both against what was shown at registration.',
  },
  invalid_grant: {
    title: 'The code or refresh token was not valid',
    text: 'It is unknown, expired, already used, revoked, or was issued to another client; or the redirect URI or the PKCE verifier is not the one it was issued for. Send the user to sign in again, and look for two parts of the client that use the same refresh token.',
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
}

/** The page's words for one error code; undefined for a code that no answer of ours has. */
export function refusalText(code: string): ErrorText | undefined {
  const meaning = Object.hasOwn(meanings, code) ? meanings[code] : undefined
  if (meaning === undefined) return undefined
  return { title: meaning.title, happened: meaning.text, next: ask, code, forDevelopers: null }
}
