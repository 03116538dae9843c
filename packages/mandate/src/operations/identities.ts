/** Links accounts to the external identities that people sign in with, and unlinks them. */

import type { Actor } from '../facts/actor.ts'
import { isIdentity } from '../people/account-properties.ts'
import type { Store } from '../store/port.ts'
import type { IdentityName } from '../store/records.ts'
import type { Clock } from '../time-and-chance.ts'
import { ActorRefused, operation } from './operation.ts'

interface IdentityContext {
  readonly store: Pick<Store, 'accounts'>
  readonly clock: Clock
}

interface WhichIdentity extends IdentityName {
  readonly accountId: string
}

/**
 * From then on, whoever signs in with the identity signs in to the account. A caller that acts for the
 * account must have had both proved: the account and the identity. Rejects only with
 * `StorageUnavailable`.
 */
export const linkIdentity = operation(
  ['operator', 'platform', 'account'],
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
 * Nobody signs in with the identity any more, and the sessions that began with its provider end. An
 * account cannot take its own last way in. Rejects as above.
 */
export const unlinkIdentity = operation(
  ['operator', 'platform', 'account'],
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

/** With how many things somebody can sign in to the account: its password, its identities. */
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
  throw new ActorRefused('An account may change its own identities only.')
}
