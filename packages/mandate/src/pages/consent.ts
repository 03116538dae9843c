/**
 * Consent: may this app act for me? The page answers the questions in the order in which a careful
 * person asks them: who is asking, who am I signed in as, what will it be able to do, for how long,
 * and how do I undo it.
 */

import type { ShownDetail } from '../oauth/details/shown.ts'
import type { Words } from '../words/en/en.ts'
import type { Phrase } from '../words/phrase.ts'
import { detailList } from './details.ts'
import { type Html, html } from './html.ts'
import { icon } from './icons.ts'
import { type FormProps, given, hiddenFields, letter, notice, personName } from './layout.ts'
import { limitFields } from './limits.ts'
import { permissionText, type ScopeProps, scopeList } from './scope.ts'
import { day } from './time.ts'

/** Why the question is asked again. */
export type ConsentNotice =
  | 'no_decision'
  | 'page_too_old'
  | 'nothing_ticked'
  /** What is wrong with the limits that the person chose. */
  | 'higher'
  | 'unreadable'
  | 'past'

/** Why the name of an app that nobody has checked may mislead. */
export type NameWarning =
  | { readonly is: 'name_of_this_site' }
  /** `name` is that of an app that is registered here. */
  | { readonly is: 'name_of_another'; readonly name: string }
  | { readonly is: 'mixed_alphabets' }

