/**
 * `invalid_grant` makes a client discard its token for good. So no token is declared expired by a
 * clock that others contradict (`grants/trusted-time.ts`). Only requests about to be refused pay
 * for this check.
 */

import { doubtOf, isCertainlyOver } from '../../grants/trusted-time.ts'
import { StorageUnavailable } from '../../store/port.ts'
import type { ProtocolContext } from '../context.ts'

/** Answered with 503, like a storage failure: the token may still be good. */
export class ClockInDoubt extends StorageUnavailable {
  constructor() {
    super('the clock of this machine is in doubt; see the warning in the log, and mandate doctor')
  }
}

type Clocks = Pick<ProtocolContext, 'store' | 'clock'>

/** Rejects with `ClockInDoubt` if `end` may not have passed yet, or with `StorageUnavailable`. */
export async function confirmExpired({ store, clock }: Clocks, end: number): Promise<void> {
  const witnesses = { ...(await store.trustedTime.read()), own: clock.now() }
  if (!isCertainlyOver(end, witnesses)) throw new ClockInDoubt()
}

/**
 * The same for an old token that would have been honoured in time, which counts as reuse if it comes
 * too late.
 */
export async function confirmTooLate({ store, clock }: Clocks): Promise<void> {
  const witnesses = { ...(await store.trustedTime.read()), own: clock.now() }
  if (doubtOf(witnesses) !== undefined) throw new ClockInDoubt()
}
