/** How the console finds users and clients by what an operator typed. */

import { nameKey } from '../../clients/look-alike.ts'
import { findAccount } from '../../people/account.ts'
import { userNameKey } from '../../people/user-name.ts'
import type { ReadStore } from '../../store/read-only.ts'
import type { Account, Client } from '../../store/records.ts'

/** By an id or an address, or else by the user name in a directory, if only one has it. */
export async function findUser(
  store: Pick<ReadStore, 'accounts' | 'scimUsers'>,
  typed: string,
): Promise<Account | undefined> {
  const [byId, byAddress] = await Promise.all([
    store.accounts.find(typed),
    findAccount(store.accounts, typed),
  ])
  const found = byId ?? byAddress
  if (found !== undefined) return found
  const [user, ...others] = await store.scimUsers.listNamed(userNameKey(typed))
  return user === undefined || others.length > 0 ? undefined : store.accounts.find(user.accountId)
}

/** By its id, or by its name if an operator registered it. */
export async function findClient(
  { clients }: Pick<ReadStore, 'clients'>,
  typed: string,
): Promise<Client | undefined> {
  const byId = await clients.find(typed)
  if (byId !== undefined) return byId
  const key = nameKey(typed)
  return key === '' ? undefined : (await clients.listNamed(key, 1)).at(0)
}