export interface ConsentProps extends ScopeProps, FormProps {
  readonly client: {
    readonly name: string
    /** The host (and port, if it is not the default) that the browser returns to. */
    readonly returnHost: string
    /** When the app was registered here, or first used; null if it is new. */
    readonly knownSince: number | null
    /** Whether it registered itself, so that nobody here has checked what it says. */
    readonly isSelfRegistered: boolean
    /** The host of the document that describes it, which nobody here has checked either; null for none. */
    readonly documentHost: string | null
    readonly warning: NameWarning | null
    /** The address of its logo here; never one elsewhere. Null if it has none. */
    readonly logo: string | null
    /** Who makes it, and its own pages, as it was registered; null for what is not given. */
    readonly publisher: string | null
    readonly website: string | null
    readonly policy: string | null
    readonly terms: string | null
  }
  /** Who is signed in: the address, or the name of a person without one; null for neither. */
  readonly email: string | null
  /** Where "Use another account" posts to, with the same `hidden` fields. */
  readonly switchAction: string
  readonly scope: readonly string[]
  /** The part of `scope` that was allowed before. */
  readonly agreedBefore: readonly string[]
  /** The part of `scope` that may be left out. */
  readonly optional: readonly string[]
  /** What it asks for beyond the scope. */
  readonly details: readonly ShownDetail[]
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

/** What is asked, whoever asks and wherever the answer goes. */
export type Asked = Omit<ConsentProps, 'client'>

/**
 * The consent page. Its form posts `decision` (`allow` or `deny`), a `scope` for each optional
 * permission that is ticked, the limits as the person wants them, and the hidden fields.
 */
export function consentPage(props: ConsentProps): string {
  const { client } = props
  const text = props.words.consent
  return letter(props, {
    title: text.title({ client: client.name }),
    body: html`<h1>${text.title({ client: given(client.name) })}</h1>
${props.notice !== null && notice('alert', html`<p>${wordsForNotice(props.words, props.notice)}</p>`)}
${client.warning !== null && notice('alert', html`<p>${warningText(props.words, client.warning)}</p>`)}
<dl class="terms">
${term(text.whoAsks, who(props))}
${term(text.signedInAs, you(props))}
${term(text.itCan, powers(props))}
${term(text.howLong, end(props))}
</dl>
${decisionForm(props)}`,
    below: html`<p>${text.youReturn}</p>
<p>${text.neverSees}</p>`,
  })
}

/** Two buttons of equal weight; it is also the form of the boxes in `powers`. */
export function decisionForm({ words, action, hidden }: Asked): Html {
  const text = words.consent
  return html`<form class="decision" id="decision" aria-label="${text.decision}" method="post" action="${action}">
${hiddenFields(hidden)}
<button class="button" type="submit" name="decision" value="deny">${icon('cross')}${text.deny}</button>
<button class="button" type="submit" name="decision" value="allow">${icon('check')}${text.allow}</button>
</form>`
}

export function term(question: string, answer: Html): Html {
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
  const { logo, publisher, documentHost } = client
  const more = words.consentChoices
  return html`<div class="who-asks">
${logo !== null && html`<img class="client-logo" src="${logo}" width="40" height="40" alt=""/>`}
<div><p>${place}</p>
${client.isSelfRegistered && html`<p class="unchecked">${more.registeredItself}</p>`}
${documentHost !== null && html`<p class="unchecked">${more.fromDocument({ domain: html`<strong>${given(documentHost)}</strong>` })}</p>`}
<p class="soft">${known(words, client)}${publisher !== null && html` · ${more.publishedBy({ publisher: given(publisher) })}`}</p>
${ownPages(words, client)}</div>
</div>`
}

function warningText(words: Words, warning: NameWarning): Phrase<Html> | string {
  const text = words.consentChoices
  switch (warning.is) {
    case 'name_of_this_site':
      return text.namedLikeThisSite
    case 'name_of_another':
      return text.namedLikeAnother({ name: html`<strong>${given(warning.name)}</strong>` })
    case 'mixed_alphabets':
      return text.mixedAlphabets
  }
}

function known(
  words: Words,
  { knownSince, documentHost }: ConsentProps['client'],
): Phrase<Html> | string {
  if (knownSince === null) return words.consentChoices.newHere
  const text = { day: day(words, knownSince) }
  return documentHost === null
    ? words.consent.registered(text)
    : words.consentChoices.usedSince(text)
}

/** The app's own pages open beside this one, so that the question is not lost. */
export function ownPages(
  words: Words,
  client: Pick<ConsentProps['client'], 'website' | 'policy' | 'terms'>,
): Html | null {
  const text = words.consentChoices
  const links = [
    [client.website, text.website],
    [client.policy, text.policy],
    [client.terms, text.terms],
  ].flatMap(([address, label]) =>
    address === null || address === undefined
      ? []
      : [html`<a href="${address}" target="_blank" rel="noopener noreferrer">${label}</a>`],
  )
  return links.length === 0 ? null : html`<p class="soft own-pages">${links}</p>`
}

const LOOPBACK = /^(?:127\.0\.0\.1|\[::1\]|localhost)(?::\d+)?$/i

export function you(props: Asked): Html {
  return html`<p><strong>${personName(props.words, props.email)}</strong></p>
<form class="switch" method="post" action="${props.switchAction}">
${hiddenFields(props.hidden)}
<button class="text-button" type="submit">${props.words.consent.otherAccount}</button>
</form>`
}

export function powers(props: Asked): Html {
  const { words, resources, toldEmail } = props
  const text = words.consent
  const named = (names: readonly string[]) => names.map(given)
  return html`${asked(props)}
${detailList(words, props.details)}
${lowerLimits(props)}
${props.optional.length > 0 && html`<p class="soft">${words.consentChoices.onlyIfTicked}</p>`}
${resources.length > 0 && html`<p class="soft">${words.permissions.onlyIn({ apis: named(resources) })}</p>`}${
  toldEmail.length > 0 && html`<p class="soft">${text.seeEmail({ apis: named(toldEmail) })}</p>`
}`
}

/** What is new before what was allowed before, if there is both. */
function asked(props: Asked): Html {
  const { words, scope, agreedBefore } = props
  const text = words.consentChoices
  const old = scope.filter((token) => agreedBefore.includes(token))
  const fresh = scope.filter((token) => !agreedBefore.includes(token))
  if (old.length === 0 || fresh.length === 0) return permissions(props, scope)
  return html`<p class="soft">${text.isNew}</p>
${permissions(props, fresh)}
<p class="soft before">${text.agreedBefore}</p>
${permissions(props, old)}`
}

/** Those that cannot be left out, and then those that count only if they are ticked. */
function permissions(props: Asked, scope: readonly string[]): Html {
  const optional = scope.filter((token) => props.optional.includes(token))
  const needed = scope.filter((token) => !props.optional.includes(token))
  return html`${needed.length > 0 && scopeList(props, needed)}
${optional.length > 0 && choices(props, optional)}`
}

function choices(props: Asked, optional: readonly string[]): Html {
  return html`<ul class="options">
${optional.map((token) => {
  const id = `scope-${props.scope.indexOf(token)}`
  const isTicked = props.agreedBefore.includes(token)
  return html`<li class="tick"><input type="checkbox" id="${id}" name="scope" value="${token}" form="decision"${isTicked && html` checked=""`}/><label for="${id}">${permissionText(props, token)}</label></li>`
})}
</ul>`
}

export function end({ words, unusedSeconds, accountAddress }: Asked): Html {
  const account = (label: string) => html`<a href="${accountAddress}">${label}</a>`
  return html`<p>${words.consent.ends({ unused: unusedSeconds, account })}</p>`
}

/** The fields belong to the form with the decision. */
function lowerLimits({ words, details, notice: told }: Asked): Html | null {
  const fields = limitFields(words, details, { ids: 'limit', form: 'decision' })
  if (fields === null) return null
  return html`<details class="lower-limits"${told !== null && told in words.limits && html` open=""`}><summary>${words.limits.lowerHere}</summary>
<p class="soft">${words.limits.onlyLower}</p>
${fields}
</details>`
}

export function wordsForNotice(
  { consent, consentChoices, limits }: Words,
  reason: ConsentNotice,
): string {
  switch (reason) {
    case 'no_decision':
      return consent.noDecision
    case 'page_too_old':
      return consent.pageTooOld
    case 'nothing_ticked':
      return consentChoices.nothingTicked
    case 'higher':
    case 'unreadable':
    case 'past':
      return limits[reason]
  }
}
