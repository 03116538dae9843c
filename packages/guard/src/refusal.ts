/**
 * Why a request is refused, and what goes on the wire. There are more reasons than wire errors (RFC
 * 6750 §3.1); this file has the only mapping.
 */

import type { Scheme } from './authorization.ts'
import { PROOF_ALGORITHMS } from './dpop/algorithms.ts'
import type { ScopeAlternatives, SignInNeeded } from './scope.ts'

export type RefusalReason = keyof typeof WIRE

/**
 * `missing_token` appears only in the body: without credentials a challenge has no error (§3.1).
 */
export type RefusalError =
  | 'missing_token'
  | 'invalid_request'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'insufficient_user_authentication'
  /** draft-zehavi-oauth-rar-metadata-04. */
  | 'insufficient_authorization_details'
  /** RFC 9449 §7.1, §9. */
  | 'invalid_dpop_proof'
  | 'use_dpop_nonce'

export interface Refused {
  readonly outcome: 'refused'
  readonly status: 400 | 401 | 403
  readonly error: RefusalError
  readonly description: string
  /** The value of the `WWW-Authenticate` header. */
  readonly wwwAuthenticate: string
  /** For the client's next proof: the value of the `DPoP-Nonce` header (RFC 9449 §9). */
  readonly dpopNonce?: string
  /** The exact cause, for the API's own log. */
  readonly reason: RefusalReason
}

/** The part of a challenge common to all of an API's challenges. */
export interface Protection {
  readonly realm: string
  /** The URL of the API's metadata (RFC 9728 §5.1). */
  readonly resourceMetadata: string | undefined
}

interface WireError {
  readonly status: 400 | 401 | 403
  readonly error: RefusalError
  readonly description: string
}

const WIRE = {
  nothing_presented: {
    status: 401,
    error: 'missing_token',
    description: 'Send an access token in the header Authorization: Bearer <token>.',
  },
  malformed: {
    status: 400,
    error: 'invalid_request',
    description: 'The Authorization header must read Bearer or DPoP, a space and the access token.',
  },
  repeated: {
    status: 400,
    error: 'invalid_request',
    description: 'Send one Authorization header only.',
  },
  too_long: {
    status: 401,
    error: 'invalid_token',
    description: 'The access token is longer than any that is issued.',
  },
  never_issued: {
    status: 401,
    error: 'invalid_token',
    description: 'The access token is damaged, or this server did not issue it.',
  },
  inactive: {
    status: 401,
    error: 'invalid_token',
    description: 'The access token is unknown, expired or revoked.',
  },
  expired: {
    status: 401,
    error: 'invalid_token',
    description: 'The access token has expired.',
  },
  other_issuer: {
    status: 401,
    error: 'invalid_token',
    description: 'The access token is from another issuer.',
  },
  other_audience: {
    status: 401,
    error: 'invalid_token',
    description: 'The access token is not meant for this API.',
  },
  no_audience: {
    status: 401,
    error: 'invalid_token',
    description:
      'The access token names no API, and this one takes only tokens that name it: ask for one with the parameter resource.',
  },
  not_plain_bearer: {
    status: 401,
    error: 'invalid_token',
    description: 'The token is not an access token that can be sent by itself.',
  },
  // RFC 8705 §3.
  certificate_missing: {
    status: 401,
    error: 'invalid_token',
    description:
      'The access token is bound to a TLS certificate, and this connection has none: present the certificate with which the token was obtained.',
  },
  other_certificate: {
    status: 401,
    error: 'invalid_token',
    description:
      'The access token is bound to another TLS certificate than that of this connection.',
  },
  bound_token_as_bearer: {
    status: 401,
    error: 'invalid_token',
    description:
      'The access token is bound to a key: send it in the header Authorization: DPoP <token>, with a proof in the header DPoP.',
  },
  not_bound: {
    status: 401,
    error: 'invalid_token',
    description:
      'The access token is not bound to a key: send it in the header Authorization: Bearer <token>.',
  },
  proof_missing: {
    status: 401,
    error: 'invalid_dpop_proof',
    description: 'The header DPoP is missing: it has to contain a proof for this request.',
  },
  proof_malformed: {
    status: 401,
    error: 'invalid_dpop_proof',
    description:
      'The header DPoP is not one well-formed proof: a JWT with typ dpop+jwt, its public key in jwk, and jti, htm, htu, iat and ath.',
  },
  proof_of_another_address: {
    status: 401,
    error: 'invalid_dpop_proof',
    description:
      'The proof is for another address: htu has to be the address of this request, without its query.',
  },
  proof_of_another_request: {
    status: 401,
    error: 'invalid_dpop_proof',
    description:
      'The proof is for another request: htm has to be its method, and ath the hash of the access token.',
  },
  proof_of_another_key: {
    status: 401,
    error: 'invalid_dpop_proof',
    description: 'The proof was made with another key than the one that the token is bound to.',
  },
  proof_repeated: {
    status: 401,
    error: 'invalid_dpop_proof',
    description: 'The proof was sent before. Make a new one for each request.',
  },
  nonce_needed: {
    status: 401,
    error: 'use_dpop_nonce',
    description: 'Make the proof again, with the nonce of the header DPoP-Nonce.',
  },
  scope_missing: {
    status: 403,
    error: 'insufficient_scope',
    description: 'The access token lacks the scope that this request needs.',
  },
  details_missing: {
    status: 403,
    error: 'insufficient_authorization_details',
    description:
      'The access token lacks the authorization details that this request needs, or they have ended.',
  },
  calls_used_up: {
    status: 403,
    error: 'insufficient_authorization_details',
    description: 'The user allowed a number of calls, and all of them have been made.',
  },
  over_limit: {
    status: 403,
    error: 'insufficient_authorization_details',
    description: 'This request goes beyond a limit that the user set.',
  },
  sign_in_insufficient: {
    status: 401,
    error: 'insufficient_user_authentication',
    description:
      'The user has to sign in again for this request: send them through an authorization request with the acr_values and max_age of this challenge.',
  },
} as const satisfies Record<string, WireError>

