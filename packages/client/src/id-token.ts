/**
 * What the ID token says about the user (OpenID Connect Core §2). It is checked when it arrives from
 * the token endpoint, and kept with the grant's tokens.
 */

import type * as oauth from 'oauth4webapi'

/** What the login asked for, which the ID token has to repeat (OpenID Connect Core §3.1.3.7). */
export interface ExpectedIdToken {
  readonly nonce: string
  /** In seconds. */
  readonly maxAge?: number
}

/** Such as `sub`, the user's id; `auth_time` and other times are seconds since 1970. */
export type IdTokenClaims = Readonly<oauth.IDToken>

export interface HeldIdToken {
  /** For `id_token_hint`. */
  readonly token: string
  readonly claims: IdTokenClaims
}

/** The ID token of an answer that oauth4webapi has checked, or what was held before. */
export function idTokenOf(
  answer: oauth.TokenEndpointResponse,
  claims: oauth.IDToken | undefined,
  before: HeldIdToken | undefined,
): { readonly idToken?: HeldIdToken } {
  const { id_token: token } = answer
  if (token !== undefined && claims !== undefined) return { idToken: { token, claims } }
  return before === undefined ? {} : { idToken: before }
}
