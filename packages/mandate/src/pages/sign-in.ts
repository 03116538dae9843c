/**
 * Sign-in, for one app or for the account page: the ways that are on, in the order of the setting.
 * The password way has a form here and passkeys a button; every other way has a link.
 */

import type { Words } from '../words/en/en.ts'
import type { Translated } from '../words/languages.ts'
import type { Phrase } from '../words/phrase.ts'
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
import { letInOffer } from './let-in.ts'
import { noPasskeys, type PasskeyProps, passkeyForm } from './passkey.ts'
import { type PasskeyProblem, wordsForPasskey } from './passkey-problem.ts'
import { labelled } from './translated.ts'

export type SignInField = 'email' | 'password'

/** Why the last attempt failed. */
export type SignInProblem =
  /** `mayBeRight` if some passwords could not be checked recently. */
  | { readonly kind: 'wrong_credentials'; readonly mayBeRight: boolean }
  | { readonly kind: 'wait'; readonly retryAfterSeconds: number }
  | { readonly kind: 'missing'; readonly fields: readonly SignInField[] }
  | { readonly kind: 'busy' }

/** Why the last attempt with an external way (with its label) failed. */
export type WayProblem = { readonly way: Translated } & (
  | { readonly kind: 'unreachable' | 'not_trusted' | 'expired' | 'not_begun_here' }
  /** The other side refused, with its own reason or null. */
  | { readonly kind: 'refused'; readonly reason: string | null }
  | { readonly kind: 'account_disabled' | 'not_provisioned' | 'account_changed' }
  /** The sign-in at the other side is not recent enough. */
  | { readonly kind: 'not_recent' }
)

/** One way to sign in, as the page offers it. */
export type Offer =
  | { readonly is: 'form' }
  | { readonly is: 'passkey'; readonly form: PasskeyProps }
  | { readonly is: 'link'; readonly label: Translated; readonly address: string }

/** Why the page is shown to somebody who did not ask for it. */
export type SignInNotice =
  | 'signed_out'
  | 'page_too_old'
  | 'session_ended'
  /** A link for a lost password was used. */
  | 'new_password'
  /** An account was created. */
  | 'registered'
  /** A link let this browser in. */
  | 'let_in'
  /** Signed in, but not recently enough for what comes next. */
  | 'sign_in_again'
  /** To connect an account to this way. */
  | { readonly toConnect: Translated }

/** To stay signed in for so many seconds. */
export interface KeepOffer {
  readonly seconds: number
  readonly isChosen: boolean
}

export interface SignInProps extends PageProps, FormProps {
  /** The app that sends the person here; null on the way to the account page. */
  readonly clientName: string | null
  /** The value of the field: the address of the last attempt, or a `login_hint`. */
  readonly email: string
  /** Null if it is not offered. */
  readonly keep: KeepOffer | null
  readonly problem: SignInProblem | PasskeyProblem | WayProblem | null
  readonly notice: SignInNotice | null
  /** Where to ask for a link if the password is lost; null if no mail is sent. */
  readonly forgotAddress: string | null
  /** Where to ask for an account; null if that is not offered. */
  readonly registerAddress: string | null
  /** Posts `email`, to ask for a link that lets this browser in; null if no mail is sent. */
  readonly letInAddress: string | null
  /** In their order. */
  readonly offers: readonly Offer[]
}

/** The sign-in page. Its form posts `email`, `password`, `keep` and the hidden fields. */
export function signInPage(props: SignInProps): string {
  const { clientName } = props
  const text = props.words.signIn
  return letter(props, {
    title: clientName === null ? text.toAccount : text.toApp({ client: clientName }),
    body: html`<h1>${clientName === null ? text.toAccount : text.toApp({ client: given(clientName) })}</h1>
${above(props)}
${offered(props)}`,
    below: clientName === null || !hasForm(props) ? null : promise(props, clientName),
  })
}

