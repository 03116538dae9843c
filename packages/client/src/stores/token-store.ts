/**
 * The contract between the token keeper and a store: three methods, each on one key, with a
 * compare-and-set on a version number. Of two processes that read the same state, only one can
 * write. There is no lock to hold and nothing to clean up after a crash.
 *
 * `memory.ts` and `file.ts` are the built-in stores. In your own database, one table is enough:
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
 * `@mandate/client/store-contract` tests a store against this contract.
 */

import type { GrantRecord } from '../grant-record.ts'

export interface StoredGrant {
  readonly record: GrantRecord
  /** 1 after the first save, incremented by each further save. */
  readonly version: number
}

/**
 * A store rejects when it fails; the keeper's caller gets that error and the grant is unchanged.
 * The records are secrets: protect them like passwords for other systems. With the option `dpop` they
 * also contain the private key that the tokens are bound to, as a JWK: all processes that share the
 * store make proofs with it. Whoever copies the store has both, so the key protects tokens that leak
 * on their way, in logs or at an API, and not a store that leaks.
 */
export interface TokenStore {
  /** The latest saved record, or undefined. */
  load(key: string): Promise<StoredGrant | undefined>
  /**
   * Writes if the stored version is `expectedVersion`; 0 means that nothing is stored yet. `true`
   * promises that the record survives the process (and, in a durable store, a power failure);
   * `false` means that nothing was changed.
   */
  save(key: string, record: GrantRecord, expectedVersion: number): Promise<boolean>
  /** Deletes if the stored version is `expectedVersion`; `false` means that nothing was changed. */
  remove(key: string, expectedVersion: number): Promise<boolean>
}
