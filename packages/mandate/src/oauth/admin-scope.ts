/**
 * What a person can agree to of the scopes of the admin API: what their own role allows at that time.
 * Somebody without a role grants none of it. So a grant that exists does not become a key to the admin API on
 * the day on which its person becomes an operator.
 */

import { Refusal } from '../explanations/refusal.ts'
import { isAdminScope, permissionsIn } from '../operators/permissions.ts'
import { doesRoleCount, permissionsOf } from '../operators/roles.ts'
import type { ReadStore } from '../store/read-only.ts'

interface AdminScopeContext {
  readonly store: Pick<ReadStore, 'operators'>
  readonly settings: { readonly consoleRequiresSecondFactor?: boolean }
}

/**
 * The scope tokens without those that the person cannot grant; the same list if there is none of the admin
 * API in it, which reads nothing. Rejects with `Refusal` if nothing is left, or `StorageUnavailable`.
 */
export async function grantableScope(
  { store, settings }: AdminScopeContext,
  accountId: string,
  scope: readonly string[],
): Promise<readonly string[]> {
  if (!scope.some(isAdminScope)) return scope
  const operator = await store.operators.findActive(accountId)
  const doesCount = operator !== undefined && doesRoleCount(operator, settings)
  const allowed = doesCount ? permissionsOf(operator.role) : new Set()
  const isGrantable = (token: string) =>
    !isAdminScope(token) || [...permissionsIn([token])].some((one) => allowed.has(one))
  const granted = scope.filter(isGrantable)
  if (granted.length === 0) {
    throw new Refusal('no_role_for_scope', { role: operator?.role ?? 'none' })
  }
  return granted
}
