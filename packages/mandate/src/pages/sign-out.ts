/** Sign-out, where somebody opened its address: a button, since a link must not sign anybody out. */

import { type FormProps, given, hiddenFields, letter, type PageProps } from './layout.ts'
import { html } from './markup.ts'

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

const plain: SignOutProps = {
  action: '/sign-out',
  email: 'jo.martin@example.com',
  accountAddress: '/account',
}

export const samples: Readonly<Record<string, SignOutProps>> = {
  plain,
  hostile: {
    ...plain,
    brandName: '<b>"Brand" & Sons</b>',
    email: '"><img src=x onerror=alert(1)>',
    action: '/sign-out?pending="><script>alert(2)</script>',
  },
}
