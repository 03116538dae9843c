/** The list at `/errors`: the refused requests of one client, for its developer. */

import type { ExplanationInWords } from '../explanations/in-words.ts'
import type { Words } from '../words/en/en.ts'
import { type ClientSignIn, clientSignIn } from './client-sign-in.ts'
import { type Html, html } from './html.ts'
import { desk, inEnglish, letter, type PageProps } from './layout.ts'

export interface RefusedRequestsProps extends PageProps {
  readonly clientId: string
  /** Newest first. */
  readonly explanations: readonly ExplanationInWords[]
  /** How many days they are kept. */
  readonly days: number
}

/** The list for an authenticated client. */
export function refusedRequestsPage(props: RefusedRequestsProps): string {
  const { clientId, explanations, days } = props
  const text = props.words.refusedRequests
  return desk(props, {
    title: text.title,
    aside: html`<p class="who"><span class="soft">${text.client}</span> <code>${clientId}</code></p>`,
    body: html`<h1>${text.title}</h1>
${explanations.length === 0 ? html`<p class="soft">${text.none({ days })}</p>` : found(props)}`,
  })
}

/** The page at the same address before the client has authenticated. */
export function refusedRequestsSignInPage(props: PageProps & { signIn: ClientSignIn }): string {
  const text = props.words.refusedRequests
  const code = (name: string) => html`<code>${name}</code>`
  return letter(props, {
    title: text.title,
    body: html`<h1>${text.why}</h1>
<p>${text.about({ code })}</p>
${clientSignIn(props.words, props.signIn)}`,
  })
}

function found({ words, explanations, days }: RefusedRequestsProps): Html {
  const text = words.refusedRequests
  return html`<p class="soft lead">${text.latest({ days })}</p>
<table class="sheet refused" role="table">
<thead role="rowgroup">
<tr role="row">
<th role="columnheader" scope="col">${text.reason}</th>
<th role="columnheader" scope="col">${text.when}</th>
<th role="columnheader" scope="col">${text.request}</th>
<th role="columnheader" scope="col">${text.error}</th>
</tr>
</thead>
<tbody role="rowgroup">
${explanations.map((explanation) => row(words, explanation))}
</tbody>
</table>`
}

/** Explanations are in English. */
function row(words: Words, explanation: ExplanationInWords): Html {
  const { reference, title, when, request, error } = explanation
  const text = words.refusedRequests
  return html`<tr role="row">
<th role="rowheader" scope="row"><a${inEnglish(words)} href="/errors/${reference}">${title}</a></th>
<td role="cell" data-label="${text.when}"><span${inEnglish(words)}>${when}</span></td>
<td role="cell" data-label="${text.request}"><code>${request}</code></td>
<td role="cell" data-label="${text.error}"><code>${error}</code></td>
</tr>`
}
