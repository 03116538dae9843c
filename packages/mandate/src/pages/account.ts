/** The account page: as whom I am signed in, which apps act for me, and a button to end each. */

import { type Html, html } from './html.ts'
import { icon } from './icons.ts'
import {
  brand,
  desk,
  type FormProps,
  given,
  hiddenFields,
  notice,
  type PageProps,
} from './layout.ts'
import { type ScopeInWords, scopeList } from './scope.ts'
import { ago, day } from './time.ts'

export interface Connection {
  readonly clientId: string
  readonly name: string
  readonly scope: readonly ScopeInWords[]
  /** The names of the APIs it is limited to; empty means every API. */
  readonly resources: readonly string[]
  readonly since: number
  /** Null where it has not been used yet. */
  readonly lastUsed: number | null
  /** How many live grants it holds; 0 where only the consent is remembered. */
  readonly liveGrants: number
}

export type AccountNotice =
  | { readonly kind: 'disconnected'; readonly name: string }
  | { readonly kind: 'not_connected' }
  | { readonly kind: 'other_account' }
  | { readonly kind: 'page_too_old' }

export interface AccountProps extends PageProps {
  readonly now: number
  readonly email: string
  readonly connections: readonly Connection[]
  /** Each app's button posts `client_id` and the hidden fields to this form's address. */
  readonly disconnect: FormProps
  readonly signOut: FormProps
  readonly notice: AccountNotice | null
  /** Which part this is of more connections than one page looks at; left out where it is all. */
  readonly part?: {
    readonly isFirst: boolean
    /** Where the part with older ones is; null for the last. */
    readonly older: string | null
  }
}

/** The account page of a signed-in person. */
export function accountPage(props: AccountProps): string {
  return desk({
    brandName: props.brandName,
    title: 'Your account',
    aside: signedInAs(props),
    body: html`<h1>Your account</h1>
${props.notice === null ? null : wordsForNotice(props.notice)}
<section aria-labelledby="apps">
<h2 id="apps">Connected apps</h2>
${props.connections.length === 0 && isWhole(props) ? noApps(brand(props)) : connected(props)}
${moreParts(props)}</section>`,
  })
}

function signedInAs({ email, signOut }: AccountProps): Html {
  return html`<p class="who"><span class="soft">Signed in as</span> ${given(email)}</p>
<form method="post" action="${signOut.action}">
${hiddenFields(signOut.hidden)}
<button class="button" type="submit">Sign out</button>
</form>`
}

function noApps(brandName: string): Html {
  return html`<div class="sheet empty">
${icon('letter')}
<p><strong>No connected apps</strong></p>
<p class="soft">To connect an app, start in the app: choose “Connect” or “Sign in with ${brandName}” there. After you approve it here, it is listed on this page.</p>
</div>`
}

// Browsers drop a table's meaning where the stylesheet turns it into cards; the roles keep it.
function connected(props: AccountProps): Html | null {
  const { connections, disconnect, now } = props
  if (connections.length === 0) return null
  return html`<p class="soft lead">These apps can act for you. Disconnecting an app takes effect at once.</p>
<table class="sheet apps" role="table" aria-labelledby="apps">
<thead role="rowgroup">
<tr role="row">
<th role="columnheader" scope="col">App</th>
<th role="columnheader" scope="col">It can</th>
<th role="columnheader" scope="col">Connected since</th>
<th role="columnheader" scope="col">Last used</th>
<th role="columnheader" scope="col"><span class="unseen">Disconnect</span></th>
</tr>
</thead>
<tbody role="rowgroup">
${connections.map((connection) => row(connection, disconnect, { now, isWhole: isWhole(props) }))}
</tbody>
</table>`
}

function row(
  connection: Connection,
  disconnect: FormProps,
  { now, isWhole }: { readonly now: number; readonly isWhole: boolean },
): Html {
  const { clientId, name, scope, resources, since, lastUsed, liveGrants } = connection
  return html`<tr role="row">
<th role="rowheader" scope="row">${given(name)}${grantsInWords(liveGrants, isWhole)}</th>
<td role="cell" data-label="It can">${scopeList(scope)}${resources.length === 0 ? null : html`<p class="soft">Only in ${given(resources.join(', '))}</p>`}</td>
<td role="cell" class="moment" data-label="Connected since">${day(since)}</td>
<td role="cell" class="moment" data-label="Last used">${lastUsed === null ? 'Never' : ago(lastUsed, now)}</td>
<td role="cell" class="act"><form method="post" action="${disconnect.action}">
${hiddenFields(disconnect.hidden)}
<input type="hidden" name="client_id" value="${clientId}"/>
<button class="button" type="submit">Disconnect<span class="unseen"> ${given(name)}</span></button>
</form></td>
</tr>`
}

function isWhole({ part }: AccountProps): boolean {
  return part === undefined || (part.isFirst && part.older === null)
}

/** Nothing where this page shows all. Apps with a remembered consent are all on the first part. */
function moreParts(props: AccountProps): Html | null {
  const { part } = props
  if (part === undefined || isWhole(props)) return null
  const here = part.isFirst
    ? 'This account has been connected very often. This page shows the latest connections; apps that were connected earlier may be missing here.'
    : 'This page shows earlier connections of your account. An app can be on several pages; disconnecting it ends all of its connections.'
  return html`<p class="lead soft parts">${here}</p>
<p>${part.older === null ? null : html`<a href="${part.older}">Show earlier connections</a>`}${part.isFirst ? null : html` <a href="/account">Show the latest connections</a>`}</p>
`
}

function grantsInWords(liveGrants: number, isWhole: boolean): Html | null {
  if (liveGrants === 1 && isWhole) return null
  const words =
    liveGrants === 0
      ? 'Approved earlier, not connected now. It can reconnect without asking.'
      : `Connected ${isWhole ? '' : 'at least '}${liveGrants === 1 ? 'once' : `${liveGrants} times`}`
  return html`<span class="soft">${words}</span>`
}

function wordsForNotice(told: AccountNotice): Html {
  switch (told.kind) {
    case 'disconnected':
      return notice(
        'done',
        html`<p><strong>${given(told.name)} is disconnected.</strong></p>
<p>It can no longer act for you. To use it again, connect it from ${given(told.name)}.</p>`,
      )
    case 'not_connected':
      return notice('alert', html`<p>That app is no longer connected. Nothing was changed.</p>`)
    case 'other_account':
      return notice(
        'alert',
        html`<p><strong>You are signed in with another account now. Nothing was changed.</strong></p>`,
      )
    case 'page_too_old':
      return notice(
        'alert',
        html`<p>This page was open for too long, so nothing was changed. Try again.</p>`,
      )
  }
}
