/** Sign-in: an e-mail address and a password, for one app or for the account page. */

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
import { span } from './time.ts'

export type SignInField = 'email' | 'password'

/** Why the last attempt did not succeed. */
export type SignInProblem =
  | { readonly kind: 'wrong_credentials' }
  | { readonly kind: 'wait'; readonly retryAfterSeconds: number }
  | { readonly kind: 'missing'; readonly fields: readonly SignInField[] }
  | { readonly kind: 'busy' }

/** Why the page is shown, where the person did not ask for it. */
export type SignInNotice = 'signed_out' | 'page_too_old' | 'session_ended'

export interface SignInProps extends PageProps, FormProps {
  /** The app that sends the person here; null on the way to the account page. */
  readonly clientName: string | null
  /** What to put into the field: the last attempt's address or a `login_hint`. */
  readonly email: string
  readonly problem: SignInProblem | null
  readonly notice: SignInNotice | null
}

/** The sign-in page. Its form posts `email`, `password` and the hidden fields. */
export function signInPage(props: SignInProps): string {
  const { clientName } = props
  const purpose =
    clientName === null
      ? html`Sign in to your account`
      : html`Sign in to continue to ${given(clientName)}`
  return letter({
    brandName: props.brandName,
    title: clientName === null ? 'Sign in to your account' : `Sign in to continue to ${clientName}`,
    body: html`<h1>${purpose}</h1>
${above(props)}
<form class="fields" method="post" action="${props.action}">
${hiddenFields(props.hidden)}
${emailField(props)}
${passwordField(props)}
<button class="button button-primary" type="submit">Sign in</button>
</form>`,
    below: clientName === null ? null : promise(clientName, brand(props)),
  })
}

function above({ problem, notice: reason }: SignInProps): Html | null {
  if (problem !== null) return notice('alert', wordsForProblem(problem), 'problem')
  if (reason === null) return null
  const tone = reason === 'signed_out' ? 'done' : 'alert'
  return notice(tone, wordsForNotice(reason))
}

function emailField({ email, problem }: SignInProps): Html {
  // Not type="email": browsers would rewrite or refuse addresses with letters beyond ASCII.
  return html`<div class="field">
<label for="email">E-mail address</label>
<input id="email" name="email" type="text" inputmode="email" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="254" required="" value="${email}"${state(problem, 'email')}${email === '' ? focus : null}/>
</div>`
}

function passwordField({ email, problem }: SignInProps): Html {
  return html`<div class="field">
<label for="password">Password</label>
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

function promise(clientName: string, brandName: string): Html {
  return html`<p>Only ${brandName} sees your password.</p>
<p>${given(clientName)} never does.</p>`
}

function wordsForProblem(problem: SignInProblem): Html {
  switch (problem.kind) {
    case 'wrong_credentials':
      return html`<p><strong>Wrong e-mail address or password</strong></p>
<p>Check both and try again. Passwords are case-sensitive.</p>`
    case 'wait':
      return html`<p><strong>Too many attempts</strong></p>
<p>Wait ${span(problem.retryAfterSeconds)}, then try again. Your account is not locked.</p>`
    case 'missing':
      return html`<p><strong>${missing(problem.fields)}</strong></p>`
    case 'busy':
      return html`<p><strong>Too many people are signing in at the moment</strong></p>
<p>Your password was not checked. Try again in a few seconds.</p>`
  }
}

function missing(fields: readonly SignInField[]): string {
  if (fields.length > 1) return 'Enter your e-mail address and your password.'
  return fields[0] === 'email' ? 'Enter your e-mail address.' : 'Enter your password.'
}

function wordsForNotice(reason: SignInNotice): Html {
  switch (reason) {
    case 'signed_out':
      return html`<p>You are signed out.</p>`
    case 'page_too_old':
      return html`<p>This page was open for too long. Please sign in again.</p>`
    case 'session_ended':
      return html`<p><strong>You were signed out. Nothing was changed.</strong></p>
<p>Sign in to go on.</p>`
  }
}
