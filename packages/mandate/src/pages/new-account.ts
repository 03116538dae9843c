/** A new account by a link: its password, and the terms if there are any. */

import { type Html, html } from './html.ts'
import { given, letter } from './layout.ts'
import { type PasswordFormProps, passwordForm } from './password-form.ts'

export interface NewAccountProps extends PasswordFormProps {
  readonly email: string
  /** Null if there are none to accept. */
  readonly terms: {
    readonly address: string
    readonly version: string
    readonly state: 'open' | 'accepted' | 'missing'
  } | null
}

/** Posts `password`, `password_again`, `terms` (their version, if ticked) and the hidden fields. */
export function newAccountPage(props: NewAccountProps): string {
  const { words, email } = props
  const text = words.registration
  return letter(props, {
    title: text.choose,
    body: html`<h1>${text.choose}</h1>
<p>${text.whose({ email: given(email) })}</p>
${passwordForm(props, {
  texts: { newPassword: text.password, again: text.again, button: text.button },
  below: terms(props),
})}`,
  })
}

function terms({ words, terms }: NewAccountProps): Html | null {
  if (terms === null) return null
  const text = words.registration
  const isMissing = terms.state === 'missing'
  const link = (label: string) =>
    html`<a href="${terms.address}" target="_blank" rel="noopener">${label}</a>`
  return html`<div>
${isMissing && html`<p class="field-problem" id="terms-told">${text.mustAccept}</p>`}
<div class="tick">
<input id="terms" name="terms" type="checkbox" value="${terms.version}" required=""${terms.state === 'accepted' && html` checked=""`}${isMissing && html` aria-invalid="true" aria-describedby="terms-told"`}/>
<label for="terms">${text.accept({ terms: link })}</label>
</div>
</div>`
}
