/** Looks up an account by its e-mail address. `operations/` changes accounts. */

import type { AccountStore } from '../store/port.ts'
import type { Account } from '../store/records.ts'
import { emailKeys } from './email.ts'

/** The account with this address, however it is spelled. Rejects only with `StorageUnavailable`. */
export async function findAccount(
  accounts: Pick<AccountStore, 'findByEmailKey'>,
  email: string,
): Promise<Account | undefined> {
  // In one query, so that it takes the same time whichever exists.
  const found = await Promise.all(emailKeys(email).map((key) => accounts.findByEmailKey(key)))
  return found.find((account) => account !== undefined)
}
