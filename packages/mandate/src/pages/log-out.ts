/**
 * The pages of an app's request to sign out: the question, and what follows. The second opens the
 * logout address of every other app in an invisible frame (OpenID Connect Front-Channel Logout §2);
 * without JavaScript a link leads on.
 */

import { createHash } from 'node:crypto'
import { html, unescaped } from './html.ts'
import {
  type FormProps,
  given,
  hiddenFields,
  letter,
  type PageProps,
  personName,
} from './layout.ts'

export interface LogOutProps extends PageProps, FormProps {
  /** The app that asks; null if the request does not say. */
  readonly clientName: string | null
  /** The address, or the name of a person without one; null for neither. */
  readonly email: string | null
  readonly accountAddress: string
}

/** Asks whether the person wants to sign out (OpenID Connect RP-Initiated Logout §2). */
export function logOutPage(props: LogOutProps): string {
  const { words, clientName, email } = props
  const { logOut: text, signOut } = words
  return letter(props, {
    title: signOut.title,
    body: html`<h1>${signOut.title}</h1>
${clientName !== null && html`<p>${text.asked({ client: given(clientName) })}</p>`}
<p>${signOut.signedInAs({ email: personName(words, email) })}</p>
<p>${text.about}</p>
<form class="fields" method="post" action="${props.action}">
${hiddenFields(props.hidden)}
<button class="button button-primary" type="submit">${signOut.button}</button>
</form>
<p><a href="${props.accountAddress}">${text.stay}</a></p>`,
  })
}

export interface LoggedOutProps extends PageProps {
  /** The addresses to open in frames. */
  readonly frames: readonly string[]
  /** A verified address that the person goes on to, and the name of its app; null for a page of ours. */
  readonly next: { readonly address: string; readonly clientName: string | null } | null
}

/** Goes on when all frames are loaded, or have had enough time. */
const script =
  "const go=()=>location.replace(document.getElementById('next').href);addEventListener('load',go);setTimeout(go,5000)"

/** The source expression for the `script-src` of this page's CSP (CSP Level 3 §2.3.1). */
export const loggedOutScriptSource = `'sha256-${createHash('sha256').update(script).digest('base64')}'`

/** Says that the person is signed out, and leads back to the app. */
export function loggedOutPage(props: LoggedOutProps): string {
  const { words, frames, next } = props
  const text = words.logOut
  const name = next?.clientName ?? null
  return letter(props, {
    title: text.doneTitle,
    body: html`<h1>${text.doneTitle}</h1>
${frames.length > 0 && html`<p>${text.telling}</p>`}
${
  next !== null &&
  html`<p><a class="button button-primary" id="next" href="${next.address}">${
    name === null ? text.goOn : html`<span>${words.formPost.title({ client: given(name) })}</span>`
  }</a></p>`
}
${frames.map(
  (address) =>
    html`<iframe hidden="" title="${text.frame}" sandbox="allow-scripts allow-same-origin" src="${address}"></iframe>`,
)}
${next !== null && frames.length > 0 && html`<script>${unescaped(script)}</script>`}`,
  })
}
