/** A new password by a link: because the old one is lost, or to stop a change of the address. */

import { html } from './html.ts'
import { given, letter } from './layout.ts'
import { type PasswordFormProps, passwordForm } from './password-form.ts'

export interface NewPasswordProps extends PasswordFormProps {
  /** The change of the address that is stopped too; null if the password was lost. */
  readonly stops: { readonly newEmail: string } | null
}

export function newPasswordPage(props: NewPasswordProps): string {
  const { words, stops } = props
  const text = words.mailedLinks
  const title = stops === null ? text.reset.title : text.stopChange.title
  return letter(props, {
    title,
    body: html`<h1>${title}</h1>
${stops !== null && html`<p>${text.stopChange.about({ newEmail: given(stops.newEmail) })}</p>`}
${passwordForm(props)}
<p class="soft">${text.reset.whatEnds}</p>
${stops !== null && html`<p class="soft">${text.stopChange.review}</p>`}`,
  })
}
