/** Judges and hashes a password that somebody chose, wherever it is set. */

import { BUSY } from './bounded-queue.ts'
import type { Passwords } from './password.ts'
import { type PasswordProblem, passwordProblem } from './password-rules.ts'

export interface NewPasswordContext {
  readonly passwords: Passwords
  /** The site's name, which is rejected as a password. */
  readonly settings: { readonly brandName: string }
}

export type PasswordRefused =
  | { readonly is: 'password_refused'; readonly problem: PasswordProblem }
  /** Too many passwords are being hashed. Nothing was changed; try again later. */
  | { readonly is: 'busy' }

/** `email` is the account's address, which is rejected as its password. */
export async function hashNewPassword(
  { passwords, settings }: NewPasswordContext,
  password: string,
  { email }: { readonly email: string | null },
): Promise<PasswordRefused | { readonly is: 'hashed'; readonly passwordHash: string }> {
  const known = [email, settings.brandName].filter((one) => one !== null)
  const problem = await passwordProblem(password, known)
  if (problem !== null) return { is: 'password_refused', problem }
  const passwordHash = await passwords.hash(password)
  return passwordHash === BUSY ? { is: 'busy' } : { is: 'hashed', passwordHash }
}
