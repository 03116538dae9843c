/** The form that creates a webhook, or changes one. */

import { consoleWords } from '../../words/console/console.ts'
import { field } from '../field.ts'
import { type Html, html } from '../html.ts'
import { actForm } from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'
import { NEW_WEBHOOK, WEBHOOKS } from './webhooks.ts'

const text = consoleWords.webhooks
const { cancel } = consoleWords.frame

export interface WebhookFormProps extends ConsoleProps {
  readonly fields: {
    readonly name: string
    readonly url: string
    /** Names of types, or groups such as `user.*`; none for all. */
    readonly events: readonly string[]
  }
  /** All types of events. */
  readonly types: readonly { readonly name: string; readonly says: string }[]
  /** What is wrong with what was sent; null at first. */
  readonly problem: {
    readonly field: 'name' | 'url' | 'events'
    readonly sentence: string
  } | null
  /** The webhook that is changed; null for a new one. */
  readonly of: { readonly name: string; readonly address: string } | null
}

export function webhookFormPage(props: WebhookFormProps): string {
  const { of } = props
  const action = of === null ? NEW_WEBHOOK : `${of.address}/edit`
  return consoleDocument(props, {
    current: 'webhooks',
    title: of === null ? text.newWebhook : text.editTitle(of.name),
    above: { label: text.title, address: WEBHOOKS },
    body: html`<div class="sheet form-sheet">
${actForm(
  props,
  { action, kind: 'fields' },
  html`${line(props, { id: 'name', label: text.name, hint: text.nameHint })}
${line(props, { id: 'url', label: text.url, hint: text.urlHint, type: 'url' })}
${events(props)}
<div class="choices">
<a class="button" href="${of?.address ?? WEBHOOKS}">${cancel}</a>
<button class="button button-primary" type="submit">${of === null ? text.create : text.save}</button>
</div>`,
)}
</div>`,
  })
}

function line(
  { fields, problem }: WebhookFormProps,
  {
    id,
    label,
    hint,
    type = 'text',
  }: {
    readonly id: 'name' | 'url'
    readonly label: string
    readonly hint: string
    readonly type?: 'text' | 'url'
  },
): Html {
  const told = problem?.field === id ? problem.sentence : null
  return field(
    { id, label, hint, problem: told },
    (described) =>
      html`<input id="${id}" name="${id}" type="${type}" value="${fields[id]}" autocomplete="off" autocapitalize="off" required="required"${described}/>`,
  )
}

/** A tick for each group, and for each type in it. Groups with a tick are open. */
function events({ fields, types, problem }: WebhookFormProps): Html {
  const told = problem?.field === 'events' ? problem.sentence : null
  const groups = Map.groupBy(types, ({ name }) => `${name.split('.', 1)[0]}.*`)
  const isTicked = (name: string) => fields.events.includes(name)
  return html`<fieldset class="event-choices">
<legend>${text.events}</legend>
<p class="${told === null ? 'field-hint' : 'field-problem'}">${told ?? text.eventsHint}</p>
${[...groups].map(([group, own]) => {
  const isOpen = isTicked(group) || own.some(({ name }) => isTicked(name))
  return html`<details${isOpen && html` open="open"`}>
<summary><code>${group}</code></summary>
${tick({ name: group, says: text.wholeGroup, isTicked: isTicked(group) })}
${own.map(({ name, says }) => tick({ name, says, isTicked: isTicked(name) }))}
</details>
`
})}</fieldset>`
}

function tick(choice: {
  readonly name: string
  readonly says: string
  readonly isTicked: boolean
}): Html {
  const { name, says, isTicked } = choice
  const id = `event-${name}`
  return html`<div class="tick">
<input id="${id}" name="events" type="checkbox" value="${name}" aria-describedby="${id}-told"${isTicked && html` checked="checked"`}/>
<label for="${id}"><code>${name}</code></label>
<p id="${id}-told">${says}</p>
</div>
`
}
