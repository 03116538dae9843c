/** Links external identities to accounts and unlinks them. */

import type { Actor } from '../facts/actor.ts'
import { isIdentity } from '../people/account-properties.ts'
import type { Store } from '../store/port.ts'
import type { IdentityName } from '../store/records.ts'
import type { Clock } from '../time-and-chance.ts'
import { ActorRefused, operation } from './operation.ts'
import { theAccount } from './permitted.ts'

interface IdentityContext {
  readonly store: Pick<Store, 'accounts'>
  readonly clock: Clock
}

interface WhichIdentity extends IdentityName {
  readonly accountId: string
}

/**
 * From then on, a sign-in with the identity is a sign-in to the account. A caller that acts for the
 * account must have proof of both the account and the identity. Rejects only with
 * `StorageUnavailable`.
 */
export const linkIdentity = operation(
  { by: ['operator', 'platform', 'account'], needs: 'users:write', touches: theAccount },
  async (
    { store, clock }: IdentityContext,
    actor,
    { accountId, provider, subject }: WhichIdentity,
  ): Promise<{
    readonly is: 'linked' | 'identity_taken' | 'identity_invalid' | 'no_such_account'
  }> => {
    mustBeOwn(actor, accountId)
    if (!isIdentity({ provider, subject })) return { is: 'identity_invalid' }
    const act = { by: actor, at: clock.now() }
    return { is: await store.accounts.link(accountId, { provider, subject }, act) }
  },
)

/**
 * The identity can no longer be used to sign in, and the sessions of its provider end. An account
 * cannot remove its own last way to sign in. Rejects as above.
 */
export const unlinkIdentity = operation(
  { by: ['operator', 'platform', 'account'], needs: 'users:write', touches: theAccount },
  async (
    { store, clock }: IdentityContext,
    actor,
    { accountId, provider, subject }: WhichIdentity,
  ): Promise<{ readonly is: 'unlinked' | 'not_linked' | 'last_way_in' }> => {
    mustBeOwn(actor, accountId)
    const mayBeLast = actor.kind !== 'account'
    const isLast = async () => !mayBeLast && (await waysIn(store.accounts, accountId)) <= 1
    if (await isLast()) return { is: 'last_way_in' }
    const act = { by: actor, at: clock.now() }
    const identity = { provider, subject, mayBeLast }
    if (await store.accounts.unlink(accountId, identity, act)) return { is: 'unlinked' }
    // In another tab, the other way in may have been taken at the same time.
    return { is: (await isLast()) ? 'last_way_in' : 'not_linked' }
  },
)

/** How many ways to sign in the account has: its password and its identities. */
export async function waysIn(
  accounts: Pick<Store['accounts'], 'find' | 'listIdentities'>,
  accountId: string,
): Promise<number> {
  const [account, identities] = await Promise.all([
    accounts.find(accountId),
    accounts.listIdentities(accountId),
  ])
  return identities.length + (account?.passwordHash == null ? 0 : 1)
}

function mustBeOwn(actor: Actor, accountId: string): void {
  if (actor.kind !== 'account' || actor.id === accountId) return
  throw new ActorRefused('An account may only change its own identities.')
}
