/**
 * The owner of an account deletes it, with a time of grace. Everything ends at once, and until the
 * time is over the owner can keep the account by signing in; then the sweep deletes it, by the
 * trusted time (docs/decisions/0051-deletion-with-grace.md). `account-ends.ts` deletes at once.
 */

import type { Store } from '../store/port.ts'
import type { Clock } from '../time-and-chance.ts'
import { operation } from './operation.ts'

interface DeletionContext {
  readonly store: Pick<Store, 'accounts' | 'grants' | 'trustedTime'>
  readonly clock: Clock
  readonly settings: { readonly deletionGraceSeconds: number }
}

/**
 * Ends every session and grant of the actor's account, disables it, and has it deleted `after` that
 * time. `not_possible` if it is disabled. Rejects only with `StorageUnavailable`.
 */
export const askForDeletion = operation(
  { by: ['account'] },
  async (
    context: DeletionContext,
    actor,
    _input: null,
  ): Promise<
    { readonly is: 'asked'; readonly after: number } | { readonly is: 'not_possible' }
  > => {
    const { store, clock } = context
    const act = { by: actor, at: clock.now() }
    const after = await deletionTime(context)
    // The account is refused everywhere before its grants end, so it gets no new ones.
    if (!(await store.accounts.askForDeletion(actor.id, after, act))) return { is: 'not_possible' }
    await store.grants.revokeAllOf({ accountId: actor.id }, 'revoked_by_user', act)
    return { is: 'asked', after }
  },
)

/** Takes it back. Apps stay disconnected. Rejects as above. */
export const keepAccount = operation(
  { by: ['account'] },
  async (
    { store, clock }: Pick<DeletionContext, 'store' | 'clock'>,
    actor,
    _input: null,
  ): Promise<{ readonly is: 'kept' | 'not_waiting' }> => {
    const kept = await store.accounts.keep(actor.id, { by: actor, at: clock.now() })
    return { is: kept ? 'kept' : 'not_waiting' }
  },
)

/**
 * When an account is deleted whose owner asks now. Counted from the latest of the clocks, so that a
 * clock that is behind takes nothing from the grace.
 */
export async function deletionTime({
  store,
  clock,
  settings,
}: {
  readonly store: { readonly trustedTime: Pick<Store['trustedTime'], 'read'> }
  readonly clock: Clock
  readonly settings: { readonly deletionGraceSeconds: number }
}): Promise<number> {
  const now = clock.now()
  const { trusted, database } = await store.trustedTime.read()
  return Math.max(now, trusted ?? now, database ?? now) + settings.deletionGraceSeconds
}
