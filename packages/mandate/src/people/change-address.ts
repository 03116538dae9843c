/**
 * The links that confirm an account's address, or change it. Whoever opens a mail at the address has
 * shown that mail arrives there, so using such a link needs no sign-in. `operations/addresses.ts`
 * makes them.
 */

import type { Origin } from '../facts/actor.ts'
import type { Store } from '../store/port.ts'
import type { Account, MailedLink } from '../store/records.ts'
import { writes } from '../store/write-access.ts'
import type { Clock } from '../time-and-chance.ts'
import { linkState } from './mailed-links.ts'
import {
  hashNewPassword,
  hasSecondFactor,
  type NewPasswordContext,
  type PasswordRefused,
} from './new-password.ts'

interface LinkContext {
  readonly store: Pick<Store, 'mailedLinks'>
  readonly clock: Clock
}

interface Use {
  readonly link: MailedLink
  readonly accountId: string
  /** From where it was opened, for the mail about it. */
  readonly from: Origin
}

const actOf = (id: string, from: Origin, at: number) =>
  ({ by: { kind: 'account', id, from }, at }) as const

/** True once. Rejects only with `StorageUnavailable`. */
export const verifyAddress = writes(
  ({ store, clock }: LinkContext, { link, accountId, from }: Use): Promise<boolean> => {
    const at = clock.now()
    return store.mailedLinks.verifyAddress({ link, at }, actOf(accountId, from, at))
  },
)

/** Rejects only with `StorageUnavailable`. */
export const changeAddress = writes(
  ({ store, clock }: LinkContext, { link, accountId, from }: Use) => {
    const at = clock.now()
    return store.mailedLinks.changeAddress({ link, at }, actOf(accountId, from, at))
  },
)

export type StopOutcome =
  | { readonly is: 'stopped' | 'link_over' }
  /** Somebody else has the old address by now. */
  | { readonly is: 'email_taken' }
  | PasswordRefused

/** Keeps or brings back the old address, with a new password. Rejects as above. */
export const stopChange = writes(
  async (
    context: LinkContext & NewPasswordContext & { readonly store: Pick<Store, 'secondFactors'> },
    {
      link,
      account,
      password,
      from,
    }: Omit<Use, 'accountId'> & { readonly account: Account; readonly password: string },
  ): Promise<StopOutcome> => {
    const { store, clock } = context
    if (linkState(link, clock.now()) !== 'open') return { is: 'link_over' }
    const hashed = await hashNewPassword(context, password, {
      email: link.email,
      hasSecondFactor: await hasSecondFactor(store, account.id),
    })
    if (hashed.is !== 'hashed') return hashed
    const at = clock.now()
    const stopping = { link, at, passwordHash: hashed.passwordHash }
    return { is: await store.mailedLinks.stopChange(stopping, actOf(account.id, from, at)) }
  },
)
