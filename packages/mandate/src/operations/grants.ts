/** Grants: ended, one or several at once. Every token of an ended grant is refused from then on. */

import { accountOf, type GrantId, type RevocationCause } from '../grants/grant.ts'
import type { Revoked, Store } from '../store/port.ts'
import type { Clock } from '../time-and-chance.ts'
import { operation } from './operation.ts'
import {
  isPermitted,
  NotPermitted,
  type RankContext,
  requireRank,
  type Touched,
} from './permitted.ts'

interface GrantContext {
  readonly store: Pick<Store, 'grants'>
  readonly clock: Clock
}

const BECAUSE: RevocationCause = 'revoked_by_operator'

export type RevokeGrantOutcome =
  | { readonly is: 'revoked' }
  | { readonly is: 'ended_before' }
  | { readonly is: 'no_such_grant' }

/** Ends one grant. Rejects with `StorageUnavailable`, or with `NotPermitted` if its owner may do more. */
export const revokeGrant = operation(
  { by: ['operator'], needs: 'grants:write' },
  async (
    context: GrantContext & RankContext,
    actor,
    { grantId }: { readonly grantId: GrantId },
  ): Promise<RevokeGrantOutcome> => {
    const { store, clock } = context
    const found = await store.grants.find(grantId)
    if (found === undefined) return { is: 'no_such_grant' }
    const { grant } = found
    const accountId = accountOf(grant)
    const whose = accountId === null ? { clientId: grant.clientId } : { accountId }
    await requireRank(context, actor, [whose])
    const isDone = await store.grants.revoke(grantId, BECAUSE, { by: actor, at: clock.now() })
    return { is: isDone ? 'revoked' : 'ended_before' }
  },
)

interface Whose {
  readonly accountId?: string
  readonly clientId?: string
}

/** Of a person with an app, the person alone: apps of operators are those of users, too. */
function ofWhom({ accountId, clientId }: Whose): readonly Touched[] {
  if (accountId !== undefined) return [{ accountId }]
  return clientId === undefined ? [] : [{ clientId }]
}

/**
 * Ends every live grant of an account, a client or the pair. A client's alone disconnects all its users,
 * so that needs `clients:write` too. Rejects with `StorageUnavailable`, or with a `TypeError` where
 * neither is named.
 */
export const revokeGrants = operation(
  { by: ['operator'], needs: 'grants:write', touches: ofWhom },
  async (
    { store, clock }: GrantContext,
    actor,
    whose: Whose,
  ): Promise<{ readonly is: 'revoked'; readonly grants: Revoked }> => {
    if (whose.accountId === undefined && !isPermitted(actor, 'clients:write')) {
      throw new NotPermitted('clients:write')
    }
    const grants = await store.grants.revokeAllOf(whose, BECAUSE, { by: actor, at: clock.now() })
    return { is: 'revoked', grants }
  },
)
