/** What verbs of every noun answer with: an error, a page, a count. */

/** The database could not answer, or could not guarantee durability. */
export class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable'
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
  }
}

/** A row, if it is still at this revision. */
export interface AtRevision {
  readonly id: string
  readonly revision: string
}

/**
 * One page of a list, ordered by id. Pass `next` as `after` for the next page; null on the last.
 */
export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly next: string | null
}
export interface PageRequest {
  readonly after?: string | undefined
  /** 1 to 1,000. */
  readonly limit: number
}

/** A page of a list whose latest rows come first. Pass `next` as `before` for the next page. */
export interface PageBefore {
  readonly before?: string | undefined
  /** 1 to 1,000. */
  readonly limit: number
}

/**
 * The number of grants ended, or `many` if there are too many for one write. Those have ended too,
 * and every read says so; the sweep updates their rows later.
 */
export type Revoked = number | 'many'
