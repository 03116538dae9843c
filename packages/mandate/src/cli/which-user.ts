/** How the commands find and name users. */

import { findAccount } from '../people/account.ts'
import { userNameKey } from '../people/user-name.ts'
import type { ReadStore } from '../store/read-only.ts'
import type { Account } from '../store/records.ts'
import { type CommandOptions, CommandRefused, nextCommand } from './command.ts'
import { printable } from './terminal.ts'

/**
 * The account with this address, with this id, or else with this user name in a directory. Throws
 * `CommandRefused`.
 */
export async function findUser(
  store: ReadStore,
  emailOrId: string,
  options: CommandOptions,
): Promise<Account> {
  const [byAddress, byId] = await Promise.all([
    findAccount(store.accounts, emailOrId),
    store.accounts.find(emailOrId),
  ])
  // An imported id may look like an address.
  if (byAddress !== undefined && byId !== undefined && byAddress.id !== byId.id) {
    throw new CommandRefused(
      `${printable(emailOrId)} is the address of ${byAddress.id} and also the id of another user; give the id of the first or the address of the second`,
    )
  }
  const account = byAddress ?? byId ?? (await findProvisioned(store, emailOrId))
  if (account === undefined) throw unknownUser(emailOrId, options)
  return account
}

async function findProvisioned(store: ReadStore, userName: string): Promise<Account | undefined> {
  const [user, ...more] = await store.scimUsers.listNamed(userNameKey(userName))
  if (user === undefined) return undefined
  if (more.length === 0) return store.accounts.find(user.accountId)
  const ids = [user, ...more].map(
    ({ accountId, provider }) => `${accountId} (${printable(provider)})`,
  )
  throw new CommandRefused(
    `Several directories have a user ${printable(userName)}; give an id: ${ids.join(', ')}`,
  )
}

export function unknownUser(emailOrId: string, options: CommandOptions): CommandRefused {
  return new CommandRefused(
    `There is no user ${printable(emailOrId)}; list users with: ${nextCommand(options, 'user list')}`,
  )
}

/** The address, or the id if there is none. */
export function named({ email, id }: Account): string {
  return printable(email ?? id)
}
