/** Ends sessions, the access of apps, or the account itself. */

import type { Actor } from '../facts/actor.ts'
import type { RevocationCause } from '../grants/grant.ts'
import type { Revoked, Store } from '../store/port.ts'
import type { Clock } from '../time-and-chance.ts'
import { operation } from './operation.ts'
import { theAccount } from './permitted.ts'

interface EndingContext {
  readonly store: Pick<Store, 'accounts' | 'grants'>
  readonly clock: Clock
}

interface WhichAccount {
  readonly accountId: string
}

interface NoSuchAccount {
  readonly is: 'no_such_account'
}

/** Ends every session of the account, and the grants that end with them. Rejects only with `StorageUnavailable`. */
export const signOutEverywhere = operation(
  { by: ['operator', 'platform'], needs: 'users:help', touches: theAccount },
  async (
    { store, clock }: Pick<EndingContext, 'clock'> & { readonly store: Pick<Store, 'accounts'> },
    actor,
    { accountId }: WhichAccount,
  ): Promise<{ readonly is: 'signed_out'; readonly sessions: number } | NoSuchAccount> => {
    const sessions = await store.accounts.endSessions(accountId, { by: actor, at: clock.now() })
    if (sessions > 0) return { is: 'signed_out', sessions }
    const account = await store.accounts.find(accountId)
    return account === undefined ? { is: 'no_such_account' } : { is: 'signed_out', sessions }
  },
)

const causes: Readonly<Record<'operator' | 'platform', RevocationCause>> = {
  operator: 'revoked_by_operator',
  platform: 'revoked_by_platform',
}

/** Ends every session and every grant of the account: all its tokens are refused. Rejects as above. */
export const endAccess = operation(
  { by: ['operator', 'platform'], needs: 'users:help', touches: theAccount },
  async (
    { store, clock }: EndingContext,
    actor,
    { accountId }: WhichAccount,
  ): Promise<
    { readonly is: 'ended'; readonly sessions: number; readonly grants: Revoked } | NoSuchAccount
  > => {
    if ((await store.accounts.find(accountId)) === undefined) return { is: 'no_such_account' }
    const act = { by: actor satisfies Actor, at: clock.now() }
    // Sessions end first, because they could make new grants.
    const sessions = await store.accounts.endSessions(accountId, act)
    const grants = await store.grants.revokeAllOf({ accountId }, causes[actor.kind], act)
    return { is: 'ended', sessions, grants }
  },
)

/**
 * Deletes the account and everything that belongs to it. Its id is never used again. Rejects as
 * above.
 */
export const deleteAccount = operation(
  { by: ['operator', 'platform'], needs: 'users:write', touches: theAccount },
  async (
    { store, clock }: EndingContext,
    actor,
    { accountId }: WhichAccount,
  ): Promise<{ readonly is: 'deleted' } | NoSuchAccount> => {
    const deleted = await store.accounts.delete(accountId, { by: actor, at: clock.now() })
    return { is: deleted ? 'deleted' : 'no_such_account' }
  },
)

const theirAccounts = ({ from, into }: { readonly from: string; readonly into: string }) => [
  { accountId: from },
  { accountId: into },
]

/**
 * Merges two accounts of one person: `into` gets the identities of `from`, and `from` is deleted.
 * Rejects as above.
 */
export const mergeAccounts = operation(
  { by: ['operator', 'platform'], needs: 'users:write', touches: theirAccounts },
  async (
    { store, clock }: EndingContext,
    actor,
    { from, into }: { readonly from: string; readonly into: string },
  ): Promise<
    { readonly is: 'merged' | 'same_account' | 'into_is_to_be_deleted' } | NoSuchAccount
  > => {
    if (from === into) return { is: 'same_account' }
    // The identities would be deleted with it.
    const target = await store.accounts.find(into)
    if (target !== undefined && target.deletion !== null) return { is: 'into_is_to_be_deleted' }
    const merged = await store.accounts.merge(from, into, { by: actor, at: clock.now() })
    return { is: merged ? 'merged' : 'no_such_account' }
  },
)
