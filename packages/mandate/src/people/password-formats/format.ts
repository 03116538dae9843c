/**
 * A format that other systems keep passwords in. Each has a file that says what it accepts; the list
 * is in `formats.ts`.
 *
 * Accounts that come from elsewhere bring such hashes along. They are only compared, never made: the
 * first successful sign-in replaces them with ours (`people/sign-in.ts`). Every cost has a ceiling,
 * checked before anything is computed, so that no hash can occupy the server.
 */

/** Why a hash is not accepted. */
export type HashProblem =
  /** No format looks like this. */
  | 'unknown_format'
  /** The format is known, but a part is missing, has the wrong length or is not in its one spelling. */
  | 'malformed'
  /** It would take too much memory or time to compare. */
  | 'too_costly'
  /** A version that differs from the one in use, such as Argon2 before 1.3 or `$2x$`. */
  | 'version_unsupported'
  /** It needs a secret that is not in it. */
  | 'keyed'
  /** MD5, or a SHA without a salt: a leak of it amounts to the password itself. */
  | 'too_weak'

/** A hash that was understood. */
export interface StoredHash {
  /** Format and cost. Comparing two hashes with the same text takes the same work. */
  readonly work: string
  /**
   * Compares in constant time. The password is as typed: other systems do not normalize. What would
   * hold up the event loop is given to `slowly`.
   */
  matches(password: string, slowly: SlowComparison): Promise<boolean>
}

/** A comparison that Node cannot do in the background (`slow.ts`). */
export interface SlowTask {
  readonly format: 'bcrypt' | 'sha_crypt'
  readonly password: string
  /** A text that this format has accepted. */
  readonly stored: string
}

/** Compares without holding up the event loop. Rejects if the thread is lost. */
export type SlowComparison = (task: SlowTask) => Promise<boolean>

export interface PasswordFormat {
  /** The stored hash, why it is refused, or undefined if the text is in another format. */
  read(text: string): StoredHash | HashProblem | undefined
}

/** A decimal number in its one spelling; what does not fit is far above every ceiling. */
export const NUMBER = '([1-9]\\d{0,14})'
