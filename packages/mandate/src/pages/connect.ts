/**
 * Connecting a provider to an account: the page for a person whose address is already in use, and
 * the question before anything is connected.
 */

import type { Translated } from '../words/languages.ts'
import { type Html, html } from './html.ts'
import { icon } from './icons.ts'
import {
  type FormProps,
  given,
  hiddenFields,
  letter,
  type PageProps,
  personName,
} from './layout.ts'
import { labelled } from './translated.ts'

export interface AddressInUseProps extends PageProps {
  readonly way: Translated
  /** The address that the provider has verified. */
  readonly email: string
  /** Where to sign in to the existing account. */
  readonly signInAddress: string
  /** Where to continue with a new account; null if new accounts are not accepted. */
  readonly separateAddress: string | null
  /** The sign-in page. */
  readonly backAddress: string
}

/** Shown before anyone is signed in; nothing has changed. */
export function addressInUsePage(props: AddressInUseProps): string {
  const { words, email, separateAddress } = props
  const text = words.connect
  const way = labelled(words, props.way)
  return letter(props, {
    title: text.inUse,
    body: html`<h1>${text.inUse}</h1>
<p>${text.notByAddress({ way, email: given(email) })}</p>
<p>${text.signInOnce({ way })}</p>
<p><a class="button button-primary" href="${props.signInAddress}">${text.signIn}</a></p>
${separateAddress !== null && html`<p><a class="button" href="${separateAddress}"><span>${text.separate({ way })}</span></a></p>`}
<p><a href="${props.backAddress}">${text.otherWay}</a></p>`,
  })
}

export interface ConnectProps extends PageProps, FormProps {
  readonly way: Translated
  /** The account there: the person's address or name; null if the provider sent neither. */
  readonly known: string | null
  /** The account here; null if it has no address. */
  readonly email: string | null
}

/** Posts `decision` (`connect` or `leave`) and the hidden fields. */
export function connectPage(props: ConnectProps): string {
  const { words, known } = props
  const text = words.connect
  const way = labelled(words, props.way)
  const there: Html = known === null ? html`${text.somebody({ way })}` : given(known)
  return letter(props, {
    title: text.question,
    body: html`<h1>${text.question}</h1>
<dl class="terms">
<div class="term"><dt>${text.there({ way })}</dt>
<dd>${there}</dd></div>
<div class="term"><dt>${text.here}</dt>
<dd>${personName(words, props.email)}</dd></div>
</dl>
<p>${text.meaning({ way })}</p>
<p class="soft">${text.onlyIf}</p>
<form class="decision" aria-label="${text.decision}" method="post" action="${props.action}">
${hiddenFields(props.hidden)}
<button class="button" type="submit" name="decision" value="leave">${icon('cross')}${text.leave}</button>
<button class="button" type="submit" name="decision" value="connect">${icon('check')}${text.connect}</button>
</form>`,
  })
}
