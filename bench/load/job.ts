/** The generator's input and output. Both travel between processes as JSON. */

/** What every response must be; anything else fails the run. */
export type Expected =
  /** 200 with an access token and a refresh token that was not presented (RFC 6749 §5.1). */
  | {
      readonly is: 'tokens'
      /** With an ID token, which no other answer has (OpenID Connect Core §3.1.3.3). */
      readonly idToken?: true
      /** Bound to the key of the proof (RFC 9449 §5). */
      readonly bound?: true
    }
  /** 200 with an access token and no refresh token (RFC 6749 §4.4.3). */
  | { readonly is: 'access token' }
  /** 200 with this value of `active` (RFC 7662 §2.2). */
  | { readonly is: 'introspection'; readonly active: boolean }
  /** 200, whatever the body (RFC 7009 §2.2). */
  | { readonly is: 'done' }
  /** The status that follows a sign-in, with a cookie. */
  | { readonly is: 'signed in'; readonly status: number }
  /** 200 with JSON of this many bytes. */
  | { readonly is: 'filler'; readonly bytes: number }

/** A form whose one changing field is the token between `before` and `after`. */
export interface Form {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly before: string
  readonly after: string
  /** Where the proof of each request goes: this header, or this parameter. */
  readonly proof?: 'DPoP' | 'client_assertion'
}

/**
 * `chain`: each connection has its own token and continues with the one it got in exchange.
 * `cycle`: the tokens over and over. `once`: each token once, then the job is over.
 */
export type TokenUse = 'chain' | 'cycle' | 'once'

export type Load =
  /** Every connection sends its next request as soon as the last is answered. */
  | { readonly kind: 'closed'; readonly seconds: number; readonly most?: number }
  /**
   * Requests arrive on a schedule, whether or not earlier ones are answered; latency counts
   * from the scheduled moment.
   */
  | { readonly kind: 'open'; readonly seconds: number; readonly perSecond: number }

export interface Job {
  /** Connections are distributed over these in turn. */
  readonly ports: readonly number[]
  readonly form: Form
  readonly expected: Expected
  readonly tokens: readonly string[]
  readonly use: TokenUse
  /** A fresh one for each request; as many as tokens. */
  readonly proofs?: readonly string[]
  readonly connections: number
  readonly load: Load
}

export interface JobDone {
  readonly requests: number
  readonly seconds: number
  /** Processor time of the generator, in microseconds. */
  readonly generator: number
  /** From the scheduled moment to the response, in microseconds; empty under a closed load. */
  readonly latencies: readonly number[]
  /** From the scheduled moment to the moment of sending, while a connection was free. */
  readonly lateness: readonly number[]
  /** For `chain`, each connection's live refresh token; else all refresh tokens that were issued. */
  readonly refreshTokens: readonly string[]
  readonly accessTokens: readonly string[]
}
