/**
 * Accounts: create, set a password, disable, enable, unlock. All spellings of an address name one
 * account (`people/email.ts`); ids are never reused.
 */

import { findAccount } from '../people/account.ts'
import { BUSY } from '../people/bounded-queue.ts'
import { emailKey, isEmail, tidyEmail } from '../people/email.ts'
import type { Passwords } from '../people/password.ts'
import { type PasswordProblem, passwordProblem } from '../people/password-rules.ts'
import { forgetAttempts } from '../people/throttle.ts'
import type { Store } from '../store/port.ts'
import type { Account } from '../store/records.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { newAccountId } from './account-id.ts'
import { operation } from './operation.ts'

interface AccountContext {
  readonly store: Pick<Store, 'accounts' | 'attempts'>
  readonly clock: Clock
}

interface PasswordContext extends AccountContext {
  readonly passwords: Passwords
  /** The site's name, which is rejected as a password. */
  readonly settings: { readonly brandName: string }
}

interface WhichAccount {
  readonly accountId: string
}

interface NoSuchAccount {
  readonly is: 'no_such_account'
}

export type PasswordRefused =
  | { readonly is: 'password_refused'; readonly problem: PasswordProblem }
  /** Too many passwords are being hashed. Nothing was changed; try again later. */
  | { readonly is: 'busy' }

export type CreateAccountOutcome =
  | { readonly is: 'created'; readonly account: Account & { readonly email: string } }
  | { readonly is: 'email_invalid' }
  | { readonly is: 'email_taken' }
  | PasswordRefused

/** Creates an account that can sign in immediately. Rejects only with `StorageUnavailable`. */
export const createAccount = operation(
  ['operator', 'system'],
  async (
    { store, clock, random, passwords, settings }: PasswordContext & { readonly random: Random },
    actor,
    wanted: { readonly email: string; readonly password: string },
  ): Promise<CreateAccountOutcome> => {
    const email = tidyEmail(wanted.email)
    if (!isEmail(email)) return { is: 'email_invalid' }
    const problem = await passwordProblem(wanted.password, [email, settings.brandName])
    if (problem !== null) return { is: 'password_refused', problem }
    const passwordHash = await passwords.hash(wanted.password)
    if (passwordHash === BUSY) return { is: 'busy' }
    const now = clock.now()
    const account = {
      id: newAccountId(now, random),
      email,
      emailKey: emailKey(email),
      emailVerified: false,
      name: null,
      passwordHash,
      createdAt: now,
      disabledAt: null,
    } satisfies Account
    if ((await findAccount(store.accounts, email)) !== undefined) return { is: 'email_taken' }
    const inserted = await store.accounts.insert(account, { by: actor, at: now })
    return inserted === 'inserted' ? { is: 'created', account } : { is: 'email_taken' }
  },
)

export type SetPasswordOutcome = { readonly is: 'changed' } | NoSuchAccount | PasswordRefused

/**
 * Replaces the password, ends all sessions of the account and clears its failed sign-ins. Grants
 * stay. Rejects only with `StorageUnavailable`.
 */
export const setPassword = operation(
  ['operator'],
  async (
    { store, clock, passwords, settings }: PasswordContext,
    actor,
    wanted: WhichAccount & { readonly password: string },
  ): Promise<SetPasswordOutcome> => {
    const account = await store.accounts.find(wanted.accountId)
    if (account === undefined) return { is: 'no_such_account' }
    const problem = await passwordProblem(
      wanted.password,
      [account.email, settings.brandName].filter((known) => known !== null),
    )
    if (problem !== null) return { is: 'password_refused', problem }
    const passwordHash = await passwords.hash(wanted.password)
    if (passwordHash === BUSY) return { is: 'busy' }
    const changed = await store.accounts.setPassword(account.id, passwordHash, {
      by: actor,
      at: clock.now(),
    })
    if (!changed) return { is: 'no_such_account' }
    // Failed guesses at the old password must not delay the owner's sign-in with the new one.
    if (account.email !== null) await forgetAttempts(store.attempts, account.email)
    return { is: 'changed' }
  },
)

/**
 * Disables an account: it cannot sign in, its sessions end, and the gate refuses its tokens.
 * Rejects only with `StorageUnavailable`.
 */
export const disableAccount = operation(
  ['operator'],
  async (
    { store, clock }: AccountContext,
    actor,
    { accountId }: WhichAccount,
  ): Promise<{ readonly is: 'disabled'; readonly at: number } | NoSuchAccount> => {
    const at = clock.now()
    const found = await store.accounts.disable(accountId, { by: actor, at })
    return found ? { is: 'disabled', at } : { is: 'no_such_account' }
  },
)

/** Enables a disabled account; its grants work again. Rejects as above. */
export const enableAccount = operation(
  ['operator'],
  async (
    { store, clock }: AccountContext,
    actor,
    { accountId }: WhichAccount,
  ): Promise<{ readonly is: 'enabled' } | NoSuchAccount> => {
    const found = await store.accounts.enable(accountId, { by: actor, at: clock.now() })
    return { is: found ? 'enabled' : 'no_such_account' }
  },
)

/**
 * Clears the account's failed sign-ins; `counters` is how many counters were deleted. Rejects as
 * above.
 */
export const unlockAccount = operation(
  ['operator'],
  async (
    { store, clock }: AccountContext,
    actor,
    { accountId }: WhichAccount,
  ): Promise<{ readonly is: 'unlocked'; readonly counters: number } | NoSuchAccount> => {
    const account = await store.accounts.find(accountId)
    if (account === undefined) return { is: 'no_such_account' }
    const { email } = account
    const unlocked = { accountId, act: { by: actor, at: clock.now() } }
    const counters = email === null ? 0 : await forgetAttempts(store.attempts, email, unlocked)
    return { is: 'unlocked', counters }
  },
)
