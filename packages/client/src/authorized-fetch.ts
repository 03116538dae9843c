/**
 * `fetch` with the grant's access token. The token goes to the configured origins only, and is
 * renewed once if the API says that it is no longer good (RFC 6750 §3.1).
 */

import { fetchWithProof } from './dpop.ts'
import { MandateError } from './errors.ts'
import type { Tokens } from './grant-record.ts'
import { addUp, readStepUp, stepUpNeeded } from './step-up.ts'
import type { TokenKeeper } from './token-keeper.ts'

/** How long a token must remain valid when a request is sent. */
export const MARGIN_SECONDS = 30

export interface AuthorizedFetch {
  readonly keeper: TokenKeeper
  readonly apiOrigins: ReadonlySet<string>
  readonly grantKey: string
}

/**
 * Like the global `fetch`. Rejects with `origin_refused` before sending anything, with
 * `step_up_needed` if the API wants the user to sign in again or needs more scope, with the keeper's errors,
 * or as `fetch` does. `fetch` drops the token after a redirect to another origin (Fetch
 * §4.4).
 */
export async function authorizedFetch(
  { keeper, apiOrigins, grantKey }: AuthorizedFetch,
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<Response> {
  const origin = new URL(input instanceof Request ? input.url : input).origin
  if (!apiOrigins.has(origin)) throw originRefused(origin)
  const tokens = await keeper.obtain(grantKey, { kind: 'lasting', seconds: MARGIN_SECONDS })
  let response = await send(tokens, input, init)
  if (says(response, 'use_dpop_nonce') && isRepeatable(input, init)) {
    // The answer had the nonce for the next proof (RFC 9449 §9).
    await response.body?.cancel()
    response = await send(tokens, input, init)
  }
  const demanded = readStepUp(response)
  const stepUp = demanded && addUp(demanded, tokens)
  const isOurs = !response.redirected || new URL(response.url).origin === origin
  if (isOurs && stepUp !== undefined) {
    await response.body?.cancel()
    throw stepUpNeeded(origin, stepUp)
  }
  if (!isOurs || !says(response, 'invalid_token') || !isRepeatable(input, init)) return response
  const { accessToken } = tokens
  const renewed = await keeper.obtain(grantKey, { kind: 'other_than', accessToken })
  await response.body?.cancel()
  return send(renewed, input, init)
}

function send(
  { accessToken, dpopKey }: Tokens,
  input: string | URL | Request,
  init: RequestInit,
): Promise<Response> {
  if (dpopKey !== undefined) return fetchWithProof({ accessToken, dpopKey }, input, init)
  const headers = new Headers(init.headers ?? (input instanceof Request ? input.headers : {}))
  headers.set('authorization', `Bearer ${accessToken}`)
  return fetch(input, { ...init, headers })
}

/** A new token would not help after a 403 or a 401 with another reason, nor would a nonce. */
function says(response: Response, error: 'invalid_token' | 'use_dpop_nonce'): boolean {
  const challenge = response.headers.get('www-authenticate') ?? ''
  return response.status === 401 && new RegExp(`\\berror="?${error}\\b`, 'i').test(challenge)
}

/** A streamed body cannot be sent twice. */
function isRepeatable(input: string | URL | Request, init: RequestInit): boolean {
  if (init.body === undefined || init.body === null) {
    return !(input instanceof Request) || input.body === null
  }
  return !(typeof init.body === 'object' && Symbol.asyncIterator in init.body)
}

function originRefused(origin: string): MandateError {
  const message = `the token is not sent to ${origin}; if it should be, add it to apiOrigins`
  return new MandateError('origin_refused', message)
}
