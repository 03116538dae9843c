/**
 * Stores a password that the platform has verified, so that the platform is not asked about this
 * person again. It goes into a new account, or into the account that the platform's user already
 * has here.
 */

import type { AccountStore } from '../store/port.ts'
import type { Account } from '../store/records.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { newAccountId } from './account.ts'
import { nameTold } from './account-properties.ts'
import { BUSY } from './bounded-queue.ts'
import { emailKey, isEmail, tidyEmail } from './email.ts'
import type { Passwords } from './password.ts'
import type { PlatformAnswer, PlatformPasswords, PlatformUser } from './platform-passwords.ts'

interface FirstPasswordContext {
  readonly store: { readonly accounts: AccountStore }
  readonly clock: Clock
  readonly random: Random
  readonly passwords: Passwords
  readonly platform?: PlatformPasswords
}

export type FirstPasswordOutcome =
  | { readonly is: 'kept'; readonly account: Account & { readonly passwordHash: string } }
  /** A concurrent change came first: try again. */
  | { readonly is: 'changed' }
  /** Too many passwords are being hashed. */
  | { readonly is: 'busy' }
  /** The platform's answer must not sign in this account. `detail` is for the log. */
  | { readonly is: 'refused'; readonly detail: string }

/** One question to the platform, for one sign-in attempt. */
interface Question {
  ask(): Promise<'yes' | 'no' | 'not_asked'>
  /** What went wrong, for the log. */
  trouble(): { readonly trouble?: string }
  /** To be called after a yes. Rejects only with `StorageUnavailable`. */
  keep(): Promise<FirstPasswordOutcome>
}

/**
 * The question for this attempt, or undefined if the platform must not be asked. `account` is the
 * account with this address, if any.
 */
export function questionFor(
  context: FirstPasswordContext,
  { email: typed, password }: { readonly email: string; readonly password: string },
  account: Account | undefined,
): Question | undefined {
  const { store, passwords, platform } = context
  const email = tidyEmail(typed)
  if (platform === undefined || !isEmail(email)) return undefined
  if (account !== undefined && !hasNoPassword(account)) return undefined
  const { provider } = platform
  let answer: PlatformAnswer = { is: 'not_asked' }
  return {
    async ask() {
      if (account !== undefined) {
        const identities = await store.accounts.listIdentities(account.id)
        if (!identities.some((identity) => identity.provider === provider)) return 'not_asked'
      }
      answer = await platform.ask({ email, password })
      return answer.is === 'trouble' ? 'no' : answer.is
    },
    trouble: () => (answer.is === 'trouble' ? { trouble: answer.detail } : {}),
    async keep() {
      if (answer.is !== 'yes') return { is: 'changed' }
      const passwordHash = await passwords.hash(password)
      if (passwordHash === BUSY) return { is: 'busy' }
      return keepFirst(context, account, { email, provider, user: answer.user, passwordHash })
    },
  }
}

interface FirstPassword {
  readonly email: string
  readonly provider: string
  readonly user: PlatformUser
  /** Our own hash of the verified password. */
  readonly passwordHash: string
}

async function keepFirst(
  context: FirstPasswordContext,
  account: Account | undefined,
  first: FirstPassword,
): Promise<FirstPasswordOutcome> {
  const { accounts } = context.store
  const { provider, user } = first
  const owner = await accounts.findByIdentity(provider, user.subject)
  if (account !== undefined) {
    if (owner?.id === account.id) return keepWith(context, account, first)
    return refused('The platform verified the address of one account with the subject of another.')
  }
  if (owner === undefined) return keepWithNew(context, first)
  // Another first sign-in of the same person has stored it in the meantime.
  if (owner.emailKey === emailKey(first.email)) return { is: 'changed' }
  // Once a password is stored here, the platform can no longer verify one for the account.
  if (!hasNoPassword(owner)) {
    return refused(
      'The platform verified a different address of a user who has a password here or is disabled.',
    )
  }
  // The address comes first: if the next step fails, the account still has no password and the
  // platform is asked again.
  const address = addressOf(first)
  const act = { by: { kind: 'account', id: owner.id }, at: context.clock.now() } as const
  const updated = await accounts.update(owner.id, address, act)
  return updated === 'updated'
    ? keepWith(context, { ...owner, ...address }, first)
    : { is: 'changed' }
}

function hasNoPassword({ passwordHash, disabledAt }: Account): boolean {
  return passwordHash === null && disabledAt === null
}

/** Account, identity and password in one step. */
async function keepWithNew(
  { store, clock, random }: FirstPasswordContext,
  first: FirstPassword,
): Promise<FirstPasswordOutcome> {
  const now = clock.now()
  const account = {
    id: newAccountId(now, random),
    ...addressOf(first),
    name: nameTold(first.user.name),
    language: null,
    profile: null,
    deletion: null,
    terms: null,
    passwordHash: first.passwordHash,
    createdAt: now,
    disabledAt: null,
  }
  const act = { by: { kind: 'account', id: account.id }, at: now } as const
  const identity = { provider: first.provider, subject: first.user.subject }
  const inserted = await store.accounts.insert(account, act, [identity])
  return inserted === 'inserted' ? { is: 'kept', account } : { is: 'changed' }
}

async function keepWith(
  { store, clock }: FirstPasswordContext,
  account: Account,
  { passwordHash }: FirstPassword,
): Promise<FirstPasswordOutcome> {
  const act = { by: { kind: 'account', id: account.id }, at: clock.now() } as const
  const kept = await store.accounts.keepPassword(account.id, passwordHash, act)
  return kept ? { is: 'kept', account: { ...account, passwordHash } } : { is: 'changed' }
}

function addressOf({ email, user }: FirstPassword) {
  const tidy = tidyEmail(email)
  return { email: tidy, emailKey: emailKey(tidy), emailVerified: user.emailVerified }
}

function refused(detail: string): FirstPasswordOutcome {
  return { is: 'refused', detail }
}
