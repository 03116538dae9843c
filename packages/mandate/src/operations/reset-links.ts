/**
 * A one-time link for a lost password that support hands over; it needs no mail. One that was made on the
 * server's machine proves more (`http/console/proof-of-link.ts`).
 */

import type { KeyRing } from '../grants/derivation.ts'
import { canSignIn } from '../people/account.ts'
import { linkAddress, newLink, RESET_BY_OPERATOR_SECONDS } from '../people/mailed-links.ts'
import type { Store } from '../store/port.ts'
import type { Account, MailedLink } from '../store/records.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { operation } from './operation.ts'

const MADE_IN_SHELL = 'madeInShell'

interface ResetLinkContext {
  readonly store: Pick<Store, 'mailedLinks'>
  readonly keys: KeyRing
  readonly clock: Clock
  readonly random: Random
  readonly settings: { readonly issuer: string }
}

/**
 * Ends the account's older links for a lost password. `expiresAt` in seconds since 1970. Rejects
 * only with `StorageUnavailable`.
 */
export const makeResetLink = operation(
  {
    by: ['operator'],
    needs: 'users:write',
    touches: ({ account }: { readonly account: Account }) => [{ accountId: account.id }],
  },
  async (
    { store, keys, clock, random, settings }: ResetLinkContext,
    actor,
    { account }: { readonly account: Account },
  ): Promise<
    | { readonly is: 'made'; readonly address: string; readonly expiresAt: number }
    | { readonly is: 'disabled' }
  > => {
    if (!canSignIn(account)) return { is: 'disabled' }
    const now = clock.now()
    const made = newLink(
      {
        purpose: 'reset_password',
        ...{ accountId: account.id, accountEmailKey: account.emailKey },
        language: account.language ?? 'en',
        details: actor.via === 'shell' ? { [MADE_IN_SHELL]: true } : {},
      },
      { keys, random, now },
    )
    const link = { ...made, expiresAt: now + RESET_BY_OPERATOR_SECONDS }
    const address = linkAddress(settings.issuer, keys, link)
    if (address === undefined) throw new Error('The current server key is missing.')
    await store.mailedLinks.insert(link, 'all', { by: actor, at: now })
    return { is: 'made', address, expiresAt: link.expiresAt }
  },
)

/** Whether a command on the server's machine printed it. */
export function wasMadeInShell({ details }: Pick<MailedLink, 'details'>): boolean {
  return details[MADE_IN_SHELL] === true
}
