/** What the security page says about the authenticator app of an account. */

import type { AuthenticatorProps } from '../../pages/account/authenticator.ts'
import { type SecondFactors, secondFactorsOf } from '../../people/second-factors.ts'
import type { Account } from '../../store/records.ts'
import type { HttpContext } from '../context.ts'

/** Null for an account without a password: its provider asks for a second factor. */
export async function authenticatorOf(
  context: HttpContext,
  account: Account,
): Promise<AuthenticatorProps | null> {
  const { store, ways, settings } = context
  const { id, passwordHash } = account
  const [totp, factors] = await Promise.all([
    store.secondFactors.findTotp(id),
    secondFactorsOf(store, id),
  ])
  const hidden = { account: id }
  if (totp === undefined && (ways.form === undefined || passwordHash === null)) return null
  return {
    app: totp === undefined ? null : { since: totp.createdAt, lastUsed: totp.lastUsedAt },
    setUpAddress: '/account/security/authenticator',
    turnOff:
      settings.secondFactor === 'required'
        ? null
        : { action: '/account/security/authenticator/remove', hidden },
    codes: hasUseForCodes(context, account, factors)
      ? {
          left: factors.recoveryCodes,
          renew: { action: '/account/security/recovery-codes', hidden },
        }
      : null,
  }
}

/**
 * Whether a password is followed by a question that a recovery code answers. Passkeys alone are asked
 * for after every password only where the policy requires a second factor.
 */
export function hasUseForCodes(
  { ways, settings }: HttpContext,
  { passwordHash }: Account,
  { totp, passkeys }: SecondFactors,
): boolean {
  if (totp) return true
  const hasPassword = ways.form !== undefined && passwordHash !== null
  return settings.secondFactor === 'required' && hasPassword && passkeys > 0
}
