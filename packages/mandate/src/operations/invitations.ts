/** Invitations: one-time links for new accounts, mailed or handed over by an operator. */

import type { KeyRing } from '../grants/derivation.ts'
import { findAccount } from '../people/account.ts'
import { isName, tidyName } from '../people/account-properties.ts'
import { emailKey, isEmail, tidyEmail } from '../people/email.ts'
import { linkAddress, newLink } from '../people/mailed-links.ts'
import type { Store } from '../store/port.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { operation } from './operation.ts'

interface InvitationContext {
  readonly store: Pick<Store, 'accounts' | 'mailedLinks'>
  readonly keys: KeyRing
  readonly clock: Clock
  readonly random: Random
  readonly settings: { readonly issuer: string }
}

export interface WantedInvitation {
  readonly email: string
  readonly name?: string | undefined
  /** The language tag of the mail. */
  readonly language: string
  /** Whether the link is mailed. Otherwise the address is not verified by using it. */
  readonly isMailed: boolean
}

export type InvitationOutcome =
  | {
      readonly is: 'invited'
      readonly email: string
      /** The link; whoever has it can use it. */
      readonly address: string
      readonly expiresAt: number
    }
  | { readonly is: 'email_invalid' | 'name_invalid' | 'email_taken' }

/**
 * Ends older invitations of the address. `expiresAt` in seconds since 1970. Rejects only with
 * `StorageUnavailable`.
 */
export const invite = operation(
  { by: ['operator'], needs: 'users:write' },
  async (
    { store, keys, clock, random, settings }: InvitationContext,
    actor,
    wanted: WantedInvitation,
  ): Promise<InvitationOutcome> => {
    const email = tidyEmail(wanted.email)
    if (!isEmail(email)) return { is: 'email_invalid' }
    const name = tidyName(wanted.name ?? '')
    if (name !== null && !isName(name)) return { is: 'name_invalid' }
    if ((await findAccount(store.accounts, email)) !== undefined) return { is: 'email_taken' }
    const now = clock.now()
    const link = newLink(
      {
        ...{ purpose: 'invitation', language: wanted.language, emailKey: emailKey(email) },
        ...(wanted.isMailed && { email }),
        details: { address: email, ...(name !== null && { name }) },
      },
      { keys, random, now },
    )
    const address = linkAddress(settings.issuer, keys, link)
    if (address === undefined) throw new Error('The current server key is missing.')
    await store.mailedLinks.insert(link, 'all', { by: actor, at: now })
    return { is: 'invited', email, address, expiresAt: link.expiresAt }
  },
)

/** Ends the open invitations of an address; `invitations` is how many. Rejects as above. */
export const withdrawInvitations = operation(
  { by: ['operator'], needs: 'users:write' },
  async (
    { store, clock }: Pick<InvitationContext, 'store' | 'clock'>,
    actor,
    { email }: { readonly email: string },
  ): Promise<{ readonly is: 'withdrawn'; readonly invitations: number }> => {
    const act = { by: actor, at: clock.now() }
    const invitations = await store.mailedLinks.withdrawInvitations(emailKey(email), act)
    return { is: 'withdrawn', invitations }
  },
)
