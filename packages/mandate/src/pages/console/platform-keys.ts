/** Platform keys: the list, and the form that makes one. Never the secret of one. */

import { consoleWords } from '../../words/console/console.ts'
import { type Html, html } from '../html.ts'
import { given, notice } from '../layout.ts'
import { day } from '../time.ts'
import { lineField, selectField, ticksField } from './form-fields.ts'
import { actForm, copyable, linkButton, nothing, pager, since, table } from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'

const text = consoleWords.platformKeys
const { cancel } = consoleWords.frame
type Permission = keyof typeof text.permissions

export const PLATFORM_KEYS = '/console/platform-keys'
export const NEW_PLATFORM_KEY = '/console/platform-keys/new'

export interface ShownPlatformKey {
  readonly id: string
  /** Of its acts. */
  readonly address: string
  readonly name: string
  readonly permissions: readonly string[]
  /** The name of a way to sign in, or the provider itself; null for no way. */
  readonly provider: string | null
  readonly createdAt: number
  /** Until when the previous secret works too; null if there is none. */
  readonly previousSecretUntil: number | null
}

export interface PlatformKeysProps extends ConsoleProps {
  readonly keys: readonly ShownPlatformKey[]
  readonly first: string | null
  readonly next: string | null
  readonly canChange: boolean
}

export function platformKeysPage(props: PlatformKeysProps): string {
  const { keys, first, next, canChange } = props
  const create = canChange && linkButton(NEW_PLATFORM_KEY, text.newKey, { tone: 'main' })
  return consoleDocument(props, {
    current: 'platform-keys',
    title: text.title,
    actions: keys.length > 0 && create,
    body:
      keys.length > 0
        ? html`<p class="soft">${text.about}</p>
${list(props)}
${pager({ first, next })}`
        : nothing({ title: text.noneYet, next: text.noneYetNext, action: create }),
  })
}

function list(props: PlatformKeysProps): Html {
  const { words, canChange } = props
  return table<ShownPlatformKey>(
    text.caption,
    [
      { head: text.name, cell: ({ name }) => given(name) },
      { head: text.may, cell: ({ permissions }) => html`<code>${permissions.join(' ')}</code>` },
      {
        head: text.provider,
        cell: ({ provider }) => (provider === null ? text.noWay : given(provider)),
      },
      { head: text.id, cell: ({ id }) => copyable(id) },
      {
        head: text.created,
        cell: ({ createdAt, previousSecretUntil: until }) =>
          html`${since(props, createdAt)}${until !== null && html` <span class="soft">${text.previousUntil} ${day(words, until)}</span>`}`,
      },
      {
        head: '',
        cell: ({ address, name: about }) =>
          canChange &&
          html`<div class="row-acts">${linkButton(`${address}/rotate-secret`, text.rotate, { about })}
${linkButton(`${address}/delete`, text.remove, { tone: 'danger', about })}</div>`,
      },
    ],
    props.keys,
  )
}

export interface PlatformKeyFormProps extends ConsoleProps {
  readonly fields: {
    readonly name: string
    readonly permissions: readonly string[]
    /** The name of a way; empty for none. */
    readonly provider: string
  }
  /** The ways to sign in whose users a key can name. */
  readonly ways: readonly string[]
  readonly problem: string | null
}

export function platformKeyFormPage(props: PlatformKeyFormProps): string {
  const { fields, ways, problem } = props
  const permissions = Object.entries(text.permissions) as readonly (readonly [Permission, string])[]
  return consoleDocument(props, {
    current: 'platform-keys',
    title: text.newKey,
    above: { label: text.title, address: PLATFORM_KEYS },
    body: html`${problem !== null && notice('alert', html`<p>${problem}</p>`, 'problem')}
<div class="sheet form-sheet">
${actForm(
  props,
  { action: NEW_PLATFORM_KEY, kind: 'fields' },
  html`${lineField({ id: 'name', label: text.name, value: fields.name, hint: text.nameHint, isRequired: true })}
${ticksField(
  { id: 'permissions', label: text.may, chosen: fields.permissions },
  permissions.map(([value, hint]) => ({ value, label: html`<code>${value}</code>`, hint })),
)}
${selectField(
  { id: 'provider', label: text.provider, hint: text.providerHint, chosen: fields.provider },
  [...ways.map((name) => [name, name] as const), ['', text.noWay] as const],
)}
<div class="choices">
<a class="button" href="${PLATFORM_KEYS}">${cancel}</a>
<button class="button button-primary" type="submit">${text.create}</button>
</div>`,
)}
</div>`,
  })
}
