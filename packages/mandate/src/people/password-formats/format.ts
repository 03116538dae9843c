/**
 * A password hash format of another system. Each has its own file, which says what it accepts; the
 * list is in `formats.ts`.
 *
 * Imported accounts have such hashes. They are only verified, never created: the first successful
 * sign-in replaces them with ours (`people/sign-in.ts`). Every cost has a limit, checked before
 * anything is computed, so that a hash cannot overload the server.
 */

/** Why a hash is not accepted. */
export type HashProblem =
  /** It matches no known format. */
  | 'unknown_format'
  /**
   * The format is known, but a part is missing, has the wrong length or is not in canonical form.
   */
  | 'malformed'
  /** It would take too much memory or time to verify. */
  | 'too_costly'
  /** A version that differs from the one in use, such as Argon2 before 1.3 or `$2x$`. */
  | 'version_unsupported'
  /** It needs a secret that it does not contain. */
  | 'keyed'
  /** MD5, or SHA without a salt: a leaked hash is almost as bad as the password itself. */
  | 'too_weak'

/** A parsed hash. */
export interface StoredHash {
  /** Format and cost. Two hashes with the same value take the same work to verify. */
  readonly work: string
  /**
   * Compares in constant time. The password is as typed, because other systems do not normalize.
   * Work that would block the event loop goes to `slowly`.
   */
  matches(password: string, slowly: SlowComparison): Promise<boolean>
}

/** A verification that Node cannot run in the background (`slow.ts`). */
export interface SlowTask {
  readonly format: 'bcrypt' | 'sha_crypt'
  readonly password: string
  /** A hash that this format has accepted. */
  readonly stored: string
}

/** Compares without blocking the event loop. Rejects if the thread dies. */
export type SlowComparison = (task: SlowTask) => Promise<boolean>

export interface PasswordFormat {
  /** The stored hash, why it is refused, or undefined if the text is in another format. */
  read(text: string): StoredHash | HashProblem | undefined
}

/** A decimal number in canonical form; a number too large to represent is above every limit. */
export const NUMBER = '([1-9]\\d{0,14})'
