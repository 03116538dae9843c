/**
 * The frame of the operator's console: a bar with a search box, the places at the side, and the page.
 * In a narrow window the places are a menu that opens over the page, without JavaScript (the `popover`
 * attribute). The parts of a page are in the files beside this one; `console.css` and `console.js` are
 * loaded here only, so other pages stay small.
 */

import type { Permission } from '../../operators/permissions.ts'
import type { Role } from '../../operators/roles.ts'
import { consoleWords } from '../../words/console/console.ts'
import { assetAddress } from '../assets.ts'
import { type Html, html, type Printable } from '../html.ts'
import { brandMark, document, given, hiddenFields, notice, type PageProps } from '../layout.ts'
import { type ConsolePlace, groups, places } from './places.ts'

const text = consoleWords.frame

/** The operator who looks at the page. */
export interface ShownOperator {
  /** The account's address or name, or else its id. */
  readonly name: string
  readonly role: Role
  readonly permissions: ReadonlySet<Permission>
}

/** The result of an act, in one or more sentences. */
export interface Told {
  readonly tone: 'alert' | 'done'
  readonly lines: readonly string[]
}

/** What every console page needs. */
export interface ConsoleProps extends PageProps {
  readonly operator: ShownOperator
  /** In seconds since 1970. */
  readonly now: number
  /** Of the act that led here; null for none. */
  readonly told: Told | null
  /** What every form on the page sends along (`http/console/act.ts`). */
  readonly formFields: Readonly<Record<string, string>>
  /** What was searched for. */
  readonly searched?: string
}

export interface ConsoleContent {
  /** Null for a page that is in no place. */
  readonly current: ConsolePlace | null
  /** For the title bar and the main heading. */
  readonly title: string
  /** Where the page belongs, such as the list that it is from. */
  readonly above?: { readonly label: string; readonly address: string }
  /** Beside the heading: what can be done here. */
  readonly actions?: Printable
  readonly body: Printable
}

export function consoleDocument(props: ConsoleProps, content: ConsoleContent): string {
  const { title, above, actions } = content
  return document(props, {
    title,
    styles: [assetAddress('console.css')],
    scripts: [assetAddress('console.js')],
    body: html`<a class="skip" href="#page">${text.skip}</a>
<header class="console-bar">
<p class="bar-brand"><a href="/console">${brandMark(props)}<span class="console-mark">${text.console}</span></a></p>
${searchForm(props)}
<button class="button console-menu" type="button" popovertarget="places">${text.menu}</button>
${signedInAs(props)}
</header>
<div class="console-room">
${navigation(props.operator, content.current)}
<main class="console-page" id="page">
${above && html`<p class="above"><a href="${above.address}">${above.label}</a></p>`}
<div class="console-head">
<h1>${title}</h1>
${actions && html`<div class="console-actions">${actions}</div>`}
</div>
${props.told && toldNotice(props.told)}
${content.body}
</main>
</div>`,
  })
}

function toldNotice({ tone, lines: [first = '', ...rest] }: Told): Html {
  return notice(
    tone,
    html`<p>${rest.length === 0 ? first : html`<strong>${first}</strong>`}</p>
${rest.map((line) => html`<p>${line}</p>`)}`,
  )
}

/** It posts, so that what is pasted into it is in no address. */
function searchForm({ searched = '', formFields }: ConsoleProps): Html {
  return html`<form class="console-search" role="search" method="post" action="/console/search" data-search="q">
${hiddenFields(formFields)}
<label for="search"><span class="unseen">${text.search}</span></label>
<input id="search" name="q" type="search" value="${searched}" placeholder="${text.searchHint}" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="8000"/>
<button class="button" type="submit">${text.find}</button>
</form>`
}

function signedInAs({ operator }: ConsoleProps): Html {
  return html`<div class="console-who">
<p><a href="/account" title="${text.account}">${given(operator.name)}</a> <span class="tag">${text.roles[operator.role]}</span></p>
<form method="post" action="/sign-out">${hiddenFields()}<button class="text-button" type="submit">${text.signOut}</button></form>
</div>`
}

function navigation({ permissions }: ShownOperator, current: ConsolePlace | null): Html {
  const seen = places.filter(({ needs }) => needs === null || permissions.has(needs))
  return html`<nav class="console-places" id="places" popover="auto" aria-label="${text.console}">
${groups.map((group) => {
  const own = seen.filter((place) => place.group === group)
  return (
    own.length > 0 &&
    html`<h2 id="places-${group}">${text.groups[group]}</h2>
<ul aria-labelledby="places-${group}">
${own.map(
  ({ name, address }) =>
    html`<li><a href="${address}"${name === current && html` aria-current="page"`}>${text.places[name]}</a></li>\n`,
)}</ul>\n`
  )
})}</nav>`
}
