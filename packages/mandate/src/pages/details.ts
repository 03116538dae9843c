/** What a person allows beyond scopes (RFC 9396), such as one payment: a title, its limits, each field. */

import type { ShownDetail, ShownLine } from '../oauth/details/shown.ts'
import type { Words } from '../words/en/en.ts'
import { type Html, html } from './html.ts'
import { given } from './layout.ts'
import { limitList } from './limits.ts'
import { labelled } from './translated.ts'

/** Null if there are none. */
export function detailList(words: Words, details: readonly ShownDetail[]): Html | null {
  if (details.length === 0) return null
  return html`<ul class="details">
${details.map(
  ({ title, lines, limits }) => html`<li class="detail"><strong>${labelled(words, title)}</strong>
${limitList(words, limits)}
${fieldList(words, lines)}</li>`,
)}
</ul>`
}

function fieldList(words: Words, lines: readonly ShownLine[]): Html | null {
  if (lines.length === 0) return null
  return html`<dl>
${lines.map(
  (line) =>
    html`<div class="detail-line"><dt>${labelled(words, line.label)}</dt><dd>${'value' in line ? given(line.value) : entryList(words, line.entries)}</dd></div>`,
)}
</dl>`
}

/** The objects of a list, one below the other, so that people see what belongs together. */
function entryList(words: Words, entries: readonly (readonly ShownLine[])[]): Html {
  return html`<ol class="detail-entries">
${entries.map((lines) => html`<li>${fieldList(words, lines)}</li>`)}
</ol>`
}
