/** Looks an account up by its e-mail address. What is done to accounts is in `operations/`. */

import type { AccountStore } from '../store/port.ts'
import type { Account } from '../store/records.ts'
import { emailKeys } from './email.ts'

/** The account with this address, however it is spelled. Rejects only with `StorageUnavailable`. */
export async function findAccount(
  accounts: Pick<AccountStore, 'findByEmailKey'>,
  email: string,
): Promise<Account | undefined> {
  // Together, so that it takes as long whichever of them there is.
  const found = await Promise.all(emailKeys(email).map((key) => accounts.findByEmailKey(key)))
  return found.find((account) => account !== undefined)
}
