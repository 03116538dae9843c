/** Refused requests: sums by reason and client, the latest one by one, and the page of one. */

import type { ExplanationInWords } from '../../explanations/in-words.ts'
import { consoleWords } from '../../words/console/console.ts'
import { comparison } from '../explanation.ts'
import { field } from '../field.ts'
import { type Html, html, type Printable } from '../html.ts'
import { given } from '../layout.ts'
import {
  copyable,
  filters,
  linkTo,
  nothing,
  pager,
  properties,
  section,
  since,
  table,
} from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'
import { numberInWords, type ShownWindow, windowLinks } from './windows.ts'

const text = consoleWords.refusals

export interface ShownReason {
  readonly reason: string
  /** In words. */
  readonly title: string
}

/** The client of a row. Without an address, it is nobody's or that of many. */
export interface ShownClient {
  readonly id: string
  readonly name: string | null
  readonly address: string
}

export interface RefusalSum extends ShownReason {
  readonly client: ShownClient | 'none' | 'others'
  readonly count: number
  /** The latest of these. */
  readonly address: string
}

export interface RefusalRow extends ShownReason {
  /** The page of this one. */
  readonly address: string
  readonly at: number
  readonly client: ShownClient | null
  readonly request: string
}

export interface RefusalsProps extends ConsoleProps {
  readonly window: ShownWindow
  /** The most frequent first; null if this server counts nothing. */
  readonly sums: readonly RefusalSum[] | null
  readonly rows: readonly RefusalRow[]
  /** Every reason that a request can be refused for. */
  readonly reasons: readonly ShownReason[]
  readonly filter: { readonly reason: string; readonly client: string }
  readonly keptDays: number
  readonly first: string | null
  readonly next: string | null
}

export function refusalsPage(props: RefusalsProps): string {
  const { window, sums } = props
  return consoleDocument(props, {
    current: 'refusals',
    title: text.title,
    actions: windowLinks('/console/refusals', window),
    body: html`${section(
      {
        id: 'sums',
        title: text.sums,
        about: text.sumsAbout(consoleWords.overview.inWindow[window.current]),
      },
      sums === null ? html`<p>${text.notCounted}</p>` : sumTable(sums),
    )}
${section(
  { id: 'latest', title: text.latest, about: text.latestAbout(numberInWords(props.keptDays)) },
  latest(props),
)}`,
  })
}

function sumTable(sums: readonly RefusalSum[]): Html {
  if (sums.length === 0) {
    return nothing({ title: text.nothingRefused, next: text.nothingRefusedNext })
  }
  return table<RefusalSum>(
    text.sumsCaption,
    [
      { head: text.reason, cell: ({ title, address }) => linkTo(address, title) },
      { head: text.client, cell: ({ client }) => clientCell(client) },
      { head: text.count, cell: ({ count }) => numberInWords(count), isNumber: true },
    ],
    sums,
  )
}

function clientCell(client: RefusalSum['client'] | null): Printable {
  if (client === null || client === 'none') return html`<span class="soft">${text.noClient}</span>`
  if (client === 'others') return html`<span class="soft">${text.otherClients}</span>`
  const { id, name, address } = client
  return linkTo(address, name === null ? html`<code>${id}</code>` : given(name))
}

function latest(props: RefusalsProps): Html {
  const { rows, filter, first, next } = props
  const isFiltered = filter.reason !== '' || filter.client !== ''
  const empty = isFiltered
    ? { title: text.noneMatching, next: text.noneMatchingNext }
    : { title: text.noneYet, next: text.noneYetNext }
  return html`${(rows.length > 0 || isFiltered) && search(props, isFiltered)}
${
  rows.length === 0
    ? nothing(empty)
    : table<RefusalRow>(
        text.latestCaption,
        [
          { head: text.reason, cell: ({ title, address }) => linkTo(address, title) },
          { head: text.client, cell: ({ client }) => clientCell(client) },
          {
            head: text.request,
            cell: ({ request }) => html`<code class="one-line">${request}</code>`,
          },
          { head: text.when, cell: ({ at }) => since(props, at) },
        ],
        rows,
      )
}
${pager({ first, next })}`
}

function search({ reasons, filter }: RefusalsProps, isFiltered: boolean): Html {
  return filters('/console/refusals', {
    fields: html`${field(
      { id: 'reason', label: text.filterReason, problem: null },
      () => html`<select id="reason" name="reason"><option value="">${text.everyReason}</option>
${reasons.map(
  ({ reason, title }) =>
    html`<option value="${reason}"${reason === filter.reason && html` selected="selected"`}>${title}</option>\n`,
)}</select>`,
    )}
${field(
  { id: 'client', label: text.filterClient, problem: null },
  () =>
    html`<input id="client" name="client" value="${filter.client}" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="2000"/>`,
)}`,
    all: isFiltered ? '/console/refusals' : null,
  })
}

export interface RefusalProps extends ConsoleProps {
  readonly explanation: ExplanationInWords
  readonly client: ShownClient | null
  /** The list of those for the same reason. */
  readonly sameReason: string
}

export function refusalPage(props: RefusalProps): string {
  const { explanation, client, sameReason } = props
  const { title, happened, next, operator, facts, difference, reference, error } = explanation
  return consoleDocument(props, {
    current: 'refusals',
    title,
    above: { label: text.title, address: '/console/refusals' },
    body: html`${section(
      { id: 'happened', title: text.happened },
      html`<p>${happened}</p>
${difference !== undefined && comparison(difference)}`,
    )}
${section(
  { id: 'next', title: text.next },
  html`<p>${next}</p>
${
  operator !== undefined && html`<p>${text.operator} ${copyable(`mandate ${operator.command}`)}</p>`
}
<p>${linkTo(sameReason, text.seeReason)}${client !== null && html` · ${linkTo(client.address, text.seeClient)}`}</p>`,
)}
${section(
  { id: 'found', title: text.found },
  properties([
    [text.reference, copyable(reference)],
    [text.error, html`<code>${error}</code>`],
    ...facts.map(({ label, value }) => [label, given(value)] as const),
  ]),
)}`,
  })
}
