/** The verbs behind the device authorization grant (RFC 8628). */

import type { GrantId } from '../../grants/grant.ts'
import type { DeviceRequest } from '../records.ts'

/** So that a late poll is told what happened, and a used code is recognised when it comes again. */
export const DEVICE_REQUESTS_KEPT_SECONDS = 60 * 60

export interface DeviceRequestStore {
  /**
   * Adds it; false if its user code is taken. Every sixteenth time, by its random id, it also drops
   * the oldest pending requests of its client beyond the newest `most`.
   */
  insert(request: DeviceRequest, most: number): Promise<boolean>
  /** By the id; decided and expired ones too. */
  find(id: string): Promise<DeviceRequest | undefined>
  /** By the hash of the user code; decided and expired ones too. */
  findByUserCode(userCode: string): Promise<DeviceRequest | undefined>
  /** Allows it with this grant, or denies it with null. True for one caller only. */
  decide(
    id: string,
    decision: { readonly at: number; readonly grantId: GrantId | null },
  ): Promise<boolean>
  /** Adds polls to those that are counted, unless the interval has changed in the meantime. */
  addPolls(
    id: string,
    counted: { readonly intervalSeconds: number; readonly polls: number },
  ): Promise<void>
  /** Makes the interval longer and begins to count anew, unless it has changed in the meantime. */
  slowDown(
    id: string,
    slower: {
      readonly intervalSeconds: number
      readonly nextSeconds: number
      readonly at: number
    },
  ): Promise<void>
}
