/**
 * Where grants are kept: the contract between the token keeper and a store. Three verbs, each about
 * one key, with a compare-and-set on a version number, so that of two processes that read the same
 * state only one can write. There is no lock to hold and nothing to clean up after a crash.
 *
 * `memory.ts` and `file.ts` are the built-in stores. For one's own database a table is enough:
 *
 *     create table grants (key text primary key, version integer not null, record jsonb not null)
 *
 *     load    select record, version from grants where key = $1
 *     save    expectedVersion 0:  insert into grants values ($1, 1, $2) on conflict do nothing
 *             otherwise:          update grants set record = $2, version = version + 1
 *                                 where key = $1 and version = $3
 *             → true when one row was written
 *     remove  delete from grants where key = $1 and version = $2 → true when one row went
 *
 * `@mandate/client/store-contract` tests a store against this page.
 */

import type { GrantRecord } from '../grant-record.ts'

export interface StoredGrant {
  readonly record: GrantRecord
  /** 1 when first saved, one more with each save. */
  readonly version: number
}

/**
 * A store rejects when it cannot do its work; then the caller of the keeper gets that error and the
 * grant is as it was. What is stored are secrets: keep them as you keep passwords for other systems.
 */
export interface TokenStore {
  /** The newest saved state, whole, or undefined where there is none. */
  load(key: string): Promise<StoredGrant | undefined>
  /**
   * Writes if the stored version is `expectedVersion`; 0 means that nothing is stored yet. `true`
   * is a promise that the record survives the loss of the process (and, for a store that calls
   * itself durable, of power); `false` that nothing was changed.
   */
  save(key: string, record: GrantRecord, expectedVersion: number): Promise<boolean>
  /** Removes if the stored version is `expectedVersion`; `false` means that nothing was changed. */
  remove(key: string, expectedVersion: number): Promise<boolean>
}
