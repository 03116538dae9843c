/**
 * The second step of a sign-in: a code from the authenticator app, or a recovery code; and setting
 * up an app for a person who needs one and has none.
 */

import type { Words } from '../words/en/en.ts'
import { type Html, html } from './html.ts'
import {
  brand,
  type FormProps,
  given,
  hiddenFields,
  letter,
  notice,
  type PageProps,
  personName,
} from './layout.ts'
import {
  type RecoveryCodesProps,
  recoveryCodes,
  type TotpSetUpProps,
  totpSetUp,
} from './totp-set-up.ts'

/** Why the last code was not accepted. */
export type CodeProblem =
  | { readonly kind: 'missing' | 'wrong' | 'used' }
  | { readonly kind: 'wait'; readonly retryAfterSeconds: number }

export interface SecondFactorProps extends PageProps, FormProps {
  /** Which kind of code the page asks for. */
  readonly asks: 'app' | 'recovery_code'
  /** Who is signing in; null for an account without an address. */
  readonly person: string | null
  readonly problem: CodeProblem | null
  /** The same page, asking for the other kind. */
  readonly otherAddress: string
  /** Where another person signs in. */
  readonly switchAddress: string
}

/** Posts `code` and the hidden fields. */
export function secondFactorPage(props: SecondFactorProps): string {
  const { words, asks } = props
  const text = words.secondFactor
  const isApp = asks === 'app'
  const title = isApp ? text.title : text.recoveryTitle
  return letter(props, {
    title,
    body: html`<h1>${title}</h1>
${props.problem && notice('alert', wordsFor(text, props.problem, asks), 'problem')}
<p>${isApp ? text.openApp : text.recoveryMeaning}</p>
<form class="fields" method="post" action="${props.action}">
${hiddenFields(props.hidden)}
<div class="field">
<label for="code">${isApp ? text.code : text.recoveryCode}</label>
${isApp ? appField(props.problem) : recoveryField(props.problem)}
</div>
<button class="button button-primary" type="submit">${text.button}</button>
</form>
<p><a href="${props.otherAddress}">${isApp ? text.lostPhone : text.backToApp}</a></p>
${isApp ? null : html`<p class="soft">${text.noCodes({ brand: brand(props) })}</p>`}`,
    below: html`<p>${text.signedInAs({ person: personName(words, props.person) })}</p>
<p><a href="${props.switchAddress}">${text.otherPerson}</a></p>`,
  })
}

function appField(problem: CodeProblem | null): Html {
  return html`<input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" maxlength="32" required="" autofocus=""${state(problem)}/>`
}

function recoveryField(problem: CodeProblem | null): Html {
  return html`<input id="code" name="code" type="text" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="32" required="" autofocus=""${state(problem)}/>`
}

function state(problem: CodeProblem | null): Html | null {
  if (problem === null) return null
  return problem.kind === 'wait'
    ? html` aria-describedby="problem"`
    : html` aria-invalid="true" aria-describedby="problem"`
}

function wordsFor(
  text: Words['secondFactor'],
  problem: CodeProblem,
  asks: SecondFactorProps['asks'],
): Html {
  const lines = (title: string, rest: string) =>
    html`<p><strong>${title}</strong></p>
<p>${rest}</p>`
  switch (problem.kind) {
    case 'missing':
      return html`<p><strong>${text.missing}</strong></p>`
    case 'wrong':
      return lines(text.wrong, asks === 'app' ? text.wrongApp : text.wrongRecovery)
    case 'used':
      return lines(text.used, asks === 'app' ? text.usedApp : text.usedRecovery)
    case 'wait':
      return lines(text.tooMany, text.wait({ seconds: problem.retryAfterSeconds }))
  }
}

export interface SetUpFactorProps extends PageProps {
  /** The app whose request needs it; null if the policy does. */
  readonly clientName: string | null
  readonly person: string | null
  readonly setUp: TotpSetUpProps
  readonly switchAddress: string
}

/** For a person who has to set up a second factor before going on. */
export function setUpFactorPage(props: SetUpFactorProps): string {
  const { words, clientName } = props
  const text = words.secondFactor
  const why =
    clientName === null
      ? text.policy({ brand: brand(props) })
      : text.clientNeeds({ client: given(clientName) })
  return letter(props, {
    title: text.setUp,
    body: html`<h1>${text.setUp}</h1>
${props.setUp.problem === 'too_old' && notice('alert', html`<p>${text.keyTooOld}</p>`, 'problem')}
<p>${why}</p>
${totpSetUp(words, props.setUp)}`,
    below: html`<p>${text.signedInAs({ person: personName(words, props.person) })}</p>
<p><a href="${props.switchAddress}">${text.otherPerson}</a></p>`,
  })
}

export interface SaveCodesProps extends PageProps {
  readonly codes: RecoveryCodesProps
}

/** The recovery codes, shown once. */
export function saveCodesPage(props: SaveCodesProps): string {
  const text = props.words.secondFactor
  return letter(props, {
    title: text.codesTitle,
    body: html`<h1>${text.codesTitle}</h1>
${recoveryCodes(props.words, props.codes)}`,
  })
}
