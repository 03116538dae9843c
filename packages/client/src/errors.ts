/**
 * The only error this package throws. `code` is for programs and stable between versions; the
 * message is for whoever reads the log. Neither contains a token, a code or a secret, and there is
 * no `cause`, because errors from `fetch` and parsers quote what they could not read.
 */

export type MandateErrorCode =
  /** An option of `createClient` is wrong. The message names it and says what is valid. */
  | 'configuration_invalid'
  /** The user denied access. */
  | 'access_denied'
  /** The callback does not belong to this browser's login: start the login again. */
  | 'state_mismatch'
  /** The callback comes from another authorization server (RFC 9207 §2.4). */
  | 'issuer_mismatch'
  /** The callback has neither a code nor an error, or has a parameter twice. */
  | 'callback_invalid'
  /** The server refused the login for another reason; `serverError` has it (RFC 6749 §4.1.2.1). */
  | 'authorization_failed'
  /** The grant has ended or never existed: send the user to log in. `because` says why. */
  | 'signed_out'
  /** The client id or secret was refused. The grant is kept. */
  | 'client_refused'
  /** The server refused the request for another reason; `serverError` has it. The grant is kept. */
  | 'request_refused'
  /** The ID token is for another client or login, or is too old: start the login again. */
  | 'id_token_invalid'
  /** No usable answer after several tries. The grant is kept: try again later. */
  | 'server_unavailable'
  /** The server's metadata (RFC 8414) is missing, names another issuer, or lacks an endpoint. */
  | 'metadata_invalid'
  /**
   * An API wants the user to sign in again, more surely or more recently, or needs more scope; `stepUp` says
   * what to ask for. The grant is kept.
   */
  | 'step_up_needed'
  /** `fetch` was asked to send the token to an origin that is not one of `apiOrigins`. */
  | 'origin_refused'

/** What an API asks of the user: a better sign-in (RFC 9470 §3), more scope, or both; for `startLogin`. */
export interface StepUp {
  /** The authentication contexts of which one is enough. */
  readonly acrValues?: readonly string[]
  /** How long ago the user may have signed in, in seconds. */
  readonly maxAge?: number
  /** Scope tokens. From `grant.fetch`, what the grant has and what is demanded. */
  readonly scope?: string
  /** What this grant's user was asked for before, so that nothing is asked twice. */
  readonly asked?: string
}

export interface MandateErrorDetails {
  /** The `error` that the server sent. */
  readonly serverError?: string | undefined
  /** Why the grant ended: `invalid_grant`, `unknown_grant` or `no_refresh_token`. */
  readonly because?: string | undefined
  /** What the API asks for. */
  readonly stepUp?: StepUp | undefined
  /** How long the server asked clients to wait. */
  readonly retryAfterSeconds?: number | undefined
}

export class MandateError extends Error {
  override readonly name = 'MandateError'
  readonly code: MandateErrorCode
  readonly serverError: string | undefined
  readonly because: string | undefined
  readonly retryAfterSeconds: number | undefined
  readonly stepUp: StepUp | undefined

  constructor(code: MandateErrorCode, message: string, details: MandateErrorDetails = {}) {
    super(message)
    this.code = code
    this.serverError = details.serverError
    this.because = details.because
    this.retryAfterSeconds = details.retryAfterSeconds
    this.stepUp = details.stepUp
  }
}

/** The grant has ended: the caller sends the user to log in. */
export function signedOut(because: string): MandateError {
  return new MandateError('signed_out', `signed out (${because}): the user has to log in again`, {
    because,
  })
}

/** No answer. Says why as far as `fetch` tells, without quoting anything received. */
export function unanswered(who: string, error: unknown): MandateError {
  const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const name =
    reason instanceof Error && 'code' in reason && typeof reason.code === 'string'
      ? reason.code
      : String(reason instanceof Error ? reason.name : 'unknown')
  return new MandateError('server_unavailable', `${who} does not answer (${name})`)
}
