/** What the search box found. */

import { consoleWords } from '../../words/console/console.ts'
import { type Html, html } from '../html.ts'
import { given } from '../layout.ts'
import { linkTo, nothing, section } from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'

const text = consoleWords.search

export const SEARCH = '/console/search'

export interface Hit {
  readonly label: string
  readonly address: string
  /** What tells it apart, such as an id. */
  readonly detail: string
}

export type HitKind = 'users' | 'clients' | 'apis' | 'grants'

export interface SearchProps extends ConsoleProps {
  /** Never a token. */
  readonly searched: string
  /** What was recognised in it; null for plain text. */
  readonly about: string | null
  readonly hits: { readonly [Kind in HitKind]: readonly Hit[] }
  /** A refused request with this reference. */
  readonly refusal: {
    readonly title: string
    readonly happened: string
    readonly next: string
    /** The page with the whole explanation. */
    readonly address: string
  } | null
}

const kinds: readonly HitKind[] = ['users', 'clients', 'apis', 'grants']

export function searchPage(props: SearchProps): string {
  const { searched, about, hits, refusal } = props
  const found = kinds.filter((kind) => hits[kind].length > 0)
  const isEmpty = found.length === 0 && refusal === null
  return consoleDocument(props, {
    current: null,
    title: text.title,
    body: html`${about !== null && html`<p>${about}</p>`}
${found.map((kind) => section({ id: kind, title: text[kind] }, list(hits[kind])))}
${
  refusal !== null &&
  section(
    { id: 'refusal', title: text.refusals },
    html`<div class="sheet question">
<p><strong>${linkTo(refusal.address, refusal.title)}</strong></p>
<p>${text.happened}: ${refusal.happened}</p>
<p>${text.nextStep}: ${refusal.next}</p>
</div>`,
  )
}
${
  isEmpty &&
  nothing(
    searched === ''
      ? { title: text.empty, next: text.emptyNext }
      : { title: text.nothing, next: text.nothingNext },
  )
}`,
  })
}

function list(hits: readonly Hit[]): Html {
  return html`<ul class="sheet rows">
${hits.map(
  ({ label, address, detail }) =>
    html`<li><p><strong>${linkTo(address, given(label))}</strong> <span class="soft">${given(detail)}</span></p></li>\n`,
)}</ul>`
}