function hasForm({ offers }: Pick<SignInProps, 'offers'>): boolean {
  return offers.some((offer) => offer.is === 'form')
}

/** The form and the links, separated by a word. */
function offered(props: SignInProps): readonly (Html | null)[] {
  const { words, offers } = props
  return offers.flatMap((offer, place) => {
    const before = offers[place - 1]
    const divider =
      before !== undefined && before.is !== offer.is
        ? html`<p class="or" aria-hidden="true"><span>${words.signIn.or}</span></p>`
        : null
    return offerWith(props, offer, divider)
  })
}

function offerWith(
  props: SignInProps,
  offer: Offer,
  divider: Html | null,
): readonly (Html | null)[] {
  switch (offer.is) {
    case 'form':
      return [divider, form(props)]
    case 'passkey':
      return passkey(props, { ...offer, divider })
    case 'link':
      return [divider, link(props, offer)]
  }
}

function form(props: SignInProps): Html {
  const { words, forgotAddress, registerAddress } = props
  return html`<form class="fields" method="post" action="${props.action}">
${hiddenFields(props.hidden)}
${emailField(props)}
${passwordField(props)}
${keepField(props)}
<button class="button button-primary" type="submit">${words.signIn.button}</button>
</form>
${forgotAddress !== null && html`<p><a href="${forgotAddress}">${words.mailedLinks.forgot.link}</a></p>`}
${registerAddress !== null && html`<p><a href="${registerAddress}">${words.registration.link}</a></p>`}`
}

function passkey(
  { words, offers }: SignInProps,
  { form, divider }: { readonly form: PasskeyProps; readonly divider: Html | null },
): readonly Html[] {
  const isOnly = offers.length === 1
  const button = passkeyForm(words, form, {
    ...{ does: 'get', button: words.passkeys.signIn, before: divider },
    ...{ isPrimary: isOnly, fillsIn: hasForm({ offers }) },
  })
  const without = html`<noscript><p>${words.passkeys.needsScript}</p></noscript>
${noPasskeys(words)}`
  return isOnly ? [button, without] : [button]
}

function link(props: SignInProps, { label, address }: Offer & { readonly is: 'link' }): Html {
  const isOnly = props.offers.length === 1
  return html`<p class="way"><a class="button${isOnly && ' button-primary'}" href="${address}"><span>${props.words.signIn.continueWith({ way: labelled(props.words, label) })}</span></a></p>`
}

const GOOD_NEWS: ReadonlySet<string> = new Set([
  'signed_out',
  'new_password',
  'registered',
  'let_in',
])

function above(props: SignInProps): Html | null {
  const { problem, notice: reason } = props
  if (problem !== null) {
    return html`${notice('alert', told(props, problem), 'problem')}
${letIn(props, problem)}`
  }
  if (reason === null) return null
  const tone = typeof reason === 'string' && GOOD_NEWS.has(reason) ? 'done' : 'alert'
  return notice(tone, wordsForNotice(props, reason))
}

/** For somebody whose password was not checked, because others guess. */
function letIn(
  { words, email, letInAddress }: SignInProps,
  { kind }: NonNullable<SignInProps['problem']>,
): Html | null {
  if (letInAddress === null || email === '' || (kind !== 'wait' && kind !== 'busy')) return null
  return letInOffer(words, { address: letInAddress, email })
}

function told(props: SignInProps, problem: NonNullable<SignInProps['problem']>): Html {
  if ('way' in problem) return wordsForWay(props, problem)
  return problem.kind === 'passkey'
    ? wordsForPasskey(props, problem)
    : wordsForProblem(props.words.signIn, problem)
}

function emailField(props: SignInProps): Html {
  const { words, email, problem, offers } = props
  const filledIn = offers.some(({ is }) => is === 'passkey') ? 'username webauthn' : 'username'
  // Not type="email": browsers rewrite or refuse addresses with letters outside ASCII.
  return html`<div class="field">
<label for="email">${words.signIn.email}</label>
<input id="email" name="email" type="text" inputmode="email" autocomplete="${filledIn}" autocapitalize="none" spellcheck="false" maxlength="254" required="" value="${email}"${state(problem, 'email')}${email === '' && props.offers[0]?.is === 'form' && focus}/>
</div>`
}

