/** The form that registers a client, or changes one. */

import { consoleWords } from '../../words/console/console.ts'
import { type Html, html } from '../html.ts'
import { notice } from '../layout.ts'
import { CLIENTS, NEW_CLIENT } from './clients.ts'
import { lineField, textField, tickField } from './form-fields.ts'
import { actForm } from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'

const text = consoleWords.clients
const { cancel } = consoleWords.frame

/** What is in the fields, by their names. */
export interface ClientFields {
  readonly name: string
  /** One a line. */
  readonly redirect_uris: string
  readonly scope: string
  readonly grant_types: string
  readonly publisher: string
  readonly client_uri: string
  readonly policy_uri: string
  readonly tos_uri: string
  readonly is_public: boolean
  readonly require_pkce: boolean
  readonly trusted: boolean
}

export interface ClientFormProps extends ConsoleProps {
  readonly fields: ClientFields
  /** All scope tokens. */
  readonly scopes: readonly string[]
  /** What is wrong with what was sent; null at first. */
  readonly problem: string | null
  /** The client that is changed; null for a new one. */
  readonly of: {
    readonly name: string
    readonly address: string
    readonly isByDocument: boolean
    /** Which version the form shows. */
    readonly revision: string
  } | null
}

export function clientFormPage(props: ClientFormProps): string {
  const { fields, problem, of } = props
  const back = of?.address ?? CLIENTS
  const action = of === null ? NEW_CLIENT : `${of.address}/edit`
  return consoleDocument(props, {
    current: 'clients',
    title: of === null ? text.newClient : text.editTitle(of.name),
    above: { label: text.title, address: CLIENTS },
    body: html`${problem !== null && notice('alert', html`<p>${problem}</p>`, 'problem')}
<div class="sheet form-sheet">
${actForm(
  props,
  { action, kind: 'fields', hidden: of === null ? {} : { revision: of.revision } },
  html`${of?.isByDocument ? html`<p>${text.documentHint}</p>` : main(props)}
${line(fields, { id: 'publisher', label: text.publisher, hint: text.aboutHint })}
${
  !of?.isByDocument &&
  html`${line(fields, { id: 'client_uri', label: text.website })}
${line(fields, { id: 'policy_uri', label: text.policy })}
${line(fields, { id: 'tos_uri', label: text.terms })}`
}
<div class="choices">
<a class="button" href="${back}">${cancel}</a>
<button class="button button-primary" type="submit">${of === null ? text.create : text.save}</button>
</div>`,
)}
</div>`,
  })
}

function main({ fields, scopes, of }: ClientFormProps): Html {
  return html`${line(fields, { id: 'name', label: text.name, hint: text.nameHint, isRequired: true })}
${textField({ id: 'redirect_uris', label: text.redirectUris, value: fields.redirect_uris, hint: text.redirectUrisHint })}
${line(fields, { id: 'scope', label: text.scope, hint: text.scopeHint(scopes.join(' ')) })}
${line(fields, { id: 'grant_types', label: text.grantTypes, hint: text.grantTypesHint })}
${of === null && tick(fields, { id: 'is_public', label: text.isPublic, hint: text.isPublicHint })}
${tick(fields, { id: 'require_pkce', label: text.requirePkce, hint: text.requirePkceHint })}
${tick(fields, { id: 'trusted', label: text.isTrusted, hint: text.isTrustedHint })}`
}

interface Line {
  readonly id: keyof ClientFields
  readonly label: string
  readonly hint?: string
  readonly isRequired?: true
}

function line(fields: ClientFields, one: Line): Html {
  return lineField({ ...one, value: String(fields[one.id]) })
}

function tick(fields: ClientFields, one: Required<Omit<Line, 'isRequired'>>): Html {
  return tickField({ ...one, isTicked: fields[one.id] === true })
}
