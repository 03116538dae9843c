/** Recovery after restoring a database that is older than its clients' tokens. */

import type { Store } from '../store/port.ts'
import type { Recovery } from '../store/records.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { type ClockInDoubt, clockInDoubt } from './clock.ts'
import { operation } from './operation.ts'

interface RecoveryContext {
  readonly store: Pick<Store, 'recoveries' | 'trustedTime'>
  readonly clock: Clock
  readonly random: Random
}

/** A recovery starting now; tokens newer than the database are accepted for this many seconds. */
export function newRecovery(
  { clock, random }: Pick<RecoveryContext, 'clock' | 'random'>,
  seconds: number,
): Recovery {
  const restoredAt = clock.now()
  const id = Buffer.from(random(16)).toString('hex')
  return { id, restoredAt, acceptNewerUntil: restoredAt + seconds }
}

/**
 * Accepts tokens newer than the database for a while, after another tool restored it. Rejects only
 * with `StorageUnavailable`.
 */
export const acceptNewerGenerations = operation(
  { by: ['operator'], needs: 'settings:write' },
  async (
    context: RecoveryContext,
    actor,
    { seconds }: { readonly seconds: number },
  ): Promise<{ readonly is: 'accepted'; readonly recovery: Recovery } | ClockInDoubt> => {
    const doubt = await clockInDoubt(context)
    if (doubt !== undefined) return doubt
    const recovery = newRecovery(context, seconds)
    await context.store.recoveries.insert(recovery, { by: actor, at: recovery.restoredAt })
    return { is: 'accepted', recovery }
  },
)
