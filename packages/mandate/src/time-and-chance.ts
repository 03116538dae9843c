/** Time and chance are handed in, so that whole lives of grants run in a test in no time. */

export interface Clock {
  /** Whole seconds since 1970. */
  now(): number
}

/** So many bytes that nobody can guess. */
export type Random = (bytes: number) => Uint8Array
