/**
 * The second step of a sign-in: a code from the authenticator app, a passkey, or a recovery code; and setting
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
import { type LetInOffer, letInOffer } from './let-in.ts'
import { noPasskeys, type PasskeyProps, passkeyForm } from './passkey.ts'
import { type PasskeyProblem, wordsForPasskey } from './passkey-problem.ts'
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
  /** What the page asks for. */
  readonly asks: 'app' | 'recovery_code' | 'passkey'
  /** The button for a passkey; null if there is none. */
  readonly passkey: PasskeyProps | null
  /** The app that asks a signed-in person for more; null at a sign-in. */
  readonly clientName: string | null
  /** Who is signing in; null for an account without an address. */
  readonly person: string | null
  readonly problem: CodeProblem | PasskeyProblem | null
  /** For a person who has to wait; null if no mail is sent. */
  readonly letIn: LetInOffer | null
  /** The same page, asking for the other kind. */
  readonly otherAddress: string
  /** Where another person signs in. */
  readonly switchAddress: string
}

/** Posts `code` and the hidden fields, or `credential`. */
export function secondFactorPage(props: SecondFactorProps): string {
  const { words, asks, problem } = props
  const text = words.secondFactor
  const { title, meaning, other } = {
    app: { title: text.title, meaning: text.openApp, other: text.lostPhone },
    passkey: { title: text.passkeyTitle, meaning: text.passkeyMeaning, other: text.lostPasskey },
    recovery_code: {
      ...{ title: text.recoveryTitle, meaning: text.recoveryMeaning },
      other: text.back,
    },
  }[asks]
  return letter(props, {
    title,
    body: html`<h1>${title}</h1>
${problem && notice('alert', told(props, problem), 'problem')}
${problem?.kind === 'wait' && props.letIn !== null && letInOffer(words, props.letIn)}
${props.clientName !== null && html`<p>${text.clientAsks({ client: given(props.clientName) })}</p>`}
<p>${meaning}</p>
${asks === 'passkey' ? passkeyAlone(props) : codeForm(props, asks)}
<p><a href="${props.otherAddress}">${other}</a></p>
${asks === 'recovery_code' && html`<p class="soft">${text.noCodes({ brand: brand(props) })}</p>`}`,
    below: html`<p>${text.signedInAs({ person: personName(words, props.person) })}</p>
<p><a href="${props.switchAddress}">${text.otherPerson}</a></p>`,
  })
}

function codeForm(
  props: SecondFactorProps,
  asks: 'app' | 'recovery_code',
): readonly (Html | null)[] {
  const { words, passkey } = props
  const text = words.secondFactor
  const isApp = asks === 'app'
  const problem = props.problem?.kind === 'passkey' ? null : props.problem
  const how = { does: 'get', button: text.usePasskey, before: or(words) } as const
  return [
    html`<form class="fields" method="post" action="${props.action}">
${hiddenFields(props.hidden)}
<div class="field">
<label for="code">${isApp ? text.code : text.recoveryCode}</label>
${isApp ? appField(problem) : recoveryField(problem)}
</div>
<button class="button button-primary" type="submit">${text.button}</button>
</form>`,
    passkey && passkeyForm(words, passkey, how),
  ]
}

function or({ signIn }: Words): Html {
  return html`<p class="or" aria-hidden="true"><span>${signIn.or}</span></p>`
}

function passkeyAlone({ words, passkey }: SecondFactorProps): Html | null {
  const how = { does: 'get', button: words.secondFactor.usePasskey, isPrimary: true } as const
  return (
    passkey &&
    html`${passkeyForm(words, passkey, how)}
<noscript><p>${words.passkeys.needsScript}</p></noscript>
${noPasskeys(words)}`
  )
}

function told(props: SecondFactorProps, problem: NonNullable<SecondFactorProps['problem']>): Html {
  return problem.kind === 'passkey'
    ? wordsForPasskey(props, problem)
    : wordsFor(props.words.secondFactor, problem, props.asks)
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
  /** The button that makes a passkey instead; null if passkeys are off. */
  readonly passkey: PasskeyProps | null
  /** Whether a new passkey was refused. */
  readonly isPasskeyRefused: boolean
  readonly switchAddress: string
}

/** For a person who has to set up a second factor before going on. */
export function setUpFactorPage(props: SetUpFactorProps): string {
  const { words, clientName, passkey } = props
  const text = words.secondFactor
  const why =
    clientName === null
      ? text.policy({ brand: brand(props) })
      : text.clientNeeds({ client: given(clientName) })
  return letter(props, {
    title: text.setUp,
    body: html`<h1>${text.setUp}</h1>
${props.isPasskeyRefused && notice('alert', html`<p>${words.passkeys.notAdded}</p>`, 'problem')}
${props.setUp.problem === 'too_old' && notice('alert', html`<p>${text.keyTooOld}</p>`, 'problem')}
<p>${why}</p>
${totpSetUp(words, props.setUp)}
${passkey && passkeyForm(words, passkey, { does: 'create', button: text.passkeyInstead, before: or(words) })}`,
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
