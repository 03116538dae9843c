/**
 * An account that its owner makes: somebody asks for a link, the owner of the mailbox opens it and
 * chooses a password. Before that there is no account, only the link, so nobody can occupy an address
 * that is not theirs (docs/decisions/0055-registration.md).
 *
 * As with a lost password (`lost-password.ts`), nobody learns who has an account: the page, the
 * counters and the row are the same. Only the mail differs, which goes to the owner of the address.
 */

import type { Origin } from '../facts/actor.ts'
import type { KeyRing } from '../grants/derivation.ts'
import type { Store } from '../store/port.ts'
import type { Account, MailedLink } from '../store/records.ts'
import { writes } from '../store/write-access.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { canSignIn, findAccount, newAccountId } from './account.ts'
import { emailDomain, emailKey, isEmail, tidyEmail } from './email.ts'
import { linkState, newLink } from './mailed-links.ts'
import { hashNewPassword, type NewPasswordContext, type PasswordRefused } from './new-password.ts'
import type { SignInOrigin } from './session.ts'
import { admitMail, mailWasUsed, waitBeforeAsking } from './throttle.ts'

export interface RegistrationContext {
  readonly store: Pick<Store, 'accounts' | 'attempts' | 'mailedLinks'>
  readonly keys: KeyRing
  readonly clock: Clock
  readonly random: Random
}

export interface RegistrationRequest {
  /** As typed. */
  readonly email: string
  readonly from: SignInOrigin
  /** The language tag of the mail. */
  readonly language: string
  /** Where the person was going, for the same browser. */
  readonly onward: string
}

export type RegistrationRequestOutcome =
  /** A mail is on its way, with a link or with the news that there is an account. */
  | { readonly is: 'asked' }
  | { readonly is: 'email_invalid' | 'domain_refused' }
  /** This network has asked for too many mails. */
  | { readonly is: 'wait'; readonly retryAfterSeconds: number }

const purpose = 'register'

/** Rejects only with `StorageUnavailable`. */
export const askToRegister = writes(
  async (
    {
      store,
      keys,
      clock,
      random,
      settings: { registrationDomains: domains },
    }: RegistrationContext & {
      readonly settings: { readonly registrationDomains: readonly string[] }
    },
    { email: typed, from, language, onward }: RegistrationRequest,
  ): Promise<RegistrationRequestOutcome> => {
    const email = tidyEmail(typed)
    if (!isEmail(email)) return { is: 'email_invalid' }
    if (!isOfDomains(domains, email)) return { is: 'domain_refused' }
    const now = clock.now()
    const wait = await waitBeforeAsking(store.attempts, from.network, now)
    if (wait > 0) return { is: 'wait', retryAfterSeconds: wait }
    // A link that works has just been sent.
    if (!(await admitMail(store.attempts, { email, purpose }, now))) return { is: 'asked' }
    const account = await findAccount(store.accounts, email)
    const link = newLink(
      {
        ...{ purpose, language, browser: from.browser },
        details: { onward, agent: from.agent, network: from.network },
        ...addressee(email, account),
      },
      { keys, random, now },
    )
    await store.mailedLinks.insert(link, 'same_browser', { by: { kind: 'system' }, at: now })
    return { is: 'asked' }
  },
)

/** Whether the address is of one of the domains; of none means of any. */
export function isOfDomains(domains: readonly string[], email: string): boolean {
  return (
    domains.length === 0 || domains.some((one) => emailDomain(`@${one}`) === emailDomain(email))
  )
}

/** The link of an account that exists cannot be used; a disabled one gets no mail. */
function addressee(email: string, account: Account | undefined) {
  if (account === undefined) return { email, emailKey: emailKey(email) }
  const { id: accountId, emailKey: key } = account
  return canSignIn(account)
    ? { accountId, email: account.email, emailKey: key, accountEmailKey: key }
    : { emailKey: key }
}

export type RegistrationOutcome =
  | { readonly is: 'created'; readonly account: Account }
  /** It was used or ended in the meantime. */
  | { readonly is: 'link_over' }
  /** The address has got an account in the meantime. */
  | { readonly is: 'email_taken' }
  | PasswordRefused

/** The address of a link for a new account. */
export function addressOf({ email, details }: MailedLink): string {
  return email ?? textOf(details['address']) ?? ''
}

/**
 * Uses a link that was checked, and creates the account. Its address is verified if the link was
 * mailed to it. Of two people with one address, one gets an account. Rejects as above.
 */
export const register = writes(
  async (
    context: RegistrationContext & NewPasswordContext,
    {
      link,
      password,
      termsVersion,
      from,
    }: {
      readonly link: MailedLink
      readonly password: string
      /** The terms that the person has accepted; null if there are none. */
      readonly termsVersion: string | null
      readonly from: Origin
    },
  ): Promise<RegistrationOutcome> => {
    const { store, clock, random } = context
    if (linkState(link, clock.now()) !== 'open') return { is: 'link_over' }
    const email = addressOf(link)
    // The store cannot know the other spellings of an address.
    if ((await findAccount(store.accounts, email)) !== undefined) return { is: 'email_taken' }
    const hashed = await hashNewPassword(context, password, { email, hasSecondFactor: false })
    if (hashed.is !== 'hashed') return hashed
    const at = clock.now()
    const id = newAccountId(at, random)
    const account: Account = {
      ...{ id, email, emailKey: emailKey(email), emailVerified: link.email !== null },
      ...{ name: textOf(link.details['name']), language: null, profile: null, deletion: null },
      terms: termsVersion === null ? null : { version: termsVersion, at },
      ...{ passwordHash: hashed.passwordHash, createdAt: at, disabledAt: null },
    }
    const act = { by: { kind: 'account', id, from }, at } as const
    const is = await store.mailedLinks.register({ link, at, account }, act)
    if (is !== 'created') return { is }
    if (link.email !== null) await mailWasUsed(store.attempts, { email, purpose: link.purpose })
    return { is, account }
  },
)

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
