/** Sign-out, where somebody opened its address: a button, since a link must not sign anybody out. */

import { html } from './html.ts'
import { type FormProps, given, hiddenFields, letter, type PageProps } from './layout.ts'

export interface SignOutProps extends PageProps, FormProps {
  readonly email: string
  readonly accountAddress: string
}

/** The page with the button. */
export function signOutPage(props: SignOutProps): string {
  return letter({
    brandName: props.brandName,
    title: 'Sign out?',
    body: html`<h1>Sign out?</h1>
<p>You are signed in as ${given(props.email)}. Your apps stay connected.</p>
<form class="fields" method="post" action="${props.action}">
${hiddenFields(props.hidden)}
<button class="button button-primary" type="submit">Sign out</button>
</form>
<p><a href="${props.accountAddress}">Back to your account</a></p>`,
  })
}
