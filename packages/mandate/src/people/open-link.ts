/** What a link that somebody opens is for, and whether it can be used. Opening uses nothing up. */

import type { KeyRing } from '../grants/derivation.ts'
import type { Store } from '../store/port.ts'
import type { Account, MailedLink } from '../store/records.ts'
import type { Clock } from '../time-and-chance.ts'
import { canSignIn } from './account.ts'
import {
  isAuthenticLink,
  type LinkState,
  leadsToSignIn,
  linkIdIn,
  linkState,
} from './mailed-links.ts'

export type OpenedLink =
  /** `account` is null for an invitation. */
  | { readonly is: 'open'; readonly link: MailedLink; readonly account: Account | null }
  | { readonly is: Exclude<LinkState, 'open'>; readonly link: MailedLink }
  /** Not ours, damaged, of a retired key, or expired long ago. */
  | { readonly is: 'unknown' }

/** Rejects only with `StorageUnavailable`. */
export async function openLink(
  {
    store,
    keys,
    clock,
  }: {
    readonly store: {
      readonly accounts: Pick<Store['accounts'], 'find'>
      readonly mailedLinks: Pick<Store['mailedLinks'], 'find'>
    }
    readonly keys: KeyRing
    readonly clock: Clock
  },
  token: string,
): Promise<OpenedLink> {
  const id = linkIdIn(token)
  const link = id === undefined ? undefined : await store.mailedLinks.find(id)
  if (link === undefined || !isAuthenticLink(keys, link, token)) return { is: 'unknown' }
  const state = linkState(link, clock.now())
  if (state !== 'open') return { is: state, link }
  if (link.accountId === null) return { is: 'open', link, account: null }
  const account = await store.accounts.find(link.accountId)
  return account !== undefined && isStillFor(link, account)
    ? { is: 'open', link, account }
    : { is: 'withdrawn', link }
}

/** The store checks it again when the link is used. */
function isStillFor(link: MailedLink, account: Account): boolean {
  if (account.disabledAt !== null && !(leadsToSignIn(link) && canSignIn(account))) return false
  return link.purpose === 'stop_change' || link.accountEmailKey === account.emailKey
}
