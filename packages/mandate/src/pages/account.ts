/** The account page: who is signed in, which apps can act for them, and a button to disconnect each. */

import type { Words } from '../words/en/en.ts'
import type { Translated } from '../words/languages.ts'
import type { Phrase } from '../words/phrase.ts'
import { type Html, html } from './html.ts'
import { icon } from './icons.ts'
import { brand, desk, type FormProps, given, hiddenFields, notice, personName } from './layout.ts'
import { type ScopeProps, scopeList } from './scope.ts'
import { ago, day } from './time.ts'
import { labelled } from './translated.ts'

export interface Connection {
  readonly clientId: string
  readonly name: string
  readonly scope: readonly string[]
  /** The names of the APIs that it is limited to; empty for every API. */
  readonly resources: readonly string[]
  readonly since: number
  /** Null if it has not been used yet. */
  readonly lastUsed: number | null
  /** The number of live grants; 0 if only the consent is remembered. */
  readonly liveGrants: number
}

export type AccountNotice =
  | { readonly kind: 'disconnected'; readonly name: string }
  | { readonly kind: 'not_connected' }
  | { readonly kind: 'other_account' }
  | { readonly kind: 'page_too_old' }
  | { readonly kind: 'last_way' }
  | {
      readonly kind:
        | 'way_connected'
        | 'way_disconnected'
        | 'way_not_connected'
        | 'way_is_connected'
        | 'way_is_somebody_elses'
      readonly way: Translated
    }

/** How the owner signs in. Each button posts its fields and the hidden ones to the form's address. */
export interface WaysInProps {
  readonly hasPassword: boolean
  readonly identities: readonly WayIn[]
  /** What can be connected as well. */
  readonly connectable: readonly Omit<WayIn, 'since'>[]
  readonly connect: FormProps
  readonly disconnect: FormProps
}

interface WayIn {
  readonly label: Translated
  readonly since: number
  readonly fields: Readonly<Record<string, string>>
}

export interface AccountProps extends ScopeProps {
  readonly now: number
  /** The address, or the name of a person without one; null for neither. */
  readonly email: string | null
  readonly connections: readonly Connection[]
  /** Each app's button posts `client_id` and the hidden fields to this form's address. */
  readonly disconnect: FormProps
  readonly signOut: FormProps
  readonly notice: AccountNotice | null
  /** Null if people cannot choose how they sign in. */
  readonly waysIn: WaysInProps | null
  /** For an account with more connections than fit on one page: which page this is. */
  readonly part?: {
    readonly isFirst: boolean
    /** The address of the next page, with older connections; null on the last page. */
    readonly older: string | null
  }
}

/** The account page of a signed-in person. */
export function accountPage(props: AccountProps): string {
  const text = props.words.account
  return desk(props, {
    title: text.title,
    aside: signedInAs(props),
    body: html`<h1>${text.title}</h1>
${props.notice && wordsForNotice(props.words, props.notice)}
<section aria-labelledby="apps">
<h2 id="apps">${text.apps}</h2>
${props.connections.length === 0 && isWhole(props) ? noApps(props) : connected(props)}
${moreParts(props)}</section>
${props.waysIn && waysIn(props.words, props.waysIn)}`,
  })
}

function signedInAs({ words, email, signOut }: AccountProps): Html {
  const text = words.account
  return html`<p class="who"><span class="soft">${text.signedInAs}</span> ${personName(words, email)}</p>
<form method="post" action="${signOut.action}">
${hiddenFields(signOut.hidden)}
<button class="button" type="submit">${text.signOut}</button>
</form>`
}

function noApps(props: AccountProps): Html {
  const text = props.words.account
  return html`<div class="sheet empty">
${icon('letter')}
<p><strong>${text.noApps}</strong></p>
<p class="soft">${text.howToConnect({ brand: brand(props) })}</p>
</div>`
}

// Browsers drop a table's semantics if the stylesheet turns it into cards; the roles keep them.
function connected(props: AccountProps): Html | null {
  const { connections } = props
  const text = props.words.account
  if (connections.length === 0) return null
  return html`<p class="soft lead">${text.actForYou}</p>
<table class="sheet apps" role="table" aria-labelledby="apps">
<thead role="rowgroup">
<tr role="row">
<th role="columnheader" scope="col">${text.app}</th>
<th role="columnheader" scope="col">${text.itCan}</th>
<th role="columnheader" scope="col">${text.since}</th>
<th role="columnheader" scope="col">${text.lastUsed}</th>
<th role="columnheader" scope="col"><span class="unseen">${text.disconnect}</span></th>
</tr>
</thead>
<tbody role="rowgroup">
${connections.map((connection) => row(props, connection))}
</tbody>
</table>`
}

