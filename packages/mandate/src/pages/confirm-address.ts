/** What a link to confirm an address will do, and the result. */

import { html } from './html.ts'
import { type FormProps, given, hiddenFields, letter, notice, type PageProps } from './layout.ts'

export interface ConfirmAddressProps extends PageProps, FormProps {
  /** The address to confirm. */
  readonly email: string
  /** The account's old address; null if it has none or keeps it. */
  readonly oldEmail: string | null
  /** The address has another account, so nothing was changed. */
  readonly isTaken: boolean
}

/** A button that posts the hidden fields. */
export function confirmAddressPage(props: ConfirmAddressProps): string {
  const { words, oldEmail, isTaken } = props
  const text = words.mailedLinks.confirm
  const email = given(props.email)
  return letter(props, {
    title: text.title,
    body: html`<h1>${text.title}</h1>
${isTaken && notice('alert', html`<p><strong>${text.taken({ email })}</strong></p><p>${text.notChanged}</p>`)}
<p>${oldEmail === null ? text.about({ email }) : text.instead({ newEmail: email, email: given(oldEmail) })}</p>
<form class="fields" method="post" action="${props.action}">
${hiddenFields(props.hidden)}
<button class="button button-primary" type="submit">${text.button}</button>
</form>`,
  })
}

export interface AddressConfirmedProps extends PageProps {
  readonly email: string
  readonly accountAddress: string
}

export function addressConfirmedPage(props: AddressConfirmedProps): string {
  const text = props.words.mailedLinks.confirm
  return letter(props, {
    title: text.confirmed,
    body: html`<h1>${text.confirmed}</h1>
${notice('done', html`<p>${text.signInWith({ email: given(props.email) })}</p>`)}
<p><a class="button button-primary" href="${props.accountAddress}">${text.toAccount}</a></p>`,
  })
}