export const REFUSAL_REASONS = Object.keys(WIRE) as readonly RefusalReason[]

export interface Needed {
  readonly scope: ScopeAlternatives
  readonly signIn: SignInNeeded
}

/**
 * Writes a refusal and its challenge (RFC 6750 §3, RFC 9449 §7.1, RFC 9470 §3). `scheme` is how the
 * token was sent.
 */
export function refuse(
  reason: RefusalReason,
  protection: Protection,
  { scheme = 'bearer', ...needed }: Needed & { readonly scheme?: Scheme },
): Refused {
  const { status, error, description }: WireError = WIRE[reason]
  const parameters = [['realm', protection.realm]]
  if (error !== 'missing_token') {
    parameters.push(['error', error], ['error_description', description])
  }
  // All that the operation needs, whatever the token has, so that one login is enough. Without a token too:
  // a client that sends the user to sign in for the first time then asks for no more than it needs.
  const scope = needed.scope[0]?.join(' ')
  if (scope !== undefined && status !== 400) parameters.push(['scope', scope])
  if (error === 'insufficient_user_authentication') {
    const { acr, maxAge } = needed.signIn
    if (acr !== undefined) parameters.push(['acr_values', acr.join(' ')])
    if (maxAge !== undefined) parameters.push(['max_age', String(maxAge)])
  }
  const isDpop = scheme === 'dpop' ? reason !== 'not_bound' : reason === 'bound_token_as_bearer'
  if (isDpop) parameters.push(['algs', PROOF_ALGORITHMS.join(' ')])
  if (protection.resourceMetadata !== undefined) {
    parameters.push(['resource_metadata', protection.resourceMetadata])
  }
  const wwwAuthenticate = `${isDpop ? 'DPoP' : 'Bearer'} ${parameters
    .map(([name, value]) => `${name}=${quoted(value ?? '')}`)
    .join(', ')}`
  return { outcome: 'refused', status, error, description, wwwAuthenticate, reason }
}

/** RFC 9110 §5.6.4. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
