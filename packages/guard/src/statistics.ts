/** What a guard has done since it was created. */

import type { StreamState } from './revocation-stream.ts'

export interface GuardStatistics {
  /** Checks that were answered from memory. */
  readonly fromMemory: number
  /** Checks of a JWT that the guard verified itself. */
  readonly verified: number
  /** Checks that asked the server. */
  readonly asked: number
  /** Of those, the ones made while the revocation stream did not vouch for the cache. */
  readonly askedWithoutStream: number
  /** Answers in memory. */
  readonly kept: number
  readonly stream: StreamState
}
