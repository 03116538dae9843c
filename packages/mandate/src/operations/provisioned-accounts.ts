/**
 * The accounts of people from elsewhere: found by their identity, created at their first arrival if
 * they may come, and brought up to date at each. An address that another system tells never leads to
 * an account, and never takes the address of one (docs/decisions/0035-people-from-elsewhere.md).
 */

import type { Act } from '../facts/actor.ts'
import { findAccount } from '../people/account.ts'
import {
  addressTold,
  changeTold,
  isIdentity,
  isName,
  type Told,
  tidyName,
} from '../people/account-properties.ts'
import type { AccountStore } from '../store/port.ts'
import type { Account, IdentityName } from '../store/records.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { newAccountId } from './account-id.ts'
import { operation } from './operation.ts'

interface ProvisioningContext {
  readonly store: { readonly accounts: AccountStore }
  readonly clock: Clock
  readonly random: Random
}

export interface Arriving {
  readonly identity: IdentityName
  readonly told: Told
  /** Whether an account is created for a person who has none. */
  readonly mayCreate: boolean
}

export type ProvisionOutcome =
  /** It has been brought up to date. It may be disabled. */
  | { readonly is: 'known'; readonly account: Account }
  | { readonly is: 'created'; readonly account: Account }
  /** There is none, and none may be created. */
  | { readonly is: 'unknown' }
  | { readonly is: 'identity_invalid' }

/** Rejects only with `StorageUnavailable`. */
export const provisionAccount = operation(
  ['platform', 'system'],
  async (context: ProvisioningContext, actor, arriving: Arriving): Promise<ProvisionOutcome> => {
    const { identity } = arriving
    if (!isIdentity(identity)) return { is: 'identity_invalid' }
    const { accounts } = context.store
    const act = { by: actor, at: context.clock.now() }
    for (;;) {
      const known = await accounts.findByIdentity(identity.provider, identity.subject)
      if (known !== undefined) {
        const account = await bringUpToDate(accounts, known, { told: arriving.told, act })
        return { is: 'known', account }
      }
      if (!arriving.mayCreate) return { is: 'unknown' }
      const account = await newAccount(context, arriving.told, act.at)
      const is = await accounts.insert(account, act, [identity])
      if (is === 'inserted') return { is: 'created', account }
      // Another tab of the same person, or somebody with the same address, was faster: look again.
    }
  },
)

async function newAccount(
  { store, random }: ProvisioningContext,
  told: Told,
  now: number,
): Promise<Account> {
  const address = addressTold(told)
  const name = tidyName(told.name ?? '')
  return {
    id: newAccountId(now, random),
    ...address,
    emailKey: await freeKey(store.accounts, address),
    name: name !== null && isName(name) ? name : null,
    passwordHash: null,
    createdAt: now,
    disabledAt: null,
  }
}

async function bringUpToDate(
  accounts: AccountStore,
  account: Account,
  { told, act }: { readonly told: Told; readonly act: Act },
): Promise<Account> {
  const { emailKey, ...rest } = changeTold(account, told)
  const key =
    emailKey === undefined
      ? account.emailKey
      : await freeKey(accounts, { email: rest.email ?? account.email, emailKey, id: account.id })
  const change = { ...rest, ...(key !== account.emailKey && { emailKey: key }) }
  if (Object.keys(change).length === 0) return account
  const is = await accounts.update(account.id, change, act)
  // Overtaken by somebody with the same address: the next arrival finds that it is taken.
  return is === 'updated' ? { ...account, ...change } : account
}

/** The key, or null if another account has the address. */
async function freeKey(
  accounts: AccountStore,
  { email, emailKey, id }: Pick<Account, 'email' | 'emailKey'> & { readonly id?: string },
): Promise<string | null> {
  if (email === null || emailKey === null) return null
  const owner = await findAccount(accounts, email)
  return owner === undefined || owner.id === id ? emailKey : null
}
