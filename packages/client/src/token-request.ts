/**
 * One request to the token endpoint, and what its answer means for the grant. Storing and retrying
 * are up to `token-keeper.ts`.
 */

import * as oauth from 'oauth4webapi'
import { type DpopKey, proverFor } from './dpop.ts'
import { MandateError, unanswered } from './errors.ts'
import type { Presented, Tokens } from './grant-record.ts'
import { idTokenOf } from './id-token.ts'
import { type AuthorizationServer, retryAfterSeconds } from './server.ts'

export type TokenAnswer =
  | { readonly kind: 'tokens'; readonly tokens: Omit<Tokens, 'settledAt'> }
  /** The server says that the token presented is invalid for good (RFC 6749 §5.2). */
  | { readonly kind: 'ended'; readonly because: 'invalid_grant' }
  /** Refused for a reason unrelated to the grant. A retry would not help. */
  | { readonly kind: 'refused'; readonly error: MandateError }
  /**
   * No usable answer, so it is unknown whether the server acted. The same request may be sent
   * again.
   */
  | { readonly kind: 'unavailable'; readonly error: MandateError }

export interface TokenRequest {
  readonly metadata: oauth.AuthorizationServer
  readonly presented: Presented
  readonly idempotencyKey: string
  readonly startedAt: number
}

/** RFC 6750 §2.1, RFC 9449 §7.1. */
const TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/
const NOT_BEARER = 'the token endpoint sent something other than a Bearer token'
const NOT_BOUND = 'the token endpoint sent a token that is not bound to the key of the proof'

/**
 * Presents a code (RFC 6749 §4.1.3) or a refresh token (§6). `startedAt` is the current time in
 * milliseconds since 1970.
 */
export async function requestTokens(
  server: AuthorizationServer,
  request: TokenRequest,
): Promise<TokenAnswer> {
  const answer = await requestOnce(server, request)
  // Nothing has happened at the server. The prover now has its nonce, if it wants one (RFC 9449 §8).
  const isAboutProof = answer.kind === 'refused' && PROOF_ERRORS.includes(answer.error.serverError)
  return isAboutProof ? requestOnce(server, request) : answer
}

const PROOF_ERRORS: readonly (string | undefined)[] = ['use_dpop_nonce', 'invalid_dpop_proof']

async function requestOnce(
  server: AuthorizationServer,
  request: TokenRequest,
): Promise<TokenAnswer> {
  const { metadata, presented } = request
  let response: Response
  try {
    response = await send(server, request)
  } catch (error) {
    return { kind: 'unavailable', error: unanswered('the token endpoint', error) }
  }
  const { status } = response
  if (status >= 500 || status === 429 || status === 408) {
    await response.body?.cancel()
    return unavailable(`the token endpoint answered ${status}`, retryAfterSeconds(response))
  }
  try {
    const body = await (presented.kind === 'tokens'
      ? oauth.processRefreshTokenResponse(metadata, server.client, response)
      : oauth.processAuthorizationCodeResponse(metadata, server.client, response, {
          expectedNonce: presented.idToken?.nonce ?? oauth.expectNoNonce,
          ...(presented.idToken?.maxAge !== undefined && { maxAge: presented.idToken.maxAge }),
        }))
    const isBound = keyOf(presented) !== undefined
    if (body.token_type !== (isBound ? 'dpop' : 'bearer') || !TOKEN.test(body.access_token)) {
      return refused(new MandateError('request_refused', isBound ? NOT_BOUND : NOT_BEARER))
    }
    return { kind: 'tokens', tokens: toTokens(body, presented, request.startedAt) }
  } catch (error) {
    return refusal(error, status)
  }
}

async function send(server: AuthorizationServer, request: TokenRequest): Promise<Response> {
  const { client, authentication } = server
  const { metadata, presented, idempotencyKey } = request
  const dpopKey = keyOf(presented)
  const options = {
    ...server.requestOptions({ 'idempotency-key': idempotencyKey }),
    ...(dpopKey !== undefined && { DPoP: await proverFor(dpopKey) }),
  }
  if (presented.kind === 'tokens') {
    const refreshToken = presented.tokens.refreshToken ?? ''
    return oauth.refreshTokenGrantRequest(metadata, client, authentication, refreshToken, options)
  }
  // `login.ts` checked the callback; this may be another process, much later.
  return oauth.genericTokenEndpointRequest(
    metadata,
    client,
    authentication,
    'authorization_code',
    {
      code: presented.code,
      redirect_uri: presented.redirectUri,
      code_verifier: presented.codeVerifier,
    },
    options,
  )
}

