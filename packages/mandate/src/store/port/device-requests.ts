/** The verbs behind the device authorization grant (RFC 8628). */

import type { Act } from '../../facts/actor.ts'
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
  /** Denies it. True for one caller only, of this and `allow`. */
  deny(id: string, at: number): Promise<boolean>
  /** Allows it with this grant. `app` says whether the account knows the client. */
  allow(
    request: DeviceRequest,
    allowed: {
      readonly grantId: GrantId
      readonly accountId: string
      readonly app: 'new' | 'known'
    },
    act: Act,
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
