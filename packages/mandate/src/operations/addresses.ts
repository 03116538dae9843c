/**
 * The address that an account signs in with: its owner has it confirmed, or changes it. Both send a
 * link, and nothing changes before the link is used (`people/change-address.ts`).
 */

import type { KeyRing } from '../grants/derivation.ts'
import { findAccount } from '../people/account.ts'
import { emailKey, isEmail, tidyEmail } from '../people/email.ts'
import { newLink } from '../people/mailed-links.ts'
import type { SignInOrigin } from '../people/session.ts'
import { admitMail } from '../people/throttle.ts'
import type { Store } from '../store/port.ts'
import type { Account } from '../store/records.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { operation } from './operation.ts'

interface AddressContext {
  readonly store: Pick<Store, 'accounts' | 'attempts' | 'mailedLinks'>
  readonly keys: KeyRing
  readonly clock: Clock
  readonly random: Random
}

interface Asked {
  readonly account: Account
  /** The language tag of the mails. */
  readonly language: string
  readonly from: SignInOrigin
}

/** Sends a link to the account's own address. Rejects only with `StorageUnavailable`. */
export const askToVerify = operation(
  { by: ['account'] },
  async (
    { store, keys, clock, random }: AddressContext,
    actor,
    { account, language, from }: Asked,
  ): Promise<{ readonly is: 'asked' | 'no_address' | 'is_verified' | 'too_often' }> => {
    const { id: accountId, email, emailKey: key } = account
    if (email === null || key === null) return { is: 'no_address' }
    if (account.emailVerified) return { is: 'is_verified' }
    const now = clock.now()
    const purpose = 'verify_address'
    if (!(await admitMail(store.attempts, { email, purpose }, now))) return { is: 'too_often' }
    const link = newLink(
      {
        ...{ purpose, accountId, email, emailKey: key, accountEmailKey: key },
        ...{ language, browser: from.browser },
      },
      { keys, random, now },
    )
    await store.mailedLinks.insert(link, 'all', { by: actor, at: now })
    return { is: 'asked' }
  },
)

export type ChangeAddressOutcome = {
  readonly is: 'asked' | 'email_invalid' | 'is_address' | 'too_often' | 'of_a_directory'
}

/**
 * Sends a link to the new address, and to the old one a link that stops the change. An address that
 * has another account gets no mail, and the answer is the same, so that nobody learns who has an
 * account. `of_a_directory`: a directory keeps the address by SCIM, and would set it again. Rejects as
 * above.
 */
export const askToChange = operation(
  { by: ['account'] },
  async (
    { store, keys, clock, random }: AddressContext & { readonly store: Pick<Store, 'scimUsers'> },
    actor,
    { account, language, from, email: typed }: Asked & { readonly email: string },
  ): Promise<ChangeAddressOutcome> => {
    if ((await store.scimUsers.findOf(account.id)) !== undefined) return { is: 'of_a_directory' }
    const email = tidyEmail(typed)
    if (!isEmail(email)) return { is: 'email_invalid' }
    const key = emailKey(email)
    if (key === account.emailKey) return { is: 'is_address' }
    const now = clock.now()
    // Pressed twice. Links that stop a change need an order, too.
    const open = await store.mailedLinks.listOpen(account.id, now)
    if (open.some(({ purpose, createdAt }) => purpose === 'stop_change' && createdAt >= now)) {
      return { is: 'asked' }
    }
    // By the account, and by the address that the mail goes to.
    const asked = [`${account.id}@change.invalid`, email].map((one) =>
      admitMail(store.attempts, { email: one, purpose: 'change_address' }, now),
    )
    if ((await Promise.all(asked)).includes(false)) return { is: 'too_often' }
    const isTaken = (await findAccount(store.accounts, email)) !== undefined
    const act = { by: actor, at: now }
    const shared = {
      ...{ accountId: account.id, accountEmailKey: account.emailKey, language },
      browser: from.browser,
    }
    const made = { keys, random, now }
    const details = { newEmail: email, from: account.emailKey === null ? '' : account.email }
    const change = newLink(
      {
        ...{ ...shared, purpose: 'change_address', details },
        ...(isTaken ? {} : { email, emailKey: key }),
      },
      made,
    )
    await store.mailedLinks.insert(change, 'all', act)
    if (account.email !== null && account.emailKey !== null) {
      const told = { ...details, agent: from.agent, network: from.network }
      const stop = newLink(
        {
          ...{ ...shared, purpose: 'stop_change', details: told },
          ...{ email: account.email, emailKey: account.emailKey },
        },
        made,
      )
      await store.mailedLinks.insert(stop, 'none', act)
    }
    return { is: 'asked' }
  },
)

/** Ends the open change, if there is one. Rejects as above. */
export const cancelChange = operation(
  { by: ['account'] },
  async (
    { store, clock }: Pick<AddressContext, 'store' | 'clock'>,
    actor,
    _: object,
  ): Promise<{ readonly is: 'cancelled' | 'none' }> => {
    const act = { by: actor, at: clock.now() }
    const ended = await store.mailedLinks.withdraw(actor.id, 'change_address', act)
    return { is: ended > 0 ? 'cancelled' : 'none' }
  },
)