function keyOf(presented: Presented): DpopKey | undefined {
  return presented.kind === 'code' ? presented.dpopKey : presented.tokens.dpopKey
}

function toTokens(
  body: oauth.TokenEndpointResponse,
  presented: Presented,
  startedAt: number,
): Omit<Tokens, 'settledAt'> {
  const before = presented.kind === 'tokens' ? presented.tokens : undefined
  const askedFor = presented.kind === 'code' ? presented.scope : (before?.scope ?? null)
  // An omitted scope is the requested one (RFC 6749 §5.1).
  const scope = body.scope ?? askedFor
  const takenBack = lostScope(before, scope)
  const asked = presented.kind === 'code' ? presented.asked : before?.asked
  const dpopKey = keyOf(presented)
  const { grant_id: grantId = before?.grantId } = body
  return {
    accessToken: body.access_token,
    // A server may keep the refresh token and not send it again (RFC 6749 §6).
    refreshToken: body.refresh_token ?? before?.refreshToken ?? null,
    scope,
    ...(asked !== undefined && { asked }),
    ...(takenBack !== undefined && { takenBack }),
    ...(dpopKey !== undefined && { dpopKey }),
    ...(typeof grantId === 'string' && { grantId }),
    expiresAt: body.expires_in === undefined ? null : startedAt + body.expires_in * 1000,
    ...idTokenOf(body, oauth.getValidatedIdTokenClaims(body), before?.idToken),
  }
}

/** What the grant had before, or had lost before that, and has no more. */
export function lostScope(before: Tokens | undefined, scope: string | null): string | undefined {
  if (before === undefined || before.scope === null || scope === null) return before?.takenBack
  const had = [...(before.takenBack?.split(' ') ?? []), ...before.scope.split(' ')]
  const lost = had.filter((token) => !scope.split(' ').includes(token))
  return lost.length === 0 ? undefined : lost.join(' ')
}

/** oauth4webapi's errors contain whole answers, so none is passed on. */
function refusal(error: unknown, status: number): TokenAnswer {
  if (error instanceof oauth.ResponseBodyError) {
    if (error.error === 'invalid_grant') return { kind: 'ended', because: 'invalid_grant' }
    const about = error.error_description === undefined ? '' : `: ${error.error_description}`
    const code = status === 401 || isAboutClient(error.error) ? 'client_refused' : 'request_refused'
    const message = `the token endpoint refused with ${error.error}${about}`
    return refused(new MandateError(code, message, { serverError: error.error }))
  }
  if (error instanceof oauth.WWWAuthenticateChallengeError) {
    const message = 'the token endpoint does not accept the client id and secret'
    return refused(new MandateError('client_refused', message, { serverError: 'invalid_client' }))
  }
  if (error instanceof oauth.UnsupportedOperationError) {
    return refused(new MandateError('request_refused', NOT_BEARER))
  }
  if (!(error instanceof oauth.OperationProcessingError)) throw error
  if (isAboutIdToken(error)) {
    const message = `the ID token is not the one that was asked for: ${error.message}`
    return refused(new MandateError('id_token_invalid', message))
  }
  // A truncated or garbled answer; the server may well have acted.
  if (status === 200 || status === 400) {
    return unavailable(`the token endpoint answered ${status} with a body that cannot be read`)
  }
  const message = `the token endpoint answered ${status}, which no token endpoint does`
  return refused(new MandateError('request_refused', message))
}

/** The answer can be read, and its ID token is missing, or for another client or login, or too old. */
function isAboutIdToken({ code, message }: oauth.OperationProcessingError): boolean {
  return code === oauth.JWT_TIMESTAMP_CHECK || /JWT|ID Token|id_token/.test(message)
}

function isAboutClient(error: string): boolean {
  return error === 'invalid_client' || error === 'unauthorized_client'
}

function refused(error: MandateError): TokenAnswer {
  return { kind: 'refused', error }
}

function unavailable(message: string, retryAfterSeconds?: number): TokenAnswer {
  const error = new MandateError('server_unavailable', message, { retryAfterSeconds })
  return { kind: 'unavailable', error }
}
