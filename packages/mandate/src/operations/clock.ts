/** The operator's word that this machine's clock is right, and who needs a clock that nobody doubts. */

import { type ClockDoubt, doubtOf } from '../grants/trusted-time.ts'
import type { Store } from '../store/port.ts'
import type { Clock } from '../time-and-chance.ts'
import { operation } from './operation.ts'

/** Servers move the trusted time too, but hardly this often in a row at the same moment. */
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
  /** It disagrees with the clock of the database, and nobody knows which of them is right. */
  | ClockInDoubt
  /** Servers moved the trusted time at the same moment, each time that it was tried. */
  | { readonly is: 'busy' }

/** Makes this machine's time the trusted time at once. Rejects only with `StorageUnavailable`. */
export const trustClock = operation(
  ['operator'],
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
 * Why an act that writes down when something ends has to wait: an end by a wrong clock would still
 * hold once the clock is right again. Undefined where nothing speaks against the clock.
 */
export async function clockInDoubt({
  store,
  clock,
}: ClockContext): Promise<ClockInDoubt | undefined> {
  const doubt = doubtOf({ ...(await store.trustedTime.read()), own: clock.now() })
  return doubt && { is: 'clock_in_doubt', doubt }
}
