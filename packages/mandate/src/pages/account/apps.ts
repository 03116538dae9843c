/** The first account page: which apps can act for the person, and a button to disconnect each. */

import { type Html, html } from '../html.ts'
import { icon } from '../icons.ts'
import { brand, type FormProps, given, hiddenFields } from '../layout.ts'
import { type ScopeProps, scopeList } from '../scope.ts'
import { ago, day } from '../time.ts'
import { type AccountDeskProps, accountDesk, alerted, done, type Told } from './shell.ts'

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

export interface AppsProps extends ScopeProps, AccountDeskProps {
  readonly now: number
  readonly connections: readonly Connection[]
  /** Each app's button posts `client_id` and the hidden fields to this form's address. */
  readonly disconnect: FormProps
  readonly notice: Told | null
  /** For an account with more connections than fit on one page: which page this is. */
  readonly part?: {
    readonly isFirst: boolean
    /** The address of the next page, with older connections; null on the last page. */
    readonly older: string | null
  }
}

/** The apps that can act for a signed-in person. */
export function appsPage(props: AppsProps): string {
  const { apps } = props.words.account
  return accountDesk(props, {
    current: 'apps',
    title: apps,
    notice: props.notice,
    body: html`<section aria-label="${apps}">
${props.connections.length === 0 && isWhole(props) ? noApps(props) : connected(props)}
${moreParts(props)}</section>`,
  })
}

function noApps(props: AppsProps): Html {
  const text = props.words.account
  return html`<div class="sheet empty">
${icon('letter')}
<p><strong>${text.noApps}</strong></p>
<p class="soft">${text.howToConnect({ brand: brand(props) })}</p>
</div>`
}

// Browsers drop a table's semantics if the stylesheet turns it into cards; the roles keep them.
function connected(props: AppsProps): Html | null {
  const { connections } = props
  const text = props.words.account
  if (connections.length === 0) return null
  return html`<p class="soft lead">${text.actForYou}</p>
<table class="sheet apps" role="table" aria-label="${text.apps}">
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

function row(props: AppsProps, connection: Connection): Html {
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

function isWhole({ part }: AppsProps): boolean {
  return part === undefined || (part.isFirst && part.older === null)
}

/** Links to the other pages. Apps with only a remembered consent are all on the first page. */
function moreParts(props: AppsProps): Html | null {
  const { part } = props
  const text = props.words.account
  if (part === undefined || isWhole(props)) return null
  return html`<p class="lead soft parts">${part.isFirst ? text.latest : text.earlier}</p>
<p>${part.older !== null && html`<a href="${part.older}">${text.showEarlier}</a>`}${part.isFirst ? null : html` <a href="/account">${text.showLatest}</a>`}</p>
`
}

function howOften(props: AppsProps, { liveGrants }: Connection): Html | null {
  const text = props.words.account
  if (liveGrants === 1 && isWhole(props)) return null
  const connected = isWhole(props) ? text.connected : text.connectedAtLeast
  const told = liveGrants === 0 ? text.approvedEarlier : connected({ times: liveGrants })
  return html`<span class="soft">${told}</span>`
}

export const appDisconnected = (name: string): Told =>
  done(({ account }) => {
    const client = given(name)
    return [account.disconnected({ client }), account.noLongerActs({ client })]
  })

export const appNotConnected: Told = alerted(({ account }) => [account.notConnected])
