/**
 * Lets an operator confirm this machine's clock, and holds back acts that need a clock beyond
 * doubt.
 */

import { type ClockDoubt, doubtOf } from '../grants/trusted-time.ts'
import type { Store } from '../store/port.ts'
import type { Clock } from '../time-and-chance.ts'
import { operation } from './operation.ts'

/** Running servers move the trusted time too, but not this many times in a row. */
const TRIES = 10

export interface ClockInDoubt {
  readonly is: 'clock_in_doubt'
  readonly doubt: ClockDoubt
}

interface ClockContext {
  readonly store: Pick<Store, 'trustedTime'>
  readonly clock: Clock
}

export type TrustClockOutcome =
  /** `at` in seconds since 1970. */
  | { readonly is: 'trusted'; readonly at: number }
  /** It disagrees with the database's clock, and either could be wrong. */
  | ClockInDoubt
  /** Every attempt lost a race against a server moving the trusted time. */
  | { readonly is: 'busy' }

/** Sets the trusted time to this machine's time. Rejects only with `StorageUnavailable`. */
export const trustClock = operation(
  { by: ['operator'], needs: 'settings:write' },
  async ({ store, clock }: ClockContext, actor, _input: null): Promise<TrustClockOutcome> => {
    const own = clock.now()
    const { database } = await store.trustedTime.read()
    const doubt = doubtOf({ own, database, trusted: null })
    if (doubt !== undefined) return { is: 'clock_in_doubt', doubt }
    await store.trustedTime.begin(own)
    for (let tries = 1; tries <= TRIES; tries++) {
      const { version } = await store.trustedTime.read()
      if (await store.trustedTime.move(version, own, { by: actor, at: own }))
        return { is: 'trusted', at: own }
    }
    return { is: 'busy' }
  },
)

/**
 * Why an act that stores an expiry has to wait: an expiry from a wrong clock would outlive the
 * clock's correction. Undefined if the clock is not in doubt.
 */
export async function clockInDoubt({
  store,
  clock,
}: ClockContext): Promise<ClockInDoubt | undefined> {
  const doubt = doubtOf({ ...(await store.trustedTime.read()), own: clock.now() })
  return doubt && { is: 'clock_in_doubt', doubt }
}
