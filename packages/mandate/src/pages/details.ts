/** What a person allows beyond scopes (RFC 9396), such as one payment: a title, and each field. */

import type { ShownDetail } from '../oauth/details/shown.ts'
import type { Words } from '../words/en/en.ts'
import { type Html, html } from './html.ts'
import { given } from './layout.ts'
import { labelled } from './translated.ts'

/** Null if there are none. */
export function detailList(words: Words, details: readonly ShownDetail[]): Html | null {
  if (details.length === 0) return null
  return html`<ul class="details">
${details.map(
  ({ title, lines }) => html`<li><strong>${labelled(words, title)}</strong>
${
  lines.length > 0 &&
  html`<dl>
${lines.map(
  ({ label, value }) =>
    html`<div class="detail-line"><dt>${labelled(words, label)}</dt><dd>${given(value)}</dd></div>`,
)}
</dl>`
}</li>`,
)}
</ul>`
}
