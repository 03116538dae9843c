/** The password of an account: its line on the security page, and the page that changes it. */

import type { Words } from '../../words/en/en.ts'
import { type Html, html } from '../html.ts'
import { type PasswordFormProps, passwordForm } from '../password-form.ts'
import { type AccountDeskProps, accountDesk, done, type Told } from './shell.ts'

/** A section of the security page. */
export interface PasswordSectionProps {
  readonly hasPassword: boolean
  /** Where to change it. */
  readonly address: string
}

export function passwordSection(
  words: Words,
  { hasPassword, address }: PasswordSectionProps,
): Html {
  const text = words.accountPassword
  return html`<section aria-labelledby="password">
<h2 id="password">${text.title}</h2>
<ul class="sheet rows">
<li><p>${hasPassword ? text.isSet : text.isNotSet}</p>
<a class="button" href="${address}">${hasPassword ? text.change : text.choose}</a></li>
</ul>
</section>`
}

export type PasswordPageProps = Omit<PasswordFormProps, 'email'> &
  AccountDeskProps & {
    readonly hasPassword: boolean
    readonly notice: Told | null
    readonly backAddress: string
  }

/** Posts `password`, `password_again` and the hidden fields. */
export function passwordPage(props: PasswordPageProps): string {
  const text = props.words.accountPassword
  return accountDesk(props, {
    current: 'security',
    title: props.hasPassword ? text.change : text.choose,
    notice: props.notice,
    body: html`<div class="sheet question">
${passwordForm(props)}
<p class="soft">${text.whatEnds}</p>
<p><a href="${props.backAddress}">${props.words.accountNav.cancel}</a></p>
</div>`,
  })
}

export const passwordChanged: Told = done(({ accountPassword: text }) => [
  text.changed,
  text.othersOut,
])
