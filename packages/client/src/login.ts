/**
 * The browser's part of a login: the URL to send it to, and the check of its callback. Between the
 * two, the caller keeps the `PendingLogin` bound to that browser, in a cookie or a session. The
 * token keeper exchanges the resulting code.
 */

import { randomBytes } from 'node:crypto'
import * as oauth from 'oauth4webapi'
import type { Configuration } from './configuration.ts'
import { MandateError, type StepUp } from './errors.ts'
import type { ExpectedIdToken } from './id-token.ts'
import { allAsked } from './step-up.ts'

/**
 * Plain JSON. Keep it where only this browser and you can read or change it until `finishLogin`
 * resolves, so that a callback that failed half-way can simply be reloaded.
 */
export interface PendingLogin {
  /** The key of the grant in the store. */
  readonly grantKey: string
  readonly state: string
  readonly codeVerifier: string
  /** Generated here, so that it is stored before the exchange starts. */
  readonly idempotencyKey: string
  readonly redirectUri: string
  readonly scope: string | null
  /** All that this login asks for, and those before that it replaces. */
  readonly asked?: string
  /** For a login with the scope `openid`. */
  readonly idToken?: ExpectedIdToken
}

export interface LoginRequest {
  /** Replaces the client's scope, and that of `stepUp`. */
  readonly scope?: string
  /** The APIs the tokens are for, as absolute URIs (RFC 8707 §2). */
  readonly resource?: readonly string[]
  /**
   * How the user has to sign in and what to allow, as an API asked for it: the `stepUp` of an error, or any
   * of the server's `acr_values_supported` (RFC 9470 §4).
   */
  readonly stepUp?: StepUp | undefined
}

/**
 * The authorization request (RFC 6749 §4.1.1) with state and PKCE (RFC 7636 §4.3), and a nonce for
 * the ID token (OpenID Connect Core §3.1.2.1).
 */
export async function buildLogin(
  configuration: Configuration,
  authorizationEndpoint: string,
  request: LoginRequest,
): Promise<{ url: string; pending: PendingLogin }> {
  const { acrValues, maxAge } = request.stepUp ?? {}
  const scope = request.scope ?? request.stepUp?.scope ?? configuration.scope
  const asked = allAsked(scope, request.stepUp?.asked)
  const pending: PendingLogin = {
    grantKey: randomBytes(24).toString('base64url'),
    state: oauth.generateRandomState(),
    codeVerifier: oauth.generateRandomCodeVerifier(),
    idempotencyKey: randomBytes(24).toString('base64url'),
    redirectUri: configuration.redirectUri,
    scope,
    ...(asked !== undefined && { asked }),
    ...(scope?.split(' ').includes('openid') && {
      idToken: {
        nonce: oauth.generateRandomNonce(),
        ...(maxAge !== undefined && { maxAge }),
      },
    }),
  }
  const url = new URL(authorizationEndpoint)
  url.searchParams.set('response_type', 'code')
  url.searchParams.set('client_id', configuration.clientId)
  url.searchParams.set('redirect_uri', pending.redirectUri)
  if (pending.scope !== null) url.searchParams.set('scope', pending.scope)
  for (const resource of request.resource ?? []) url.searchParams.append('resource', resource)
  if (pending.idToken !== undefined) url.searchParams.set('nonce', pending.idToken.nonce)
  if (acrValues !== undefined) url.searchParams.set('acr_values', acrValues.join(' '))
  if (maxAge !== undefined) url.searchParams.set('max_age', String(maxAge))
  url.searchParams.set('state', pending.state)
  url.searchParams.set(
    'code_challenge',
    await oauth.calculatePKCECodeChallenge(pending.codeVerifier),
  )
  url.searchParams.set('code_challenge_method', 'S256')
  return { url: url.href, pending }
}

/**
 * The code from the callback, after checking that it belongs to this browser's login and comes from
 * this server. `callbackUrl` may be a path with a query, as in `node:http`.
 */
export function readCallback(
  metadata: oauth.AuthorizationServer,
  callbackUrl: string | URL,
  pending: PendingLogin,
): string {
  const parameters = new URL(callbackUrl, pending.redirectUri).searchParams
  // Check the state first: a callback without it may come from anyone (RFC 9700 §4.7).
  if (only(parameters, 'state') !== pending.state) {
    const message = 'the callback does not belong to a login of this browser; start the login again'
    throw new MandateError('state_mismatch', message)
  }
  assertIssuer(metadata, only(parameters, 'iss'))
  const error = only(parameters, 'error')
  if (error !== undefined) throw refusedLogin(error, only(parameters, 'error_description'))
  const code = only(parameters, 'code')
  if (code === undefined) {
    throw new MandateError('callback_invalid', 'the callback has neither a code nor an error')
  }
  return code
}

/** > clients MUST compare the result to the issuer identifier […] (RFC 9207 §2.4) */
function assertIssuer(metadata: oauth.AuthorizationServer, iss: string | undefined): void {
  const required = metadata.authorization_response_iss_parameter_supported === true
  if (iss === undefined ? required : iss !== metadata.issuer) {
    const message =
      'the callback does not come from the authorization server; start the login again'
    throw new MandateError('issuer_mismatch', message)
  }
}

function refusedLogin(error: string, description: string | undefined): MandateError {
  const about = description === undefined ? '' : `: ${description}`
  const details = { serverError: error }
  switch (error) {
    case 'access_denied':
      return new MandateError('access_denied', `the user did not allow it${about}`, details)
    case 'server_error':
    case 'temporarily_unavailable':
      return new MandateError('server_unavailable', `the server failed${about}`, details)
    default:
      return new MandateError('authorization_failed', `the login failed: ${error}${about}`, details)
  }
}

/** A parameter must not be repeated (RFC 6749 §3.1); an empty one counts as omitted. */
function only(parameters: URLSearchParams, name: string): string | undefined {
  const values = parameters.getAll(name)
  if (values.length > 1) {
    throw new MandateError('callback_invalid', `the callback has ${name} more than once`)
  }
  return values[0] === '' ? undefined : values[0]
}
