/** The verbs on one-time links. */

import type { Act } from '../../facts/actor.ts'
import type { Account, MailedLink } from '../records.ts'
import type { LinkPurpose } from '../tables/mailed-links.ts'

/**
 * How long links are kept after they have expired, in seconds: so that one that is opened late can be
 * told from one that never existed.
 */
export const MAILED_LINKS_KEPT_SECONDS = 24 * 60 * 60

/** Which link is used, and when (seconds since 1970). A link is never used once it has expired. */
export interface LinkUse {
  readonly link: MailedLink
  readonly at: number
}

/**
 * A link is used once: of several callers, one gets true, and only if the link has neither ended
 * nor expired, its account exists and is not disabled, and the account still has the sign-in name
 * that it had when the link was made. What follows from the use happens in the same step.
 */
export interface MailedLinkStore {
  /**
   * Creates a link. `replaces` says which older links of the same purpose and account (or, without
   * an account, address) it ends: none, those that the same browser asked for, if it is known, or all. It is
   * recorded as a fact, from which the mail follows; for a link that nobody gets, because an
   * address has no account, the fact is left out, after the same work.
   */
  insert(link: MailedLink, replaces: 'none' | 'same_browser' | 'all', act: Act): Promise<void>
  find(id: string): Promise<MailedLink | undefined>
  /** The links of an account that have neither ended nor expired; newest first, at most 100. */
  listOpen(accountId: string, now: number): Promise<readonly MailedLink[]>
  /** Uses a link that nothing in this store follows from. The account, if any, as above. */
  use(use: LinkUse): Promise<boolean>
  /**
   * Sets the password. Sessions end, and all other links of the account. If the link was mailed to
   * the account's address, the address is verified.
   */
  resetPassword(use: LinkUse & { readonly passwordHash: string }, act: Act): Promise<boolean>
  /**
   * Creates the account that a link without one was for, and ends the other links for a new account
   * with this address. `email_taken` is about the key of the address; the link is used then too.
   */
  register(
    use: LinkUse & { readonly account: Account },
    act: Act,
  ): Promise<'created' | 'link_over' | 'email_taken'>
  /** The account's address is verified. */
  verifyAddress(use: LinkUse, act: Act): Promise<boolean>
  /**
   * The address of the link becomes the account's, verified; all other links of the account end,
   * except the one that takes the change back.
   */
  changeAddress(use: LinkUse, act: Act): Promise<'changed' | 'link_over' | 'email_taken'>
  /**
   * Takes a change of the address back, whether it has been confirmed or not: the address of the
   * link is the account's again. The password is replaced, as above. Ends younger links of this kind
   * too, so that the oldest address wins.
   */
  stopChange(
    use: LinkUse & { readonly passwordHash: string },
    act: Act,
  ): Promise<'stopped' | 'link_over' | 'email_taken'>
  /** Ends the open invitations of an address, by its key; says how many. */
  withdrawInvitations(emailKey: string, act: Act): Promise<number>
  /** Ends the account's open links of one purpose; says how many. */
  withdraw(accountId: string, purpose: LinkPurpose, act: Act): Promise<number>
}
