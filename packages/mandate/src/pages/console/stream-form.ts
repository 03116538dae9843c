/** The form that makes the stream of a client, or changes it. */

import { consoleWords } from '../../words/console/console.ts'
import { field } from '../field.ts'
import { type Html, html } from '../html.ts'
import { notice } from '../layout.ts'
import { lineField, tickField } from './form-fields.ts'
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
  /** The stream that is changed; null for a new one. */
  readonly of: {
    readonly name: string
    readonly address: string
    readonly isPushed: boolean
  } | null
}

export function streamFormPage(props: StreamFormProps): string {
  const { problem, of } = props
  return consoleDocument(props, {
    current: 'streams',
    title: of === null ? text.newStream : text.editTitle(of.name),
    above: { label: text.title, address: STREAMS },
    body: html`${problem !== null && notice('alert', html`<p>${problem}</p>`, 'problem')}
<div class="sheet form-sheet">
${actForm(
  props,
  { action: of === null ? NEW_STREAM : `${of.address}/edit`, kind: 'fields' },
  html`${of === null && clientField(props)}
${(of === null || of.isPushed) && delivery(props)}
${events(props)}
<div class="choices">
<a class="button" href="${of?.address ?? STREAMS}">${cancel}</a>
<button class="button button-primary" type="submit">${of === null ? text.create : text.save}</button>
</div>`,
)}
</div>`,
  })
}

function clientField({ fields }: StreamFormProps): Html {
  return lineField({
    ...{ id: 'client', label: text.clientField, value: fields.client, hint: text.clientHint },
    isRequired: true,
  })
}

function delivery({ fields, of }: StreamFormProps): Html {
  const isNew = of === null
  return html`${lineField({ id: 'url', label: text.address, value: fields.url, hint: isNew ? text.addressHint : text.pushAddressHint, isRequired: !isNew })}
${field(
  {
    ...{ id: 'authorization', label: text.header, problem: null },
    hint: isNew ? text.headerHint : text.newHeaderHint,
  },
  (described) =>
    html`<input id="authorization" name="authorization" type="password" autocomplete="off"${described}/>`,
)}
${!isNew && tickField({ id: 'no_header', label: text.noHeader, hint: text.noHeaderHint, isTicked: false })}`
}

function events({ fields, names }: StreamFormProps): Html {
  return html`<fieldset class="event-choices">
<legend>${text.events}</legend>
<p class="field-hint">${text.eventsHint}</p>
${names.map(
  (name) => html`<div class="tick">
<input id="event-${name}" name="events" type="checkbox" value="${name}"${fields.events.includes(name) && html` checked="checked"`}/>
<label for="event-${name}"><code>${name}</code></label>
</div>
`,
)}</fieldset>`
}
