/** The form that makes the stream of a client. */

import { consoleWords } from '../../words/console/console.ts'
import { field } from '../field.ts'
import { html } from '../html.ts'
import { notice } from '../layout.ts'
import { lineField } from './form-fields.ts'
import { actForm } from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'
import { NEW_STREAM, STREAMS } from './streams.ts'

const text = consoleWords.streams
const { cancel } = consoleWords.frame

export interface StreamFormProps extends ConsoleProps {
  /** What is in the fields; the header is never sent back. */
  readonly fields: {
    readonly client: string
    readonly url: string
    readonly events: readonly string[]
  }
  /** All events that can be chosen. */
  readonly names: readonly string[]
  /** What is wrong with what was sent; null at first. */
  readonly problem: string | null
}

export function streamFormPage(props: StreamFormProps): string {
  const { fields, names, problem } = props
  return consoleDocument(props, {
    current: 'streams',
    title: text.newStream,
    above: { label: text.title, address: STREAMS },
    body: html`${problem !== null && notice('alert', html`<p>${problem}</p>`, 'problem')}
<div class="sheet form-sheet">
${actForm(
  props,
  { action: NEW_STREAM, kind: 'fields' },
  html`${lineField({ id: 'client', label: text.clientField, value: fields.client, hint: text.clientHint, isRequired: true })}
${lineField({ id: 'url', label: text.address, value: fields.url, hint: text.addressHint })}
${field(
  { id: 'authorization', label: text.header, hint: text.headerHint, problem: null },
  (described) =>
    html`<input id="authorization" name="authorization" type="password" autocomplete="off"${described}/>`,
)}
<fieldset class="event-choices">
<legend>${text.events}</legend>
<p class="field-hint">${text.eventsHint}</p>
${names.map(
  (name) => html`<div class="tick">
<input id="event-${name}" name="events" type="checkbox" value="${name}"${fields.events.includes(name) && html` checked="checked"`}/>
<label for="event-${name}"><code>${name}</code></label>
</div>
`,
)}</fieldset>
<div class="choices">
<a class="button" href="${STREAMS}">${cancel}</a>
<button class="button button-primary" type="submit">${text.create}</button>
</div>`,
)}
</div>`,
  })
}
