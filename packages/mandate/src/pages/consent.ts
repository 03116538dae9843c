/**
 * Consent: may this app act for me? The page answers the questions in the order in which a careful
 * person asks them: who is asking, who am I signed in as, what will it be able to do, for how long,
 * and how do I undo it.
 */

import type { Words } from '../words/en/en.ts'
import { type Html, html } from './html.ts'
import { icon } from './icons.ts'
import { type FormProps, given, hiddenFields, letter, notice, personName } from './layout.ts'
import { type ScopeProps, scopeList } from './scope.ts'
import { day } from './time.ts'

/** Why the question is asked again. */
export type ConsentNotice = 'no_decision' | 'page_too_old'

export interface ConsentProps extends ScopeProps, FormProps {
  readonly client: {
    readonly name: string
    /** The host (and port, if it is not the default) that the browser returns to. */
    readonly returnHost: string
    /** When the app was registered here. */
    readonly knownSince: number
  }
  /** Who is signed in: the address, or the name of a person without one; null for neither. */
  readonly email: string | null
  /** Where "Use another account" posts to, with the same `hidden` fields. */
  readonly switchAction: string
  readonly scope: readonly string[]
  /** The names of the APIs that it is limited to; empty for every API. */
  readonly resources: readonly string[]
  /** The names of the APIs that learn the e-mail address. */
  readonly toldEmail: readonly string[]
  /** How long an unused grant lasts. */
  readonly unusedSeconds: number
  /** Where a person disconnects apps. */
  readonly accountAddress: string
  readonly notice: ConsentNotice | null
}

/** The consent page. Its form posts `decision` (`allow` or `deny`) and the hidden fields. */
export function consentPage(props: ConsentProps): string {
  const { client } = props
  const text = props.words.consent
  return letter(props, {
    title: text.title({ client: client.name }),
    body: html`<h1>${text.title({ client: given(client.name) })}</h1>
${props.notice !== null && notice('alert', html`<p>${wordsForNotice(text, props.notice)}</p>`)}
<dl class="terms">
${term(text.whoAsks, who(props))}
${term(text.signedInAs, you(props))}
${term(text.itCan, powers(props))}
${term(text.howLong, end(props))}
</dl>
<form class="decision" aria-label="${text.decision}" method="post" action="${props.action}">
${hiddenFields(props.hidden)}
<button class="button" type="submit" name="decision" value="deny">${icon('cross')}${text.deny}</button>
<button class="button" type="submit" name="decision" value="allow">${icon('check')}${text.allow}</button>
</form>`,
    below: html`<p>${text.youReturn}</p>
<p>${text.neverSees}</p>`,
  })
}

function term(question: string, answer: Html): Html {
  return html`<div class="term">
<dt>${question}</dt>
<dd>${answer}</dd>
</div>`
}

function who({ words, client }: ConsentProps): Html {
  const { returnHost } = client
  const text = words.consent
  // The app chose its name in the heading. It cannot choose this.
  const place = LOOPBACK.test(returnHost)
    ? text.onThisComputer({ host: given(returnHost) })
    : text.appAt({ host: html`<strong>${given(returnHost)}</strong>` })
  return html`<p>${place}</p>
<p class="soft">${text.registered({ day: day(words, client.knownSince) })}</p>`
}

const LOOPBACK = /^(?:127\.0\.0\.1|\[::1\]|localhost)(?::\d+)?$/i

function you(props: ConsentProps): Html {
  return html`<p><strong>${personName(props.words, props.email)}</strong></p>
<form class="switch" method="post" action="${props.switchAction}">
${hiddenFields(props.hidden)}
<button class="text-button" type="submit">${props.words.consent.otherAccount}</button>
</form>`
}

function powers(props: ConsentProps): Html {
  const { words, scope, resources, toldEmail } = props
  const text = words.consent
  const named = (names: readonly string[]) => names.map(given)
  return html`${scopeList(props, scope)}
${resources.length > 0 && html`<p class="soft">${words.permissions.onlyIn({ apis: named(resources) })}</p>`}${
  toldEmail.length > 0 && html`<p class="soft">${text.seeEmail({ apis: named(toldEmail) })}</p>`
}`
}

function end({ words, unusedSeconds, accountAddress }: ConsentProps): Html {
  const account = (label: string) => html`<a href="${accountAddress}">${label}</a>`
  return html`<p>${words.consent.ends({ unused: unusedSeconds, account })}</p>`
}

function wordsForNotice(text: Words['consent'], reason: ConsentNotice): string {
  return reason === 'no_decision' ? text.noDecision : text.pageTooOld
}
