/**
 * A mailed link lets a browser in that would have to wait (`throttle.ts`): whoever reads the mailbox
 * is not one of those who guess. It signs nobody in.
 *
 * As with a lost password (`lost-password.ts`), nobody learns who has an account, and nobody can keep
 * the owner from a link by asking for many: a link stays good whoever else asks, and a mail is left
 * out only while the one before is good.
 */

import type { KeyRing } from '../grants/derivation.ts'
import type { Store } from '../store/port.ts'
import type { MailedLink } from '../store/records.ts'
import { writes } from '../store/write-access.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { canSignIn, findAccount } from './account.ts'
import { emailKey, isEmail, tidyEmail } from './email.ts'
import { linkForNobody, newLink } from './mailed-links.ts'
import type { SignInOrigin } from './session.ts'
import { admitMail, mailWasUsed, waitBeforeAsking } from './throttle.ts'

export interface LetInContext {
  readonly store: Pick<Store, 'accounts' | 'attempts' | 'mailedLinks'>
  readonly keys: KeyRing
  readonly clock: Clock
  readonly random: Random
}

export type LetInOutcome =
  /** A mail is on its way if the address has an account. */
  | { readonly is: 'asked' }
  /** This network has asked for too many mails. */
  | { readonly is: 'wait'; readonly retryAfterSeconds: number }

const purpose = 'let_browser_in'

/** Does the same work for every address. Rejects only with `StorageUnavailable`. */
export const askToBeLetIn = writes(
  async (
    { store, keys, clock, random }: LetInContext,
    {
      email: typed,
      from,
      language,
      onward,
    }: {
      /** As typed. */
      readonly email: string
      readonly from: SignInOrigin
      /** The language tag of the mail. */
      readonly language: string
      /** Where the person was going, for the same browser. */
      readonly onward: string
    },
  ): Promise<LetInOutcome> => {
    const email = tidyEmail(typed)
    if (!isEmail(email)) return { is: 'asked' }
    const now = clock.now()
    const wait = await waitBeforeAsking(store.attempts, from.network, now)
    if (wait > 0) return { is: 'wait', retryAfterSeconds: wait }
    // A link that works has just been sent.
    if (!(await admitMail(store.attempts, { email, purpose }, now))) return { is: 'asked' }
    const account = await findAccount(store.accounts, email)
    const details = { onward, agent: from.agent, network: from.network }
    const isForSomebody = account !== undefined && canSignIn(account)
    const whose = isForSomebody
      ? {
          ...{ accountId: account.id, email: account.email, emailKey: account.emailKey },
          accountEmailKey: account.emailKey,
        }
      : { email, emailKey: emailKey(email) }
    const wanted = { purpose, language, browser: from.browser, details, ...whose } as const
    const link = newLink(wanted, { keys, random, now })
    const written = link.accountId === null ? linkForNobody(link) : link
    await store.mailedLinks.insert(written, 'same_browser', { by: { kind: 'system' }, at: now })
    return { is: 'asked' }
  },
)

/** Uses the link; false if it was used or ended in the meantime. Rejects as above. */
export const useLetIn = writes(
  async ({ store, clock }: LetInContext, link: MailedLink): Promise<boolean> => {
    if (!(await store.mailedLinks.use({ link, at: clock.now() }))) return false
    if (link.email !== null) await mailWasUsed(store.attempts, { email: link.email, purpose })
    return true
  },
)
