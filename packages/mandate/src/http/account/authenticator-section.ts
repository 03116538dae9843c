/** What the security page says about the authenticator app of an account. */

import type { AuthenticatorProps } from '../../pages/account/authenticator.ts'
import { secondFactorsOf } from '../../people/second-factors.ts'
import type { Account } from '../../store/records.ts'
import type { HttpContext } from '../context.ts'

/** Null for an account without a password: its provider asks for a second factor. */
export async function authenticatorOf(
  { store, ways, settings }: HttpContext,
  { id, passwordHash }: Account,
): Promise<AuthenticatorProps | null> {
  const [totp, { recoveryCodes }] = await Promise.all([
    store.secondFactors.findTotp(id),
    secondFactorsOf(store, id),
  ])
  const hidden = { account: id }
  if (totp === undefined && (ways.form === undefined || passwordHash === null)) return null
  return {
    app: totp === undefined ? null : { since: totp.createdAt, lastUsed: totp.lastUsedAt },
    codesLeft: recoveryCodes,
    setUpAddress: '/account/security/authenticator',
    turnOff:
      settings.secondFactor === 'required'
        ? null
        : { action: '/account/security/authenticator/remove', hidden },
    newCodes: { action: '/account/security/recovery-codes', hidden },
  }
}
