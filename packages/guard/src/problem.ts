/**
 * Why a token could not be checked, or only slowly. A problem is not about the token: its holder
 * gets a 503 and may try again, and the API's operator learns of it through `onProblem`.
 */

export type ProblemCode =
  /** No connection, or it broke before the answer was complete. */
  | 'unreachable'
  | 'timed_out'
  /** The server responded with a status that is neither success nor a refusal of credentials. */
  | 'server_failed'
  /** The API's own id or secret is wrong. An operator has to fix it. */
  | 'credentials_refused'
  /** The answer is not what RFC 7662 §2.2 describes, or lacks what the guard needs. */
  | 'answer_unreadable'
  /**
   * Tokens can be checked, but every check asks the server because the revocation stream is down.
   */
  | 'stream_lost'
  /** The server's metadata is missing, names another issuer, or names no introspection endpoint. */
  | 'metadata_wrong'
  /** A user limited the number of calls, and they cannot be counted (`countCalls`). */
  | 'calls_not_counted'

/** Seconds the API's caller is asked to wait if the server gave no number. */
const RETRY_AFTER_SECONDS = 2

/** The default `onProblem` repeats itself at most once per this many milliseconds. */
const REPEAT_AFTER_MS = 60_000

/** Why no check was possible. The message is for operators and contains no token or secret. */
export class GuardProblem extends Error {
  override readonly name = 'GuardProblem'
  readonly code: ProblemCode
  /** Whole seconds, for `Retry-After`. */
  readonly retryAfterSeconds: number

  constructor(code: ProblemCode, message: string, retryAfterSeconds = RETRY_AFTER_SECONDS) {
    super(message)
    this.code = code
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/**
 * Writes problems as lines, each kind at most once a minute, because during an outage every request
 * of a busy API runs into one. `clock` returns milliseconds.
 */
export function reportSparingly(
  write: (line: string) => void,
  clock: () => number,
): (problem: GuardProblem) => void {
  const lastTold = new Map<ProblemCode, number>()
  return ({ code, message }) => {
    const now = clock()
    const before = lastTold.get(code)
    if (before !== undefined && now - before < REPEAT_AFTER_MS) return
    lastTold.set(code, now)
    const what = code === 'stream_lost' ? 'checks are slower' : 'tokens cannot be checked'
    write(`@mandate/guard: ${what} (${code}): ${message}`)
  }
}
