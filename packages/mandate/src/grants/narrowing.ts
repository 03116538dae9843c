/**
 * Taking one scope token out of a live grant: what its owner can do without disconnecting the client
 * (docs/decisions/0048-one-permission-taken-back.md). A grant only ever gets narrower, and never
 * empty: one without scope would be neither live nor ended.
 */

import type { Grant } from './grant.ts'

/**
 * The row without this scope token, or undefined if it is not live, does not have the token, or has no
 * other. The specification of the store's SQL statement.
 */
export function applyNarrowing(grant: Grant, taken: string): Grant | undefined {
  const before = grant.scope.split(' ')
  const left = before.filter((token) => token !== taken)
  const isPossible = left.length > 0 && left.length < before.length
  return grant.revokedAt === null && isPossible ? { ...grant, scope: left.join(' ') } : undefined
}
