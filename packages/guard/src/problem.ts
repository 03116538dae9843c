/**
 * What keeps a token from being checked, or from being checked quickly. A problem says nothing about the token: its holder gets 503
 * and may come again, and the operator of the API hears of it through `onProblem`.
 */

export type ProblemCode =
  /** No connection, or one that broke before the answer was whole. */
  | 'unreachable'
  | 'timed_out'
  /** The server answered, with a status that is neither an answer nor a refusal of credentials. */
  | 'server_failed'
  /** The API's own id or secret is wrong: an operator has to act. */
  | 'credentials_refused'
  /** The answer is not what RFC 7662 §2.2 describes, or lacks what the guard needs. */
  | 'answer_unreadable'
  /** Tokens can be checked, but each check asks the server: its stream of revocations is away. */
  | 'stream_lost'
  /** The server's metadata is missing, of another issuer, or names no introspection endpoint. */
  | 'metadata_wrong'

/** Seconds that the caller of the API is asked to wait where the server gave no number. */
const RETRY_AFTER_SECONDS = 2

/** The default `onProblem` says the same thing once in this many milliseconds. */
const REPEAT_AFTER_MS = 60_000

/** Why no check was possible. The message is for operators; it holds no token and no secret. */
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
 * Writes problems as lines to `write`, each kind at most once a minute: a server that is away meets
 * every request of a busy API. `clock` answers milliseconds.
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