function row(props: AccountProps, connection: Connection): Html {
  const { words, disconnect, now } = props
  const { clientId, name, scope, resources, since, lastUsed } = connection
  const text = words.account
  const apis = resources.map(given)
  const unseenName = html`<span class="unseen">${given(name)}</span>`
  return html`<tr role="row">
<th role="rowheader" scope="row">${given(name)}${howOften(props, connection)}</th>
<td role="cell" data-label="${text.itCan}">${scopeList(props, scope)}${resources.length > 0 && html`<p class="soft">${words.permissions.onlyIn({ apis })}</p>`}</td>
<td role="cell" class="moment" data-label="${text.since}">${day(words, since)}</td>
<td role="cell" class="moment" data-label="${text.lastUsed}">${lastUsed === null ? text.never : ago(words, lastUsed, now)}</td>
<td role="cell" class="act"><form method="post" action="${disconnect.action}">
${hiddenFields(disconnect.hidden)}
<input type="hidden" name="client_id" value="${clientId}"/>
<button class="button" type="submit">${text.disconnectApp({ client: unseenName })}</button>
</form></td>
</tr>`
}

function isWhole({ part }: AccountProps): boolean {
  return part === undefined || (part.isFirst && part.older === null)
}

/** Links to the other pages. Apps with only a remembered consent are all on the first page. */
function moreParts(props: AccountProps): Html | null {
  const { part } = props
  const text = props.words.account
  if (part === undefined || isWhole(props)) return null
  return html`<p class="lead soft parts">${part.isFirst ? text.latest : text.earlier}</p>
<p>${part.older !== null && html`<a href="${part.older}">${text.showEarlier}</a>`}${part.isFirst ? null : html` <a href="/account">${text.showLatest}</a>`}</p>
`
}

function howOften(props: AccountProps, { liveGrants }: Connection): Html | null {
  const text = props.words.account
  if (liveGrants === 1 && isWhole(props)) return null
  const connected = isWhole(props) ? text.connected : text.connectedAtLeast
  const told = liveGrants === 0 ? text.approvedEarlier : connected({ times: liveGrants })
  return html`<span class="soft">${told}</span>`
}

function waysIn(words: Words, props: WaysInProps): Html {
  const text = words.waysIn
  const { hasPassword, identities, connectable, connect, disconnect } = props
  return html`<section aria-labelledby="ways">
<h2 id="ways">${text.title}</h2>
<ul class="sheet ways">
${hasPassword && html`<li><p><strong>${text.password}</strong></p></li>`}
${identities.map(({ label, since, fields }) => {
  const way = labelled(words, label)
  const unseen = html`<span class="unseen">${way}</span>`
  return html`<li><p><strong>${way}</strong> <span class="soft">${text.since({ day: day(words, since) })}</span></p>
${button(disconnect, fields, text.disconnect({ way: unseen }))}</li>`
})}
${connectable.map(({ label, fields }) => {
  const way = labelled(words, label)
  const unseen = html`<span class="unseen">${way}</span>`
  return html`<li><p>${way} <span class="soft">${text.none}</span></p>
${button(connect, fields, text.connect({ way: unseen }))}</li>`
})}
</ul>
</section>`
}

function button(
  form: FormProps,
  fields: Readonly<Record<string, string>>,
  label: Phrase<Html>,
): Html {
  return html`<form method="post" action="${form.action}">
${hiddenFields({ ...form.hidden, ...fields })}
<button class="button" type="submit">${label}</button>
</form>`
}

function wordsForNotice(words: Words, told: AccountNotice): Html {
  const text = words.account
  switch (told.kind) {
    case 'disconnected': {
      const client = given(told.name)
      return notice(
        'done',
        html`<p><strong>${text.disconnected({ client })}</strong></p>
<p>${text.noLongerActs({ client })}</p>`,
      )
    }
    case 'not_connected':
      return notice('alert', html`<p>${text.notConnected}</p>`)
    case 'other_account':
      return notice('alert', html`<p><strong>${text.otherAccount}</strong></p>`)
    case 'page_too_old':
      return notice('alert', html`<p>${text.pageTooOld}</p>`)
    case 'last_way':
      return notice('alert', html`<p>${words.waysIn.isLast}</p>`)
    case 'way_connected':
      return notice('done', html`<p>${words.waysIn.connected(wayIn(words, told))}</p>`)
    case 'way_disconnected':
      return notice('done', html`<p>${words.waysIn.disconnected(wayIn(words, told))}</p>`)
    case 'way_not_connected':
      return notice('alert', html`<p>${words.waysIn.notConnected(wayIn(words, told))}</p>`)
    case 'way_is_connected':
      return notice('alert', html`<p>${words.waysIn.isConnected(wayIn(words, told))}</p>`)
    case 'way_is_somebody_elses':
      return notice('alert', html`<p>${words.waysIn.isSomebodyElses(wayIn(words, told))}</p>`)
  }
}

function wayIn(words: Words, { way }: { readonly way: Translated }) {
  return { way: labelled(words, way) }
}
