/**
 * Consent: may this app act for me? The page answers in the order in which a careful person asks:
 * who wants in, as whom am I signed in, what may it do, for how long, how do I undo it.
 */

import { type Html, html } from './html.ts'
import { icon } from './icons.ts'
import {
  brand,
  type FormProps,
  given,
  hiddenFields,
  letter,
  notice,
  type PageProps,
} from './layout.ts'
import { type ScopeInWords, scopeList } from './scope.ts'
import { day, span } from './time.ts'

/** Why the question is asked again. */
export type ConsentNotice = 'no_decision' | 'page_too_old'

export interface ConsentProps extends PageProps, FormProps {
  readonly client: {
    readonly name: string
    /** The host (and port, if it is not the default) that the browser returns to. */
    readonly returnHost: string
    /** When the app was registered here. */
    readonly knownSince: number
  }
  /** As whom the person is signed in. */
  readonly email: string
  /** Where "use another account" posts to; with `hidden`, like the decision. */
  readonly switchAction: string
  readonly scope: readonly ScopeInWords[]
  /** The names of the APIs it is limited to; empty means every API. */
  readonly resources: readonly string[]
  /** The names of the APIs that are told the e-mail address. */
  readonly toldEmail: readonly string[]
  /** After this many seconds without use it ends by itself. */
  readonly unusedSeconds: number
  /** Where a person disconnects apps. */
  readonly accountAddress: string
  readonly notice: ConsentNotice | null
}

/** The consent page. Its form posts `decision` (`allow` or `deny`) and the hidden fields. */
export function consentPage(props: ConsentProps): string {
  const { client } = props
  return letter({
    brandName: props.brandName,
    title: `Let ${client.name} act for you?`,
    body: html`<h1>Let ${given(client.name)} act for you?</h1>
${props.notice === null ? null : notice('alert', wordsForNotice(props.notice))}
<dl class="terms">
${term('Who asks', who(props))}
${term('Signed in as', you(props))}
${term('It can', powers(props))}
${term('How long', end(props))}
</dl>
<form class="decision" aria-label="Your decision" method="post" action="${props.action}">
${hiddenFields(props.hidden)}
<button class="button" type="submit" name="decision" value="deny">${icon('cross')}Deny</button>
<button class="button" type="submit" name="decision" value="allow">${icon('check')}Allow</button>
</form>`,
    below: html`<p>Whatever you choose, you return to the app.</p>
<p>It never sees your password, which stays with ${brand(props)}.</p>`,
  })
}

function term(question: string, answer: Html): Html {
  return html`<div class="term">
<dt>${question}</dt>
<dd>${answer}</dd>
</div>`
}

function who({ client }: ConsentProps): Html {
  const { returnHost } = client
  // The name is in the heading. What it cannot choose is here.
  const place = LOOPBACK.test(returnHost)
    ? html`A program on this computer (${given(returnHost)})`
    : html`The app at <strong>${given(returnHost)}</strong>`
  return html`<p>${place}</p>
<p class="soft">Registered here on ${day(client.knownSince)}</p>`
}

const LOOPBACK = /^(?:127\.0\.0\.1|\[::1\]|localhost)(?::\d+)?$/i

function you(props: ConsentProps): Html {
  return html`<p><strong>${given(props.email)}</strong></p>
<form class="switch" method="post" action="${props.switchAction}">
${hiddenFields(props.hidden)}
<button class="text-button" type="submit">Not you? Use another account</button>
</form>`
}

function powers({ scope, resources, toldEmail }: ConsentProps): Html {
  const limit = resources.length === 0 ? null : html`<p class="soft">Only in ${list(resources)}</p>`
  const sees = toldEmail.length === 1 ? 'sees' : 'see'
  const told =
    toldEmail.length === 0
      ? null
      : html`<p class="soft">${list(toldEmail)} ${sees} your e-mail address.</p>`
  return html`${scopeList(scope)}
${limit}${told}`
}

function end({ unusedSeconds, accountAddress }: ConsentProps): Html {
  return html`<p>It ends after ${span(unusedSeconds)} without use, or at once when you disconnect it in <a href="${accountAddress}">your account</a>.</p>`
}

function list(names: readonly string[]): readonly Html[] {
  return names.map((name, place) => {
    const before = place === 0 ? '' : place === names.length - 1 ? ' and ' : ', '
    return html`${before}${given(name)}`
  })
}

function wordsForNotice(reason: ConsentNotice): Html {
  switch (reason) {
    case 'no_decision':
      return html`<p>Choose “Allow” or “Deny” to continue.</p>`
    case 'page_too_old':
      return html`<p>The page was open for too long. Nothing was decided yet: choose again.</p>`
  }
}
