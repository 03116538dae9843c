/** The passkeys of an account, as the security page shows them. `passkeys.ts` has the acts. */

import type { PasskeysProps } from '../../pages/account/passkeys.ts'
import { MOST_PASSKEYS } from '../../store/port.ts'
import type { Account } from '../../store/records.ts'
import type { HttpContext } from '../context.ts'

export const ADD_PAGE = '/account/passkeys/new'

/** Null if passkeys are off. */
export async function passkeysOf(
  { ways, store, clock }: HttpContext,
  account: Account,
): Promise<PasskeysProps | null> {
  if (ways.passkey === undefined) return null
  const passkeys = await store.passkeys.listOf(account.id)
  const hidden = { account: account.id }
  return {
    now: clock.now(),
    passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt, suspendedAt }) => ({
      ...{ id, name, createdAt, lastUsedAt, isSuspended: suspendedAt !== null },
    })),
    addAddress: passkeys.length < MOST_PASSKEYS ? ADD_PAGE : null,
    rename: { action: '/account/passkeys/rename', hidden },
    remove: { action: '/account/passkeys/remove', hidden },
  }
}
