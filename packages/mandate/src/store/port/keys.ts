/**
 * The server keys as the database knows them: by their ids, and what each server holds. It decides
 * which key is used, so that all servers use the same, and none uses one that another lacks.
 *
 *     next ──every server holds it──▶ active ──another is──▶ retiring ──▶ retired
 *
 * docs/decisions/0057-keys-that-rotate.md
 */

import type { Act } from '../../facts/actor.ts'
import type { KeyId } from '../../grants/grant.ts'

/** What a key is for. One key of each slot is active; the last three sign. */
export type KeySlot = 'token' | 'seal' | 'RSA' | 'EC' | 'OKP'

/** Times are whole seconds since 1970; null if it has not come to that. */
export interface KeyLife {
  readonly id: KeyId
  readonly slot: KeySlot
  readonly notedAt: number
  /** Since when every server has held it. */
  readonly readyAt: number | null
  readonly activeAt: number | null
  readonly retiringAt: number | null
  readonly retiredAt: number | null
}

export type HeldKey = Pick<KeyLife, 'id' | 'slot'>

/** A process that serves. */
export interface KeyNode {
  readonly id: string
  /** Grows while it lives. */
  readonly beats: number
  readonly holds: readonly KeyId[]
  /** By its own clock, in seconds since 1970. */
  readonly startedAt: number
  readonly seenAt: number
  /** Of its program; empty if it did not say. */
  readonly version: string
}

/** What still depends on a token key. */
export interface KeyUses {
  /** Live grants whose next refresh needs it. */
  readonly grants: number
  /** Links in mails that were not opened yet. */
  readonly links: number
  /** Secrets of authenticator apps that are encrypted under it. */
  readonly secrets: number
  /** Clients that sign with a secret, which is encrypted under it. */
  readonly clients: number
  /** Endpoints that have such a secret, such as webhooks. */
  readonly endpoints: number
}

export interface KeyStore {
  /** All keys ever noted, in the order of their ids. */
  list(): Promise<readonly KeyLife[]>
  /** The servers that have said what they hold and have not left. */
  listNodes(): Promise<readonly KeyNode[]>
  /**
   * In one unit, one process after the other: says what a server holds, if `node` is given; notes
   * keys that are new, unless the file lacks a token key in use; and makes each of `wanted` the active key of its slot if it has never been
   * active, every server holds it, and `held` has each key of its slot that is in use. Where the slot
   * has an active key, a signing key also has to have been ready for `publishedSeconds`. The one
   * before it is then retiring. Returns all keys.
   */
  adopt(request: {
    readonly node?: string
    /** The version of its program. */
    readonly version?: string
    readonly held: readonly HeldKey[]
    readonly wanted: readonly HeldKey[]
    readonly publishedSeconds: number
    readonly at: number
  }): Promise<readonly KeyLife[]>
  /** The server has stopped; or it is gone: nothing happens if it has said anything since `beats`. */
  leave(node: string, beats?: number): Promise<void>
  /** Records that an operator has added keys to a key file. Servers `adopt` them by themselves. */
  noteAdded(ids: readonly KeyId[], act: Act): Promise<void>
  /**
   * Nothing made with the key is honoured from now on. Returns whether that is new; an active key
   * cannot be retired.
   */
  retire(id: KeyId, act: Act): Promise<boolean>
  /** `now` in seconds since 1970. Reads every grant. */
  tallyUses(id: KeyId, now: number): Promise<KeyUses>
  /**
   * How many live grants depend on a token key, among the first `most`; `isMore` if there are others.
   * `now` in seconds since 1970.
   */
  countGrants(
    id: KeyId,
    request: { readonly now: number; readonly most: number },
  ): Promise<{ readonly grants: number; readonly isMore: boolean }>
  /** Ends the live grants that depend on a retired key, in bounded units. Returns how many. */
  endGrants(id: KeyId, at: number): Promise<number>
}
