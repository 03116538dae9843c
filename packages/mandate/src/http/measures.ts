/**
 * What is worth counting while requests are answered. Never a secret, and nothing that names a person,
 * a client or a grant: anybody who reads the metrics sees what is counted.
 */

import type { RedemptionOutcome } from '../oauth/context.ts'

export interface Measures {
  /** A request was answered. `endpoint` is its route, never its path. */
  answered(endpoint: string, status: number, milliseconds: number): void
  /** A request was refused, for one of the reasons in `oauth/refusal.ts`. */
  refused(reason: string): void
  redeemed(outcome: RedemptionOutcome): void
  /** A request got 503 because the database did not take part. */
  storageUnavailable(): void
  /** A request got 503 because there was too much to do. */
  turnedAway(): void
}

/** For a server that nobody watches. */
export const unmeasured: Measures = {
  answered() {},
  refused() {},
  redeemed() {},
  storageUnavailable() {},
  turnedAway() {},
}
