/** The parts that console pages are made of: lists, details, forms, empty states. */

import { consoleWords } from '../../words/console/console.ts'
import { type Html, html, type Printable } from '../html.ts'
import { hiddenFields } from '../layout.ts'
import { ago } from '../time.ts'
import type { ConsoleProps } from './shell.ts'

const text = consoleWords.frame

export interface Column<Row> {
  readonly head: string
  readonly cell: (row: Row) => Printable
  /** Numbers stand at the end of their column. */
  readonly isNumber?: true
}

/**
 * A table, whose rows are cards in a narrow window. The first column names the row, usually with a
 * link. `caption` is for those who cannot see the heading above.
 */
export function table<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Html {
  const kind = ({ isNumber }: Column<Row>) => isNumber && html` class="number"`
  return html`<div class="sheet list-sheet">
<table class="list">
<caption class="unseen">${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col"${kind(column)}>${column.head}</th>`)}</tr></thead>
<tbody>
${rows.map(
  (row) =>
    html`<tr>${columns.map((column, place) =>
      place === 0
        ? html`<th scope="row">${column.cell(row)}</th>`
        : html`<td data-label="${column.head}"${kind(column)}>${column.cell(row)}</td>`,
    )}</tr>\n`,
)}</tbody>
</table>
</div>`
}

/** What is known of one thing: a label and a value each. Values that are false or null are left out. */
export function properties(
  lines: readonly (readonly [label: Printable, value: Printable])[],
): Html {
  const shown = lines.filter(
    ([, value]) => value !== null && value !== undefined && value !== false,
  )
  return html`<dl class="sheet properties">
${shown.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>\n`)}</dl>`
}

/** A part of a page under a heading of its own. */
export function section(
  {
    id,
    title,
    about,
    actions,
  }: {
    readonly id: string
    readonly title: string
    readonly about?: Printable
    readonly actions?: Printable
  },
  body: Printable,
): Html {
  return html`<section class="part" aria-labelledby="${id}">
<div class="part-head"><h2 id="${id}">${title}</h2>${actions && html`<div class="console-actions">${actions}</div>`}</div>
${about && html`<p class="soft">${about}</p>`}
${body}
</section>`
}

/** The links below a page of a list. `next` is null on the last one. */
export function pager({
  first,
  next,
}: {
  /** The address of the first page, if this is not it. */
  readonly first: string | null
  readonly next: string | null
}): Html | null {
  if (first === null && next === null) return null
  return html`<nav class="pager" aria-label="${text.pages}">
${first !== null && html`<a class="button" href="${first}">${text.first}</a>`}
${next !== null && html`<a class="button" href="${next}" rel="next">${text.more}</a>`}
</nav>`
}

/** What a page shows instead of an empty list: what it would show, and what to do first. */
export function nothing({
  title,
  next,
  action,
}: {
  readonly title: string
  readonly next: Printable
  readonly action?: Printable
}): Html {
  return html`<div class="sheet empty">
<h2>${title}</h2>
<p>${next}</p>
${action && html`<p>${action}</p>`}
</div>`
}

/** A form that narrows a list down. `all` is the address without filters, if there are some. */
export function filters(
  action: string,
  { fields, all }: { readonly fields: Printable; readonly all: string | null },
): Html {
  return html`<form class="filters" action="${action}">
${fields}
<div class="filters-buttons"><button class="button" type="submit">${text.showMatching}</button>
${all !== null && html`<a class="quiet" href="${all}">${text.showAll}</a>`}</div>
</form>`
}

/** The start of every form that changes something: its address, and what every form sends along. */
export function actForm(
  { formFields }: Pick<ConsoleProps, 'formFields'>,
  form: {
    readonly action: string
    readonly hidden?: Readonly<Record<string, string>>
    readonly kind?: 'fields' | 'inline'
  },
  body: Printable,
): Html {
  return html`<form class="${form.kind ?? 'inline'}" method="post" action="${form.action}">
${hiddenFields({ ...formFields, ...form.hidden })}
${body}
</form>`
}

/** A button that does one thing at once. */
export function actButton(
  props: Pick<ConsoleProps, 'formFields'>,
  {
    label,
    about,
    ...form
  }: {
    readonly action: string
    readonly hidden?: Readonly<Record<string, string>>
    readonly label: string
    /** What it is about, for those who cannot see the row that it stands in. */
    readonly about?: string
  },
): Html {
  const unseen = about !== undefined && html`<span class="unseen"> ${about}</span>`
  return actForm(props, form, html`<button class="button" type="submit">${label}${unseen}</button>`)
}

/** A link that looks like a button: to a form, or to the question before a dangerous act. */
export function linkButton(
  address: string,
  label: string,
  { tone, about }: { readonly tone?: 'danger' | 'main'; readonly about?: string } = {},
): Html {
  const kinds = { danger: ' button-danger', main: ' button-primary' }
  return html`<a class="button${tone !== undefined && kinds[tone]}" href="${address}">${label}${about !== undefined && html`<span class="unseen"> ${about}</span>`}</a>`
}

/** A link to the page of one thing. */
export function linkTo(address: string, label: Printable): Html {
  return html`<a href="${address}">${label}</a>`
}

/** An id, an address or a secret, in one line that a script gives a button to copy it. */
export function copyable(value: string): Html {
  return html`<code class="copyable" data-copy="${text.copy}" data-copied="${text.copied}">${value}</code>`
}

export function tag(label: string, tone: 'good' | 'bad' | 'plain' = 'plain'): Html {
  return html`<span class="tag tag-${tone}">${label}</span>`
}

/** "3 days ago", or what is said instead where it never happened. */
export function since(
  { words, now }: Pick<ConsoleProps, 'words' | 'now'>,
  seconds: number | null,
  never: string = text.never,
): Html {
  return seconds === null ? html`${never}` : ago(words, seconds, now)
}
