/** Sign-out by opening its address: only a button, because a link must not sign anybody out. */

import { html } from './html.ts'
import { type FormProps, hiddenFields, letter, type PageProps, personName } from './layout.ts'

export interface SignOutProps extends PageProps, FormProps {
  /** The address, or the name of a person without one; null for neither. */
  readonly email: string | null
  readonly accountAddress: string
}

/** The page with the button. */
export function signOutPage(props: SignOutProps): string {
  const text = props.words.signOut
  return letter(props, {
    title: text.title,
    body: html`<h1>${text.title}</h1>
<p>${text.signedInAs({ email: personName(props.words, props.email) })}</p>
<p>${props.words.logOut.about}</p>
<form class="fields" method="post" action="${props.action}">
${hiddenFields(props.hidden)}
<button class="button button-primary" type="submit">${text.button}</button>
</form>
<p><a href="${props.accountAddress}">${text.back}</a></p>`,
  })
}
