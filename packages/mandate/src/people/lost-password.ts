/**
 * A lost password: somebody asks for a link, the owner of the mailbox opens it and chooses a new
 * password.
 *
 * An account that only signs in elsewhere gets no link: its first password would go around its
 * provider, which may be the only one to know that the person has left.
 *
 * Nobody learns from it who has an account. For an address without one, the same counters are
 * counted and the same row is written; only no mail follows.
 *
 * Nobody can keep the owner out either: a link that was asked for in another browser stays good,
 * and while requests are not answered by mail, a mail with a good link has just been sent.
 */

import type { Origin } from '../facts/actor.ts'
import type { KeyRing } from '../grants/derivation.ts'
import type { Store } from '../store/port.ts'
import type { Account, MailedLink } from '../store/records.ts'
import { writes } from '../store/write-access.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { canSignIn, findAccount } from './account.ts'
import { emailKey, isEmail, tidyEmail } from './email.ts'
import { linkForNobody, linkState, newLink } from './mailed-links.ts'
import {
  hashNewPassword,
  hasSecondFactor,
  type NewPasswordContext,
  type PasswordRefused,
} from './new-password.ts'
import type { SignInOrigin } from './session.ts'
import { admitMail, forgetPasswordAttempts, waitBeforeAsking } from './throttle.ts'

export interface ResetContext {
  readonly store: Pick<Store, 'accounts' | 'attempts' | 'mailedLinks' | 'secondFactors'>
  readonly keys: KeyRing
  readonly clock: Clock
  readonly random: Random
}

export interface ResetRequest {
  /** As typed. */
  readonly email: string
  readonly from: SignInOrigin
  /** The language tag of the mail. */
  readonly language: string
  /** Where the person was going, for the same browser. */
  readonly onward: string
  /** The provider name of the platform's users, whose passwords come here at their first sign-in. */
  readonly passwordsFrom: string | undefined
}

export type ResetRequestOutcome =
  /** A mail is on its way if the address has an account. */
  | { readonly is: 'asked' }
  | { readonly is: 'email_invalid' }
  /** This network has asked for too many mails. */
  | { readonly is: 'wait'; readonly retryAfterSeconds: number }

/** Rejects only with `StorageUnavailable`. */
export const askForReset = writes(
  async (
    { store, keys, clock, random }: ResetContext,
    { email: typed, from, language, onward, passwordsFrom }: ResetRequest,
  ): Promise<ResetRequestOutcome> => {
    const email = tidyEmail(typed)
    if (!isEmail(email)) return { is: 'email_invalid' }
    const now = clock.now()
    const wait = await waitBeforeAsking(store.attempts, from.network, now)
    if (wait > 0) return { is: 'wait', retryAfterSeconds: wait }
    const purpose = 'reset_password'
    // A link that works has just been sent.
    if (!(await admitMail(store.attempts, { email, purpose }, now))) return { is: 'asked' }
    const account = await findAccount(store.accounts, email)
    // Queried for unknown addresses too, so that both take the same time.
    const identities = await store.accounts.listIdentities(account?.id ?? '')
    const signsInHere =
      account?.passwordHash !== null ||
      identities.every(({ provider }) => provider === passwordsFrom)
    const link = newLink(
      {
        ...{ purpose, language, browser: from.browser },
        details: { onward, agent: from.agent, network: from.network },
        ...(account !== undefined && signsInHere && hasMailbox(account)
          ? {
              ...{ accountId: account.id, email: account.email, emailKey: account.emailKey },
              accountEmailKey: account.emailKey,
            }
          : { email, emailKey: emailKey(email) }),
      },
      { keys, random, now },
    )
    const written = link.accountId === null ? linkForNobody(link) : link
    await store.mailedLinks.insert(written, 'same_browser', { by: { kind: 'system' }, at: now })
    return { is: 'asked' }
  },
)

/** Only the sign-in name is known to be the person's address. */
function hasMailbox(account: Account): boolean {
  return account.emailKey !== null && canSignIn(account)
}

export type ResetOutcome =
  | { readonly is: 'changed' }
  /** It was used or ended in the meantime. */
  | { readonly is: 'link_over' }
  | PasswordRefused

/** Uses a link that was checked. Rejects only with `StorageUnavailable`. */
export const resetPassword = writes(
  async (
    context: ResetContext & NewPasswordContext,
    { link, account, password, from }: ResetWanted,
  ): Promise<ResetOutcome> => {
    const { store, clock } = context
    if (linkState(link, clock.now()) !== 'open') return { is: 'link_over' }
    const hashed = await hashNewPassword(context, password, {
      email: account.email,
      hasSecondFactor: await hasSecondFactor(store, account.id),
    })
    if (hashed.is !== 'hashed') return hashed
    const { passwordHash } = hashed
    const at = clock.now()
    const act = { by: { kind: 'account', id: account.id, from }, at } as const
    const changed = await store.mailedLinks.resetPassword({ link, at, passwordHash }, act)
    if (!changed) return { is: 'link_over' }
    // Failed guesses at the old password must not delay the owner's sign-in with the new one.
    if (account.email !== null) await forgetPasswordAttempts(store.attempts, account.email)
    return { is: 'changed' }
  },
)

interface ResetWanted {
  readonly link: MailedLink
  readonly account: Account
  readonly password: string
  readonly from: Origin
}
