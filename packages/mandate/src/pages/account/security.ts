/**
 * The security page: how the owner of an account signs in. Each section is a file of its own and a
 * line in `sections`; it prints nothing if its property is null.
 */

import type { Html } from '../html.ts'
import { html } from '../html.ts'

import { type AuthenticatorProps, authenticatorSection } from './authenticator.ts'
import { type PasskeysProps, passkeysSection } from './passkeys.ts'
import { type PasswordSectionProps, passwordSection } from './password.ts'

import { type AccountDeskProps, accountDesk, type Told } from './shell.ts'
import { type WaysInProps, waysInSection } from './ways-in.ts'

export interface SecurityProps extends AccountDeskProps {
  readonly notice: Told | null
  /** Null for an account without a password. */
  readonly authenticator: AuthenticatorProps | null
  /** Null if passwords are no way to sign in. */
  readonly password: PasswordSectionProps | null
  /** Null if people cannot choose how they sign in. */
  readonly waysIn: WaysInProps | null
  /** Null if passkeys are off. */
  readonly passkeys: PasskeysProps | null
}

const sections: readonly ((props: SecurityProps) => Html | null)[] = [
  ({ words, password }) => password && passwordSection(words, password),
  ({ words, authenticator }) => authenticator && authenticatorSection(words, authenticator),
  ({ words, waysIn }) => waysIn && waysInSection(words, waysIn),
  ({ words, passkeys }) => passkeys && passkeysSection(words, passkeys),
]

export function securityPage(props: SecurityProps): string {
  const shown = sections.flatMap((section) => section(props) ?? [])
  const text = props.words.accountNav
  return accountDesk(props, {
    current: 'security',
    title: text.security,
    notice: props.notice,
    body: html`${shown.length === 0 ? html`<p>${text.nothingToChoose}</p>` : shown}`,
  })
}
