/** What a guard has done since it was made. */

import type { StreamState } from './revocation-stream.ts'

export interface GuardStatistics {
  /** Checks that were answered from memory. */
  readonly fromMemory: number
  /** Checks that asked the server. */
  readonly asked: number
  /** Those among them that came while no stream of revocations vouched for what is kept. */
  readonly askedWithoutStream: number
  /** Answers in memory. */
  readonly kept: number
  readonly stream: StreamState
}
