/**
 * The authenticator app and the recovery codes of an account: a section of the security page, the page
 * that sets an app up, and the one that shows new codes once.
 */

import type { Words } from '../../words/en/en.ts'
import { type Html, html } from '../html.ts'
import { type FormProps, hiddenFields } from '../layout.ts'
import { day } from '../time.ts'
import {
  type RecoveryCodesProps,
  recoveryCodes,
  type TotpSetUpProps,
  totpSetUp,
} from '../totp-set-up.ts'
import type { Confirmation } from './confirm.ts'
import { type AccountDeskProps, accountDesk, alerted, done, type Told } from './shell.ts'

export interface AuthenticatorProps {
  /** Null without an app; `lastUsed` is null if it was never used to sign in. */
  readonly app: { readonly since: number; readonly lastUsed: number | null } | null
  readonly setUpAddress: string
  /** Null if it may not be turned off, because the policy demands a second factor. */
  readonly turnOff: FormProps | null
  /** Recovery codes; null if nothing asks for one. */
  readonly codes: { readonly left: number; readonly renew: FormProps } | null
}

export function authenticatorSection(words: Words, props: AuthenticatorProps): Html {
  const text = words.secondFactor
  const { app, setUpAddress, turnOff, codes } = props
  return html`<section aria-labelledby="second-factor">
<h2 id="second-factor">${text.section}</h2>
<p class="soft">${text.sectionMeaning}</p>
<ul class="sheet rows">
${
  app === null
    ? html`<li><p><strong>${text.app}</strong> <span class="soft">${text.appOff}</span></p>
<a class="button" href="${setUpAddress}">${text.appSetUp}</a></li>`
    : html`<li><p><strong>${text.app}</strong> <span class="soft">${text.appSince({ day: day(words, app.since) })}</span></p>
<a class="button" href="${setUpAddress}">${text.appReplace}</a>
${turnOff && button(turnOff, text.appTurnOff)}</li>`
}
${
  codes &&
  html`<li><p><strong>${text.codes}</strong> <span class="soft">${text.codesLeft({ count: codes.left })}</span></p>
${button(codes.renew, text.codesRenew)}</li>`
}
</ul>
</section>`
}

function button(form: FormProps, label: string): Html {
  return html`<form method="post" action="${form.action}">
${hiddenFields(form.hidden)}
<button class="button" type="submit">${label}</button>
</form>`
}

export interface SetUpAuthenticatorProps extends AccountDeskProps {
  /** Whether an app is set up, which this one will replace. */
  readonly replaces: boolean
  readonly setUp: TotpSetUpProps
}

export function setUpAuthenticatorPage(props: SetUpAuthenticatorProps): string {
  const { words, replaces, setUp } = props
  const text = words.secondFactor
  const tooOld = alerted((all) => [all.secondFactor.keyTooOld])
  return accountDesk(props, {
    current: 'security',
    title: replaces ? text.appReplace : text.setUp,
    notice: setUp.problem === 'too_old' ? tooOld : null,
    body: html`<div class="sheet question">
<p>${replaces ? text.newPhone : text.owner}</p>
${totpSetUp(words, setUp)}
</div>`,
  })
}

export interface NewCodesProps extends AccountDeskProps {
  readonly codes: RecoveryCodesProps
  readonly notice: Told | null
}

export function newCodesPage(props: NewCodesProps): string {
  return accountDesk(props, {
    current: 'security',
    title: props.words.secondFactor.codesTitle,
    notice: props.notice,
    body: html`<div class="sheet question">${recoveryCodes(props.words, props.codes)}</div>`,
  })
}

export const appAdded: Told = done(({ secondFactor }) => [secondFactor.added])
export const appRemoved: Told = done(({ secondFactor }) => [
  secondFactor.removed,
  secondFactor.removedMeaning,
])
export const appIsNeeded: Told = alerted(({ secondFactor }) => [secondFactor.needed])
/** After a sign-in with a recovery code. */
export const recoveryUsed: Told = alerted(({ secondFactor }) => [
  secondFactor.recoveryUsed,
  secondFactor.recoveryNext,
])

export function turnOffQuestion({ secondFactor: text }: Words): Confirmation {
  return {
    title: text.turnOffTitle,
    consequences: [text.turnOffEnds, text.turnOffCodes],
    button: text.appTurnOff,
  }
}

export function newCodesQuestion({ secondFactor: text }: Words): Confirmation {
  return { title: text.renewTitle, consequences: [text.renewEnds], button: text.codesRenew }
}
