/**
 * Accounts: create, set a password, disable, enable, unlock. All spellings of an address name one
 * account (`people/email.ts`); ids are never reused. Neighbours: `people/arrival.ts` creates
 * accounts after an external sign-in, `identities.ts` links identities, `account-ends.ts` ends
 * accounts.
 */

import { findAccount, newAccountId } from '../people/account.ts'
import {
  isAccountId,
  isIdentity,
  isName,
  NO_ADDRESS,
  tidyName,
} from '../people/account-properties.ts'
import { emailKey, isEmail, tidyEmail } from '../people/email.ts'
import {
  hashNewPassword,
  hasSecondFactor,
  type NewPasswordContext,
  type PasswordRefused,
} from '../people/new-password.ts'
import { editedProfile, type ProfileClaim, profileChange } from '../people/profile.ts'
import { forgetAttempts } from '../people/throttle.ts'
import type { Store } from '../store/port.ts'
import type { Account, AccountChange, IdentityName } from '../store/records.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { operation } from './operation.ts'
import { theAccount } from './permitted.ts'
import type { ChangedMeanwhile } from './revisions.ts'

interface AccountContext {
  readonly store: Pick<Store, 'accounts' | 'attempts' | 'secondFactors'>
  readonly clock: Clock
}

type PasswordContext = AccountContext & NewPasswordContext

interface WhichAccount {
  readonly accountId: string
}

interface NoSuchAccount {
  readonly is: 'no_such_account'
}

export interface WantedAccount {
  /** An id from another system. Default: a new id. */
  readonly id?: string
  /** The sign-in name, unique among accounts. */
  readonly email?: string
  readonly name?: string
  /** Without it, password sign-in is not possible. */
  readonly password?: string
  readonly identities?: readonly IdentityName[]
}

export type CreateAccountOutcome =
  | { readonly is: 'created'; readonly account: Account }
  | { readonly is: 'email_invalid' | 'id_invalid' | 'identity_invalid' | 'name_invalid' }
  | { readonly is: 'email_taken' | 'identity_taken' }
  /** An account has this id, or a deleted account had it. */
  | { readonly is: 'id_taken' }
  | PasswordRefused

/**
 * Creates an account, which can sign in immediately with its password or identities. Rejects only
 * with `StorageUnavailable`.
 */
export const createAccount = operation(
  { by: ['operator', 'system'], needs: 'users:write' },
  async (
    context: PasswordContext & { readonly random: Random },
    actor,
    wanted: WantedAccount,
  ): Promise<CreateAccountOutcome> => {
    const { store, clock, random } = context
    const { identities = [] } = wanted
    const email = wanted.email === undefined ? null : tidyEmail(wanted.email)
    if (email !== null && !isEmail(email)) return { is: 'email_invalid' }
    if (wanted.id !== undefined && !isAccountId(wanted.id)) return { is: 'id_invalid' }
    if (!identities.every(isIdentity)) return { is: 'identity_invalid' }
    const name = tidyName(wanted.name ?? '')
    if (name !== null && !isName(name)) return { is: 'name_invalid' }
    const { password } = wanted
    const hashed =
      password === undefined
        ? { is: 'hashed' as const, passwordHash: null }
        : await hashNewPassword(context, password, { email, hasSecondFactor: false })
    if (hashed.is !== 'hashed') return hashed
    const now = clock.now()
    const account: Account = {
      id: wanted.id ?? newAccountId(now, random),
      ...(email === null ? NO_ADDRESS : { email, emailKey: emailKey(email), emailVerified: false }),
      name,
      language: null,
      profile: null,
      deletion: null,
      terms: null,
      passwordHash: hashed.passwordHash,
      createdAt: now,
      disabledAt: null,
    }
    if (email !== null && (await findAccount(store.accounts, email)) !== undefined) {
      return { is: 'email_taken' }
    }
    const is = await store.accounts.insert(account, { by: actor, at: now }, identities)
    return is === 'inserted' ? { is: 'created', account } : { is }
  },
)

export type SetPasswordOutcome = { readonly is: 'changed' } | NoSuchAccount | PasswordRefused

/**
 * Replaces the password, ends all sessions of the account and clears its failed sign-ins. Grants
 * stay. Rejects only with `StorageUnavailable`.
 */
export const setPassword = operation(
  { by: ['operator'], needs: 'users:write', touches: theAccount },
  async (
    context: PasswordContext,
    actor,
    wanted: WhichAccount & { readonly password: string },
  ): Promise<SetPasswordOutcome> => {
    const { store, clock } = context
    const account = await store.accounts.find(wanted.accountId)
    if (account === undefined) return { is: 'no_such_account' }
    const hashed = await hashNewPassword(context, wanted.password, {
      email: account.email,
      hasSecondFactor: await hasSecondFactor(store, account.id),
    })
    if (hashed.is !== 'hashed') return hashed
    const { passwordHash } = hashed
    const changed = await store.accounts.setPassword(account.id, passwordHash, {
      by: actor,
      at: clock.now(),
    })
    if (!changed) return { is: 'no_such_account' }
    // Failed guesses at the old password must not delay the owner's sign-in with the new one.
    await forgetAttempts(store.attempts, { email: account.email, accountId: account.id })
    return { is: 'changed' }
  },
)

export type ChangePasswordOutcome =
  | { readonly is: 'changed'; readonly passwordHash: string }
  /** Somebody has just set another password. */
  | { readonly is: 'changed_meanwhile' }
  | PasswordRefused

/**
 * Its owner replaces the password, or sets the first one. All sessions end but `keptSession`, and so
 * do the links that were mailed. Rejects only with `StorageUnavailable`.
 */
