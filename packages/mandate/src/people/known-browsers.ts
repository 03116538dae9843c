/**
 * Known browsers: those in which a sign-in to the account was completed, and those that a mailed
 * link let in. What strangers guess does not slow them (`throttle.ts`), and a new one is worth
 * telling the owner.
 *
 * A browser is found by its own secret, never by the address that was typed, so that looking costs
 * the same for every address.
 */

import { hash } from 'node:crypto'
import type { Store } from '../store/port.ts'
import { writes } from '../store/write-access.ts'
import type { Clock } from '../time-and-chance.ts'
import { emailKeys } from './email.ts'
import type { SignInOrigin } from './session.ts'

/** What the database keeps of a browser's secret. */
export function browserDigest(secret: string): string {
  return hash('sha256', secret, 'base64url')
}

/**
 * The digest of this browser if it is known to the account with this address; otherwise null.
 * `secret` is undefined for a browser without one. Rejects with `StorageUnavailable`.
 */
export async function knownBrowser(
  store: { readonly knownBrowsers: Pick<Store['knownBrowsers'], 'listEmailKeysOf'> },
  secret: string | undefined,
  email: string,
): Promise<string | null> {
  if (secret === undefined) return null
  const browser = browserDigest(secret)
  const known = await store.knownBrowsers.listEmailKeysOf(browser)
  return emailKeys(email).some((key) => known.includes(key)) ? browser : null
}

export interface RememberContext {
  readonly store: Pick<Store, 'knownBrowsers'>
  readonly clock: Clock
}

/** Makes a browser known to an account, or notes that its owner is there again. */
export const rememberBrowser = writes(
  async (
    { store, clock }: RememberContext,
    seen: {
      readonly accountId: string
      /** A completed sign-in, a link by mail, or a change of the password in this browser. */
      readonly way: 'sign_in' | 'mail' | 'password'
      readonly from: SignInOrigin
      /** The language of the page. */
      readonly language?: string | undefined
    },
  ): Promise<void> => {
    const { accountId, way, from, language } = seen
    const by = { kind: 'account', id: accountId, from: { language } } as const
    const act = { by, at: clock.now() }
    await store.knownBrowsers.remember({ accountId, ...from }, way, act)
  },
)
