/** The list at `/errors`: the refused requests of one client, for its developer. */

import type { ExplanationInWords } from '../explanations/in-words.ts'
import { type ClientSignIn, clientSignIn } from './client-sign-in.ts'
import { type Html, html } from './html.ts'
import { desk, letter, type PageProps } from './layout.ts'

export interface RefusedRequestsProps extends PageProps {
  readonly clientId: string
  /** The newest first. */
  readonly explanations: readonly ExplanationInWords[]
  /** For how many days they are kept. */
  readonly days: number
}

/** The list of a client that has authenticated. */
export function refusedRequestsPage(props: RefusedRequestsProps): string {
  const { clientId, explanations, days } = props
  return desk({
    brandName: props.brandName,
    title: 'Refused requests',
    aside: html`<p class="who"><span class="soft">Client</span> <code>${clientId}</code></p>`,
    body: html`<h1>Refused requests</h1>
${explanations.length === 0 ? none(days) : found(explanations, days)}`,
  })
}

/** The same address for somebody who has not authenticated. */
export function refusedRequestsSignInPage(props: PageProps & { signIn: ClientSignIn }): string {
  return letter({
    brandName: props.brandName,
    title: 'Refused requests',
    body: html`<h1>Why was a request refused?</h1>
<p>Each error answer of this server has an <code>error_uri</code>, which leads to the reason. This page lists all refused requests of your client.</p>
${clientSignIn(props.signIn)}`,
  })
}

function none(days: number): Html {
  return html`<p class="soft">No request of this client was refused in the last ${days} days.</p>`
}

function found(explanations: readonly ExplanationInWords[], days: number): Html {
  return html`<p class="soft lead">The latest of the last ${days} days. A request appears here after about a second.</p>
<table class="sheet apps refused" role="table">
<thead role="rowgroup">
<tr role="row">
<th role="columnheader" scope="col">Reason</th>
<th role="columnheader" scope="col">When</th>
<th role="columnheader" scope="col">Request</th>
<th role="columnheader" scope="col">Error</th>
</tr>
</thead>
<tbody role="rowgroup">
${explanations.map(row)}
</tbody>
</table>`
}

function row({ reference, title, when, request, error }: ExplanationInWords): Html {
  return html`<tr role="row">
<th role="rowheader" scope="row"><a href="/errors/${reference}">${title}</a></th>
<td role="cell" data-label="When">${when}</td>
<td role="cell" data-label="Request"><code>${request}</code></td>
<td role="cell" data-label="Error"><code>${error}</code></td>
</tr>`
}