export const changePassword = operation(
  { by: ['account'] },
  async (
    context: PasswordContext,
    actor,
    {
      account,
      password,
      keptSession,
    }: { readonly account: Account; readonly password: string; readonly keptSession: string },
  ): Promise<ChangePasswordOutcome> => {
    const { store, clock } = context
    const hashed = await hashNewPassword(context, password, {
      email: account.email,
      hasSecondFactor: await hasSecondFactor(store, account.id),
    })
    if (hashed.is !== 'hashed') return hashed
    const { passwordHash } = hashed
    const changed = await store.accounts.changePassword(
      account.id,
      { from: account.passwordHash, to: passwordHash, keptSession },
      { by: actor, at: clock.now() },
    )
    if (!changed) return { is: 'changed_meanwhile' }
    await forgetAttempts(store.attempts, { email: account.email, accountId: account.id })
    return { is: 'changed', passwordHash }
  },
)

/** What to change; null removes it. */
export interface WantedProfile {
  readonly name?: string | null
  readonly emailVerified?: boolean
  readonly claims: Readonly<Partial<Record<ProfileClaim, unknown>>>
  /** The account that the change is meant for; nothing is changed if it has changed since. */
  readonly asRead?: Account | undefined
}

type ProfileRefused =
  | { readonly is: 'name_invalid' | 'no_email' }
  | { readonly is: 'claim_invalid'; readonly claim: ProfileClaim }
  | NoSuchAccount
  | ChangedMeanwhile

/** How often a change is made anew of what somebody else has changed in between. */
const MOST_TRIES = 5

/**
 * Changes the name and the claims of a profile. Writes nothing if they are the same.
 * `claim_invalid` names the first claim with an invalid value. Rejects only with
 * `StorageUnavailable`.
 */
export const updateProfile = operation(
  { by: ['operator'], needs: 'users:write', touches: theAccount },
  async (
    { store, clock }: AccountContext,
    actor,
    { accountId, asRead, ...wanted }: WhichAccount & WantedProfile,
  ): Promise<
    { readonly is: 'updated' | 'unchanged'; readonly account: Account } | ProfileRefused
  > => {
    const act = { by: actor, at: clock.now() }
    for (let tries = 1; ; tries += 1) {
      const account = asRead?.id === accountId ? asRead : await store.accounts.find(accountId)
      if (account === undefined) return { is: 'no_such_account' }
      const outcome = profileEdited(account, wanted, act.at)
      if (outcome.is !== 'edited') return outcome
      const { change } = outcome
      if (Object.keys(change).length === 0) return { is: 'unchanged', account }
      if ((await store.accounts.update(account, change, act)) === 'updated') {
        return { is: 'updated', account: { ...account, ...change } }
      }
      if (asRead !== undefined || tries === MOST_TRIES) return { is: 'changed_meanwhile' }
    }
  },
)

/** What a wish changes, or why it cannot be granted. */
function profileEdited(
  account: Account,
  { name: wantedName, emailVerified, claims }: Omit<WantedProfile, 'asRead'>,
  now: number,
): { readonly is: 'edited'; readonly change: AccountChange } | ProfileRefused {
  const name = wantedName === undefined ? account.name : tidyName(wantedName ?? '')
  if (name !== null && !isName(name)) return { is: 'name_invalid' }
  if (emailVerified === true && account.email === null) return { is: 'no_email' }
  const edited = editedProfile(account.profile, claims)
  if (typeof edited === 'string') return { is: 'claim_invalid', claim: edited }
  const isRenamed = name !== account.name
  const isVerified = emailVerified ?? account.emailVerified
  return {
    is: 'edited',
    change: {
      ...(isRenamed && { name }),
      ...(isVerified !== account.emailVerified && { emailVerified: isVerified }),
      ...profileChange(account, { profile: edited, isRenamed, now }),
    },
  }
}

/**
 * Changes the language of the pages and mails of the actor's account; null for that of the browser.
 * Writes nothing if it is the same. Rejects only with `StorageUnavailable`.
 */
export const changeLanguage = operation(
  { by: ['account'] },
  async (
    { store, clock }: AccountContext,
    actor,
    { language }: { readonly language: Account['language'] },
  ): Promise<{ readonly is: 'changed' | 'unchanged' } | NoSuchAccount> => {
    const account = await store.accounts.find(actor.id)
    if (account === undefined) return { is: 'no_such_account' }
    if (account.language === language) return { is: 'unchanged' }
    const act = { by: actor, at: clock.now() }
    const updated = await store.accounts.update(account.id, { language }, act)
    return { is: updated === 'updated' ? 'changed' : 'no_such_account' }
  },
)

/**
 * Disables an account: it cannot sign in, its sessions end, and the gate refuses its tokens.
 * Rejects only with `StorageUnavailable`.
 */
export const disableAccount = operation(
  { by: ['operator', 'platform'], needs: 'users:write', touches: theAccount },
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
  { by: ['operator', 'platform'], needs: 'users:write', touches: theAccount },
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
  { by: ['operator'], needs: 'users:help', touches: theAccount },
  async (
    { store, clock }: AccountContext,
    actor,
    { accountId }: WhichAccount,
  ): Promise<{ readonly is: 'unlocked'; readonly counters: number } | NoSuchAccount> => {
    const account = await store.accounts.find(accountId)
    if (account === undefined) return { is: 'no_such_account' }
    const unlocked = { accountId, act: { by: actor, at: clock.now() } }
    const whose = { email: account.email, accountId }
    const counters = await forgetAttempts(store.attempts, whose, unlocked)
    return { is: 'unlocked', counters }
  },
)
