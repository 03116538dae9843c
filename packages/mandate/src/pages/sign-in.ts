/** Sign-in: an e-mail address and a password, for one app or for the account page. */

import type { Words } from '../words/en.ts'
import { type Html, html } from './html.ts'
import {
  brand,
  type FormProps,
  given,
  hiddenFields,
  letter,
  notice,
  type PageProps,
} from './layout.ts'

export type SignInField = 'email' | 'password'

/** Why the last attempt failed. */
export type SignInProblem =
  | { readonly kind: 'wrong_credentials' }
  | { readonly kind: 'wait'; readonly retryAfterSeconds: number }
  | { readonly kind: 'missing'; readonly fields: readonly SignInField[] }
  | { readonly kind: 'busy' }

/** Why the page is shown to somebody who did not ask for it. */
export type SignInNotice = 'signed_out' | 'page_too_old' | 'session_ended'

export interface SignInProps extends PageProps, FormProps {
  /** The app that sends the person here; null on the way to the account page. */
  readonly clientName: string | null
  /** The value of the field: the address of the last attempt, or a `login_hint`. */
  readonly email: string
  readonly problem: SignInProblem | null
  readonly notice: SignInNotice | null
}

/** The sign-in page. Its form posts `email`, `password` and the hidden fields. */
export function signInPage(props: SignInProps): string {
  const { clientName } = props
  const text = props.words.signIn
  return letter(props, {
    title: clientName === null ? text.toAccount : text.toApp({ client: clientName }),
    body: html`<h1>${clientName === null ? text.toAccount : text.toApp({ client: given(clientName) })}</h1>
${above(props)}
<form class="fields" method="post" action="${props.action}">
${hiddenFields(props.hidden)}
${emailField(props)}
${passwordField(props)}
<button class="button button-primary" type="submit">${text.button}</button>
</form>`,
    below: clientName === null ? null : promise(props, clientName),
  })
}

function above({ words, problem, notice: reason }: SignInProps): Html | null {
  const text = words.signIn
  if (problem !== null) return notice('alert', wordsForProblem(text, problem), 'problem')
  if (reason === null) return null
  const tone = reason === 'signed_out' ? 'done' : 'alert'
  return notice(tone, wordsForNotice(text, reason))
}

function emailField({ words, email, problem }: SignInProps): Html {
  // Not type="email": browsers rewrite or refuse addresses with letters outside ASCII.
  return html`<div class="field">
<label for="email">${words.signIn.email}</label>
<input id="email" name="email" type="text" inputmode="email" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="254" required="" value="${email}"${state(problem, 'email')}${email === '' ? focus : null}/>
</div>`
}

function passwordField({ words, email, problem }: SignInProps): Html {
  return html`<div class="field">
<label for="password">${words.signIn.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required=""${state(problem, 'password')}${email === '' ? null : focus}/>
</div>`
}

const focus = html` autofocus=""`

function state(problem: SignInProblem | null, field: SignInField): Html | null {
  if (problem === null) return null
  const wrong =
    problem.kind === 'wrong_credentials' ||
    (problem.kind === 'missing' && problem.fields.includes(field))
  return wrong
    ? html` aria-invalid="true" aria-describedby="problem"`
    : html` aria-describedby="problem"`
}

function promise(props: SignInProps, clientName: string): Html {
  const text = props.words.signIn
  return html`<p>${text.onlyWeSee({ brand: brand(props) })}</p>
<p>${text.neverSees({ client: given(clientName) })}</p>`
}

function wordsForProblem(text: Words['signIn'], problem: SignInProblem): Html {
  switch (problem.kind) {
    case 'wrong_credentials':
      return html`<p><strong>${text.wrongCredentials}</strong></p>
<p>${text.checkBoth}</p>`
    case 'wait':
      return html`<p><strong>${text.tooManyAttempts}</strong></p>
<p>${text.wait({ seconds: problem.retryAfterSeconds })}</p>`
    case 'missing':
      return html`<p><strong>${missing(text, problem.fields)}</strong></p>`
    case 'busy':
      return html`<p><strong>${text.busy}</strong></p>
<p>${text.notChecked}</p>`
  }
}

function missing(text: Words['signIn'], fields: readonly SignInField[]): string {
  if (fields.length > 1) return text.enterBoth
  return fields[0] === 'email' ? text.enterEmail : text.enterPassword
}

function wordsForNotice(text: Words['signIn'], reason: SignInNotice): Html {
  switch (reason) {
    case 'signed_out':
      return html`<p>${text.signedOut}</p>`
    case 'page_too_old':
      return html`<p>${text.pageTooOld}</p>`
    case 'session_ended':
      return html`<p><strong>${text.sessionEnded}</strong></p>
<p>${text.signInToGoOn}</p>`
  }
}
