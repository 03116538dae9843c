/** A section of the security page: the providers that the owner of an account signs in with. */

import type { Words } from '../../words/en/en.ts'
import type { Translated } from '../../words/languages.ts'
import type { Phrase } from '../../words/phrase.ts'
import { type Html, html } from '../html.ts'
import { type FormProps, hiddenFields } from '../layout.ts'
import { day } from '../time.ts'
import { labelled } from '../translated.ts'
import { alerted, done, type Told } from './shell.ts'

/** Each button posts its fields and the hidden ones to the form's address. */
export interface WaysInProps {
  readonly hasPassword: boolean
  readonly identities: readonly WayIn[]
  /** What can be connected as well. */
  readonly connectable: readonly Omit<WayIn, 'since'>[]
  readonly connect: FormProps
  readonly disconnect: FormProps
}

interface WayIn {
  readonly label: Translated
  readonly since: number
  readonly fields: Readonly<Record<string, string>>
}

export function waysInSection(words: Words, props: WaysInProps): Html {
  const text = words.waysIn
  const { hasPassword, identities, connectable, connect, disconnect } = props
  return html`<section aria-labelledby="ways">
<h2 id="ways">${text.title}</h2>
<ul class="sheet rows">
${hasPassword && html`<li><p><strong>${text.password}</strong></p></li>`}
${identities.map(({ label, since, fields }) => {
  const way = labelled(words, label)
  const unseen = html`<span class="unseen">${way}</span>`
  return html`<li><p><strong>${way}</strong> <span class="soft">${text.since({ day: day(words, since) })}</span></p>
${button(disconnect, fields, text.disconnect({ way: unseen }))}</li>`
})}
${connectable.map(({ label, fields }) => {
  const way = labelled(words, label)
  const unseen = html`<span class="unseen">${way}</span>`
  return html`<li><p>${way} <span class="soft">${text.none}</span></p>
${button(connect, fields, text.connect({ way: unseen }))}</li>`
})}
</ul>
</section>`
}

function button(
  form: FormProps,
  fields: Readonly<Record<string, string>>,
  label: Phrase<Html>,
): Html {
  return html`<form method="post" action="${form.action}">
${hiddenFields({ ...form.hidden, ...fields })}
<button class="button" type="submit">${label}</button>
</form>`
}

export const lastWay: Told = alerted(({ waysIn }) => [waysIn.isLast])

/** The messages about one way, which has this label. */
export const wayTold = {
  connected: (way: Translated) => done((words) => [words.waysIn.connected(named(words, way))]),
  disconnected: (way: Translated) =>
    done((words) => [words.waysIn.disconnected(named(words, way))]),
  notConnected: (way: Translated) =>
    alerted((words) => [words.waysIn.notConnected(named(words, way))]),
  isConnected: (way: Translated) =>
    alerted((words) => [words.waysIn.isConnected(named(words, way))]),
  isSomebodyElses: (way: Translated) =>
    alerted((words) => [words.waysIn.isSomebodyElses(named(words, way))]),
} as const

function named(words: Words, way: Translated): { readonly way: Html } {
  return { way: labelled(words, way) }
}
