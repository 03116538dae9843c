/** The verbs behind pushed authorization requests (RFC 9126). */

import type { GrantId } from '../../grants/grant.ts'
import type { PushedRequest } from '../records.ts'

/** How long a person who has opened a request can take to sign in and decide. */
export const PUSHED_REQUESTS_KEPT_SECONDS = 60 * 60

export interface PushedRequestStore {
  /**
   * Adds it. Every sixteenth time, by its random id, it also drops the oldest open requests of its
   * client beyond the newest `most`.
   */
  insert(request: PushedRequest, most: number): Promise<void>
  /** Used ones and expired ones too. */
  find(id: string): Promise<PushedRequest | undefined>
  /**
   * Uses it up for this grant and forgets its content. True for one caller only. An expired one can be used: its
   * person has opened it in time.
   */
  use(id: string, by: { readonly at: number; readonly usedBy: GrantId }): Promise<boolean>
}
