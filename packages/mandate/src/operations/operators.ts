/**
 * Operators: which accounts run Mandate, and in which role. The last owner who can sign in stays,
 * because nobody else can make owners but someone with a shell on the server's machine.
 */

import type { Role } from '../operators/roles.ts'
import type { Store } from '../store/port.ts'
import type { OperatorRow } from '../store/records.ts'
import type { Clock } from '../time-and-chance.ts'
import { operation } from './operation.ts'

interface OperatorContext {
  readonly store: Pick<Store, 'accounts' | 'operators'>
  readonly clock: Clock
}

interface WhichOperator {
  readonly accountId: string
}

interface NoSuchOperator {
  readonly is: 'no_such_operator'
}

export type AddOperatorOutcome =
  | { readonly is: 'added'; readonly operator: OperatorRow }
  | { readonly is: 'no_such_account' | 'disabled' }
  /** It has this role. */
  | { readonly is: 'operator_before'; readonly operator: OperatorRow }

/** Makes the owner of an account an operator. Rejects only with `StorageUnavailable`. */
export const addOperator = operation(
  { by: ['operator', 'system'], needs: 'operators:write' },
  async (
    { store, clock }: OperatorContext,
    actor,
    { accountId, role }: WhichOperator & { readonly role: Role },
  ): Promise<AddOperatorOutcome> => {
    const account = await store.accounts.find(accountId)
    if (account === undefined) return { is: 'no_such_account' }
    if (account.disabledAt !== null) return { is: 'disabled' }
    const at = clock.now()
    const operator = { accountId, role, createdAt: at }
    if (await store.operators.insert(operator, { by: actor, at })) {
      return { is: 'added', operator: { ...operator, unconfirmedSince: null } }
    }
    const before = await store.operators.find(accountId)
    return before === undefined
      ? { is: 'no_such_account' }
      : { is: 'operator_before', operator: before }
  },
)

export type SetRoleOutcome =
  | { readonly is: 'changed' | 'unchanged'; readonly operator: OperatorRow }
  | { readonly is: 'last_owner' }
  | NoSuchOperator

/** Gives an operator another role, in force with their next request. Rejects as above. */
export const setOperatorRole = operation(
  { by: ['operator'], needs: 'operators:write' },
  async (
    { store, clock }: OperatorContext,
    actor,
    { accountId, role }: WhichOperator & { readonly role: Role },
  ): Promise<SetRoleOutcome> => {
    const act = { by: actor, at: clock.now() }
    const isChanged = await store.operators.setRole(accountId, role, act)
    const operator = await store.operators.find(accountId)
    if (operator === undefined) return { is: 'no_such_operator' }
    if (isChanged) return { is: 'changed', operator }
    return operator.role === role ? { is: 'unchanged', operator } : { is: 'last_owner' }
  },
)

/** Ends an operator's rights at once. The account stays. Rejects as above. */
export const removeOperator = operation(
  { by: ['operator'], needs: 'operators:write' },
  async (
    { store, clock }: OperatorContext,
    actor,
    { accountId }: WhichOperator,
  ): Promise<{ readonly is: 'removed' | 'last_owner' } | NoSuchOperator> => {
    const act = { by: actor, at: clock.now() }
    if (await store.operators.delete(accountId, act)) return { is: 'removed' }
    const operator = await store.operators.find(accountId)
    return { is: operator === undefined ? 'no_such_operator' : 'last_owner' }
  },
)

export type ConfirmOperatorOutcome =
  | { readonly is: 'confirmed' | 'unchanged'; readonly operator: OperatorRow }
  | NoSuchOperator

/**
 * Says that the ways to sign in to an operator's account are the operator's own, so that the role
 * counts again, at once. Whoever says so has asked them. Rejects as above.
 */
export const confirmOperator = operation(
  { by: ['operator', 'system'], needs: 'operators:write' },
  async (
    { store, clock }: OperatorContext,
    actor,
    { accountId }: WhichOperator,
  ): Promise<ConfirmOperatorOutcome> => {
    const act = { by: actor, at: clock.now() }
    const isConfirmed = await store.operators.confirm(accountId, act)
    const operator = await store.operators.find(accountId)
    if (operator === undefined) return { is: 'no_such_operator' }
    return { is: isConfirmed ? 'confirmed' : 'unchanged', operator }
  },
)
