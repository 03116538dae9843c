/**
 * The one error this package throws. `code` is for programs and stays the same between versions;
 * the message is for the person who reads the log. Neither ever holds a token, a code or a secret,
 * and there is no `cause`: the errors of `fetch` and of parsers quote what they could not read.
 */

export type MandateErrorCode =
  /** A setting of `createClient` is wrong. The message names it and says what would be right. */
  | 'configuration_invalid'
  /** The user said no. */
  | 'access_denied'
  /** The callback does not belong to this browser's login: start the login again. */
  | 'state_mismatch'
  /** The callback comes from another authorization server (RFC 9207 §2.4). */
  | 'issuer_mismatch'
  /** The callback has neither a code nor an error, or has a parameter twice. */
  | 'callback_invalid'
  /** The server refused the login for another reason; `serverError` has it (RFC 6749 §4.1.2.1). */
  | 'authorization_failed'
  /** The grant is over, or was never there: send the user to log in. `because` says why. */
  | 'signed_out'
  /** The client id or secret was refused. The grant is kept. */
  | 'client_refused'
  /** The server refused the request for another reason; `serverError` has it. The grant is kept. */
  | 'request_refused'
  /** No answer that can be used, after several tries. The grant is kept: try again later. */
  | 'server_unavailable'
  /** The server's metadata (RFC 8414) are missing, name another issuer, or lack an endpoint. */
  | 'metadata_invalid'
  /** `fetch` was asked to send the token to an origin that is not one of `apiOrigins`. */
  | 'origin_refused'

export interface MandateErrorDetails {
  /** The `error` that the server sent. */
  readonly serverError?: string | undefined
  /** Why the grant is over: `invalid_grant`, `unknown_grant` or `no_refresh_token`. */
  readonly because?: string | undefined
  /** How long the server asked to be left alone. */
  readonly retryAfterSeconds?: number | undefined
}

export class MandateError extends Error {
  override readonly name = 'MandateError'
  readonly code: MandateErrorCode
  readonly serverError: string | undefined
  readonly because: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(code: MandateErrorCode, message: string, details: MandateErrorDetails = {}) {
    super(message)
    this.code = code
    this.serverError = details.serverError
    this.because = details.because
    this.retryAfterSeconds = details.retryAfterSeconds
  }
}

/** The grant is over: the caller sends the user to log in. */
export function signedOut(because: string): MandateError {
  return new MandateError('signed_out', `signed out (${because}): the user has to log in again`, {
    because,
  })
}

/** No answer came: says why as far as `fetch` tells, without what it may have received. */
export function unanswered(who: string, error: unknown): MandateError {
  const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const name =
    reason instanceof Error && 'code' in reason && typeof reason.code === 'string'
      ? reason.code
      : String(reason instanceof Error ? reason.name : 'unknown')
  return new MandateError('server_unavailable', `${who} does not answer (${name})`)
}
