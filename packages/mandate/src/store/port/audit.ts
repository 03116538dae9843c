/** The verbs on the audit chain (`audit/seal.ts`), and on facts as it sees them: row by row. */

import type { FactPlace } from './facts.ts'

/** A fact as the database has it. */
export interface FactRow {
  readonly id: string
  readonly atMs: number
  readonly kind: string
  readonly endsTokens: number
  readonly actorKind: string
  readonly actorId: string | null
  readonly actorVia: string | null
  readonly actorFrom: string | null
  readonly grantId: string | null
  readonly clientId: string | null
  readonly accountId: string | null
  readonly resourceId: string | null
  readonly accessTokenId: string | null
  readonly details: string
  /** Details about a person, as JSON with a random salt; null if there are none or they were erased. */
  readonly personal: string | null
  /** SHA-256 of `personal`; it stays when that is erased. */
  readonly personalDigest: string | null
  readonly mark: string | null
}

export interface StoredSeal {
  /** 1, 2, 3, … */
  readonly number: number
  /** The database's time, in milliseconds since 1970. */
  readonly atMs: number
  /** The process that made it. */
  readonly node: string
  readonly kind: string
  /** The UTC day of its events. */
  readonly day: string
  /** JSON (`SealContent`). */
  readonly content: string
  /** The hash of the seal before; empty for the first. */
  readonly previous: string
  readonly hash: string
  readonly keyId: string
  readonly mac: string
}

/** The newest seal, and the database's time. */
export interface ChainEnd {
  readonly nowMs: number
  readonly seal: StoredSeal | undefined
}

export interface AuditStore {
  readEnd(): Promise<ChainEnd>
  /**
   * Adds a seal after `previous`, and removes the facts that it says are dropped. False if there is
   * another one by now.
   */
  append(seal: StoredSeal, dropped: readonly string[]): Promise<boolean>
  findSeal(number: number): Promise<StoredSeal | undefined>
  /** The newest that tells of retention. */
  findRetention(): Promise<StoredSeal | undefined>
  /** The number of the oldest seal of that UTC day or a later one. */
  findFirstOfDay(day: string): Promise<number | undefined>
  /** Those after a number, in order, at most `limit` (1 to 1,000). */
  listSeals(page: {
    readonly after: number
    readonly limit: number
  }): Promise<readonly StoredSeal[]>
  /** The first that was made at this time or later, in milliseconds since 1970. */
  findFirstSince(atMs: number): Promise<StoredSeal | undefined>
  /** Those of the facts that exist. */
  findRows(ids: readonly string[]): Promise<readonly FactRow[]>
  /** In the order of their time and id, at most `limit` (1 to 1,000). */
  listRows(page: {
    readonly after: FactPlace
    readonly untilMs: number
    readonly limit: number
  }): Promise<readonly FactRow[]>
  /** How many facts there are in each interval of `widthMs`, by its number since 1970. */
  countRows(span: {
    readonly fromMs: number
    readonly untilMs: number
    readonly widthMs: number
  }): Promise<ReadonlyMap<number, number>>
}
