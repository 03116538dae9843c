/**
 * Accounts: made, given a new password, disabled and enabled. An address names one account, in
 * whatever case it is typed (`email.ts`); an id is never used twice.
 */

import type { AccountStore } from '../store/port.ts'
import type { Account } from '../store/records.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { BUSY } from './bounded-queue.ts'
import { emailKey, emailKeys, isEmail, tidyEmail } from './email.ts'
import type { Passwords } from './password.ts'
import { type PasswordProblem, passwordProblem } from './password-rules.ts'

export interface AccountContext {
  readonly store: { readonly accounts: AccountStore }
  readonly clock: Clock
  readonly random: Random
  readonly passwords: Passwords
}

/** The account with this address, however it is spelled. Rejects only with `StorageUnavailable`. */
export async function findAccount(
  accounts: Pick<AccountStore, 'findByEmailKey'>,
  email: string,
): Promise<Account | undefined> {
  // Together, so that it takes as long whichever of them there is.
  const found = await Promise.all(emailKeys(email).map((key) => accounts.findByEmailKey(key)))
  return found.find((account) => account !== undefined)
}

type PasswordRefused =
  | { readonly is: 'password_refused'; readonly problem: PasswordProblem }
  /** Too many passwords are being worked on; nothing was changed, and later it may go. */
  | { readonly is: 'busy' }

export type CreateAccountOutcome =
  | { readonly is: 'created'; readonly account: Account }
  | { readonly is: 'email_invalid' }
  | { readonly is: 'email_taken' }
  | PasswordRefused

/** Makes an account that can sign in at once. Rejects only with `StorageUnavailable`. */
export async function createAccount(
  { store, clock, random, passwords }: AccountContext,
  wanted: { readonly email: string; readonly password: string },
): Promise<CreateAccountOutcome> {
  const email = tidyEmail(wanted.email)
  if (!isEmail(email)) return { is: 'email_invalid' }
  const problem = passwordProblem(wanted.password, { email })
  if (problem !== null) return { is: 'password_refused', problem }
  const passwordHash = await passwords.hash(wanted.password)
  if (passwordHash === BUSY) return { is: 'busy' }
  const now = clock.now()
  const account: Account = {
    id: newAccountId(now, random),
    email,
    emailKey: emailKey(email),
    passwordHash,
    createdAt: now,
    disabledAt: null,
  }
  if ((await findAccount(store.accounts, email)) !== undefined) return { is: 'email_taken' }
  const inserted = await store.accounts.insert(account)
  return inserted ? { is: 'created', account } : { is: 'email_taken' }
}

export type SetPasswordOutcome =
  | { readonly is: 'changed' }
  | { readonly is: 'no_such_account' }
  | PasswordRefused

/** Replaces the password and ends every session of the account. Grants go on. */
export async function setPassword(
  { store, passwords }: Pick<AccountContext, 'store' | 'passwords'>,
  wanted: { readonly accountId: string; readonly password: string },
): Promise<SetPasswordOutcome> {
  const account = await store.accounts.find(wanted.accountId)
  if (account === undefined) return { is: 'no_such_account' }
  const problem = passwordProblem(wanted.password, account)
  if (problem !== null) return { is: 'password_refused', problem }
  const passwordHash = await passwords.hash(wanted.password)
  if (passwordHash === BUSY) return { is: 'busy' }
  const changed = await store.accounts.setPassword(account.id, passwordHash)
  return { is: changed ? 'changed' : 'no_such_account' }
}

/**
 * Shuts an account out: no sign-in, its sessions end, and the gate refuses its tokens. False where
 * there is no such account.
 */
export function disableAccount(
  { store, clock }: Pick<AccountContext, 'store' | 'clock'>,
  accountId: string,
): Promise<boolean> {
  return store.accounts.setDisabled(accountId, clock.now())
}

/** Lets a disabled account in again; its grants are honoured as before. False as above. */
export function enableAccount(
  { store }: Pick<AccountContext, 'store'>,
  accountId: string,
): Promise<boolean> {
  return store.accounts.setDisabled(accountId, null)
}

/** 32 hexadecimal digits: six bytes of time in milliseconds, so that ids sort by age, ten of chance. */
function newAccountId(now: number, random: Random): string {
  const time = (now * 1000).toString(16).padStart(12, '0')
  return time + Buffer.from(random(10)).toString('hex')
}
