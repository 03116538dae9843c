/** Time and chance are handed in, so that whole lives of grants run in a test in no time. */

export interface Clock {
  /** Whole seconds since 1970. */
  now(): number
}

/** Random bytes, enough that they cannot be guessed. */
export type Random = (bytes: number) => Uint8Array