function passwordField({ words, email, problem }: SignInProps): Html {
  return html`<div class="field">
<label for="password">${words.signIn.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required=""${state(problem, 'password')}${email === '' ? null : focus}/>
</div>`
}

function keepField({ words, keep }: SignInProps): Html | null {
  if (keep === null) return null
  const about = words.signIn.keepFor({ seconds: keep.seconds })
  return html`<div class="tick">
<input id="keep" name="keep" type="checkbox" value="1"${keep.isChosen && html` checked=""`} aria-describedby="keep-for"/>
<label for="keep">${words.signIn.keep}</label>
<p id="keep-for">${about}</p>
</div>`
}

/** No autofocus on an empty form below other ways: on a phone the keyboard would cover them. */
const focus = html` autofocus=""`

function state(problem: SignInProps['problem'], field: SignInField): Html | null {
  if (problem === null || 'way' in problem || problem.kind === 'passkey') return null
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
<p>${problem.mayBeRight ? text.mayBeRight : text.checkBoth}</p>`
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

function wordsForWay(props: SignInProps, problem: WayProblem): Html {
  const text = props.words.signIn.ways
  const way = labelled(props.words, problem.way)
  const lines = (title: string | Phrase<Html>, ...rest: (string | Phrase<Html>)[]) =>
    html`<p><strong>${title}</strong></p>
${rest.map((line) => html`<p>${line}</p>`)}`
  switch (problem.kind) {
    case 'unreachable':
      return lines(text.unreachable({ way }), text.tryLater)
    case 'not_trusted':
      return lines(text.notTrusted({ way }), text.nobodySignedIn)
    case 'expired':
      return lines(text.expired, text.startAgain)
    case 'not_begun_here':
      return lines(text.notBegunHere, text.usedOrElsewhere)
    case 'refused': {
      const { reason } = problem
      return reason === null
        ? lines(text.refused({ way }), text.startAgain)
        : lines(text.refused({ way }), text.itSays({ reason: given(reason) }))
    }
    case 'account_disabled':
      return lines(text.accountDisabled, text.askOperator({ brand: brand(props) }))
    case 'not_provisioned':
      return lines(text.notProvisioned({ way }), text.askOperator({ brand: brand(props) }))
    case 'account_changed':
      return lines(text.accountChanged, text.startAgain)
    case 'not_recent':
      return lines(text.notRecent({ way }), text.signOutThere({ way }))
  }
}

function missing(text: Words['signIn'], fields: readonly SignInField[]): string {
  if (fields.length > 1) return text.enterBoth
  return fields[0] === 'email' ? text.enterEmail : text.enterPassword
}

function wordsForNotice({ words }: SignInProps, reason: SignInNotice): Html {
  const text = words.signIn
  if (typeof reason !== 'string') {
    const way = labelled(words, reason.toConnect)
    return html`<p>${words.connect.firstSignIn({ way })}</p>`
  }
  switch (reason) {
    case 'signed_out':
      return html`<p>${text.signedOut}</p>`
    case 'new_password':
      return html`<p>${words.mailedLinks.reset.done}</p>`
    case 'registered':
      return html`<p>${words.registration.done}</p>`
    case 'let_in':
      return html`<p>${words.letIn.done}</p>`
    case 'page_too_old':
      return html`<p>${text.pageTooOld}</p>`
    case 'session_ended':
      return html`<p><strong>${text.sessionEnded}</strong></p>
<p>${text.signInToGoOn}</p>`
    case 'sign_in_again':
      return html`<p><strong>${words.accountNav.signInAgain}</strong></p>
<p>${words.accountNav.whyAgain}</p>`
  }
}
