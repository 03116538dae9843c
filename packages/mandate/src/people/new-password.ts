/** Judges and hashes a password that somebody chose, wherever it is set. */

import type { ReadStore } from '../store/read-only.ts'
import { BUSY } from './bounded-queue.ts'
import type { LeakedPasswords } from './leaked-passwords.ts'
import type { Passwords } from './password.ts'
import { type PasswordProblem, passwordProblem } from './password-rules.ts'

export interface NewPasswordContext {
  readonly passwords: Passwords
  /** The site's name, which is rejected as a password. */
  readonly settings: { readonly brandName: string }
  /** A service that knows leaked passwords, if one is configured. */
  readonly leaked?: LeakedPasswords | undefined
}

export type PasswordRefused =
  | { readonly is: 'password_refused'; readonly problem: PasswordProblem }
  /** Too many passwords are being hashed. Nothing was changed; try again later. */
  | { readonly is: 'busy' }

/**
 * Whether each sign-in with the account's password asks for a code too, so that a shorter password
 * is enough. A passkey is not asked for after a password.
 */
export async function hasSecondFactor(
  store: Pick<ReadStore, 'secondFactors'>,
  accountId: string,
): Promise<boolean> {
  return (await store.secondFactors.findTotp(accountId)) !== undefined
}

/** `email` is the account's address, which is rejected as its password. */
export async function hashNewPassword(
  { passwords, settings, leaked }: NewPasswordContext,
  password: string,
  { email, hasSecondFactor }: { readonly email: string | null; readonly hasSecondFactor: boolean },
): Promise<PasswordRefused | { readonly is: 'hashed'; readonly passwordHash: string }> {
  const known = [email, settings.brandName].filter((one) => one !== null)
  const problem = await passwordProblem(password, { known, hasSecondFactor, leaked })
  if (problem !== null) return { is: 'password_refused', problem }
  const passwordHash = await passwords.hash(password)
  return passwordHash === BUSY ? { is: 'busy' } : { is: 'hashed', passwordHash }
}
