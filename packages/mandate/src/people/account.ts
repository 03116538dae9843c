/** Looks up an account by its e-mail address, and gives new ones their ids. `operations/` changes accounts. */

import type { AccountStore } from '../store/port.ts'
import type { Account } from '../store/records.ts'
import type { Random } from '../time-and-chance.ts'
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

/**
 * Whether its owner may prove who they are: unless it is disabled, or to keep an account that they
 * asked to delete.
 */
export function canSignIn({ disabledAt, deletion }: Account): boolean {
  return disabledAt === null || deletion?.canBeKept === true
}

/** What to call a person: the address, or the name if there is none; null for neither. */
export function shownName({ email, name }: Pick<Account, 'email' | 'name'>): string | null {
  return email ?? name
}

/** 32 hexadecimal digits: six bytes of time in milliseconds, so that ids sort by age, and ten random ones. */
export function newAccountId(now: number, random: Random): string {
  const time = (now * 1000).toString(16).padStart(12, '0')
  return time + Buffer.from(random(10)).toString('hex')
}
