/** Whether an account has another way to sign in that is on in the settings. */

import type { Account } from '../../store/records.ts'
import type { HttpContext } from '../context.ts'

/** What is about to go: an identity, or a passkey. */
type Leaving =
  | { readonly provider: string; readonly subject: string }
  | { readonly passkeyId: string }

export async function hasAnotherWay(
  { store, ways }: HttpContext,
  account: Account,
  leaving: Leaving,
): Promise<boolean> {
  if (ways.form !== undefined && account.passwordHash !== null) return true
  const [identities, passkeys] = await Promise.all([
    store.accounts.listIdentities(account.id),
    ways.passkey === undefined ? [] : store.passkeys.listOf(account.id),
  ])
  const isLeaving = (one: { readonly provider: string; readonly subject: string }) =>
    'provider' in leaving && one.provider === leaving.provider && one.subject === leaving.subject
  return (
    passkeys.some(
      ({ id, suspendedAt }) =>
        suspendedAt === null && !('passkeyId' in leaving && id === leaving.passkeyId),
    ) ||
    identities.some(
      (identity) => !isLeaving(identity) && ways.ofProvider(identity.provider) !== undefined,
    )
  )
}
