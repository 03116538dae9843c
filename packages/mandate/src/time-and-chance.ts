/**
 * Time and randomness are arguments, so that a test can run the whole life of a grant in no time.
 */

export interface Clock {
  /** Whole seconds since 1970. */
  now(): number
}

/** Random bytes, enough that they cannot be guessed. */
export type Random = (bytes: number) => Uint8Array
