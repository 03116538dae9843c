/**
 * The owner of an account deletes it, with a time of grace. Everything ends at once, and until the
 * time is over the owner can keep the account by signing in; then the sweep deletes it, by the
 * trusted time (docs/decisions/0051-deletion-with-grace.md). `account-ends.ts` deletes at once.
 */

import type { Page, Store } from '../store/port.ts'
import type { OperatorRow } from '../store/records.ts'
import type { Clock } from '../time-and-chance.ts'
import { operation } from './operation.ts'

interface DeletionContext {
  readonly store: Pick<Store, 'accounts' | 'grants' | 'operators' | 'trustedTime'>
  readonly clock: Clock
  readonly settings: { readonly deletionGraceSeconds: number }
}

/**
 * Ends every session and grant of the actor's account, disables it, and has it deleted `after` that
 * time. `not_possible` if it is disabled; `last_owner` if nobody else could make somebody an owner then.
 * Rejects only with `StorageUnavailable`.
 */
export const askForDeletion = operation(
  { by: ['account'] },
  async (
    context: DeletionContext,
    actor,
    _input: null,
  ): Promise<
    | { readonly is: 'asked'; readonly after: number }
    | { readonly is: 'not_possible' | 'last_owner' }
  > => {
    const { store, clock } = context
    if (await isLastOwner(store.operators, actor.id)) return { is: 'last_owner' }
    const act = { by: actor, at: clock.now() }
    const after = await deletionTime(context)
    // The account is refused everywhere before its grants end, so it gets no new ones.
    if (!(await store.accounts.askForDeletion(actor.id, after, act))) return { is: 'not_possible' }
    await store.grants.revokeAllOf({ accountId: actor.id }, 'revoked_by_user', act)
    return { is: 'asked', after }
  },
)

/** Whether no other owner could sign in. Rejects with `StorageUnavailable`. */
async function isLastOwner(
  operators: Pick<Store['operators'], 'find' | 'findActive' | 'list'>,
  accountId: string,
): Promise<boolean> {
  if ((await operators.find(accountId))?.role !== 'owner') return false
  let after: string | null = ''
  while (after !== null) {
    const { rows, next }: Page<OperatorRow> = await operators.list({ after, limit: 100 })
    const others = rows.filter((one) => one.role === 'owner' && one.accountId !== accountId)
    for (const one of others) {
      if ((await operators.findActive(one.accountId)) !== undefined) return false
    }
    after = next
  }
  return true
}

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
