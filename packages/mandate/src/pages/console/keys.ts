/** The server keys: which are in use, who holds them, and which can go. */

import type { KeySlot } from '../../store/port.ts'
import { consoleWords } from '../../words/console/console.ts'
import { html, type Printable } from '../html.ts'
import { linkButton, section, since, table, tag } from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'
import { numberInWords } from './windows.ts'

const text = consoleWords.keys

export const rotatable = ['token', 'seal', 'signing'] as const
export type RotatableKind = (typeof rotatable)[number]
export type KeyState = 'active' | 'next' | 'retiring' | 'retired'

export interface ShownServerKey {
  readonly id: string
  readonly slot: KeySlot
  readonly state: KeyState
  /** Since when it is in this state, in seconds since 1970. */
  readonly since: number
  /** How many processes hold it. */
  readonly heldBy: number
  /** Whether it has been in use for so long that it should be replaced. */
  readonly isOld: boolean
}

export interface KeysProps extends ConsoleProps {
  /** Kind by kind, the one in use first. */
  readonly keys: readonly ShownServerKey[]
  /** How many processes serve. */
  readonly nodes: number
  /** Whether this server can add keys to its key file. */
  readonly canRotate: boolean
}

/** A field of the question before a token key is retired. */
export const evenIfUsed = html`<div class="tick"><input type="checkbox" id="even-if-used" name="even_if_used" value="1"/><label for="even-if-used">${text.retireEvenIfUsed}</label></div>`

export function keysPage(props: KeysProps): string {
  const { keys, nodes, canRotate, operator } = props
  const mayWrite = operator.permissions.has('keys:write')
  const retire = ({ id, state }: ShownServerKey): Printable =>
    mayWrite &&
    state === 'retiring' &&
    linkButton(`/console/keys/retire/${id}`, text.retire, { tone: 'danger', about: id })
  return consoleDocument(props, {
    current: 'keys',
    title: text.title,
    body: html`<p class="soft">${text.about}</p>
${table<ShownServerKey>(
  text.caption,
  [
    { head: text.key, cell: ({ id }) => html`<code>${id}</code>` },
    { head: text.kind, cell: ({ slot }) => text.kinds[slot] },
    {
      head: text.state,
      cell: ({ state, isOld }) =>
        html`${tag(text.states[state], state === 'active' ? 'good' : 'plain')}${isOld && html` ${tag(text.old, 'bad')}`}`,
    },
    { head: text.since, cell: (key) => since(props, key.since) },
    {
      head: text.holds,
      cell: ({ heldBy, state }) =>
        state !== 'retired' &&
        (nodes === 0 ? text.heldByNone : text.held(numberInWords(heldBy), numberInWords(nodes))),
    },
    ...(mayWrite ? [{ head: '', cell: retire }] : []),
  ],
  keys,
)}
${
  mayWrite &&
  section(
    { id: 'rotate', title: text.rotate, about: canRotate ? text.rotateAbout : null },
    canRotate
      ? html`<div class="console-actions">${rotatable.map((kind) => linkButton(`/console/keys/add/${kind}`, text.rotateKinds[kind]))}</div>`
      : html`<p>${text.cannotRotate}</p>`,
  )
}`,
  })
}
