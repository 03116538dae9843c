/** APIs: the list, one of them, and the form. */

import { consoleWords } from '../../words/console/console.ts'
import { isolated } from '../../words/console/isolated.ts'
import { type Html, html } from '../html.ts'
import { given, notice } from '../layout.ts'
import { day } from '../time.ts'
import { lineField, tickField } from './form-fields.ts'
import {
  actForm,
  copyable,
  linkButton,
  linkTo,
  nothing,
  pager,
  properties,
  since,
  table,
} from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'

const text = consoleWords.apis
const { cancel } = consoleWords.frame

export const APIS = '/console/apis'
export const NEW_API = '/console/apis/new'

export interface ShownApi {
  readonly id: string
  readonly address: string
  readonly name: string
  readonly uri: string
  /** Null for opaque tokens. */
  readonly jwtAlgorithm: string | null
  readonly isRestricted: boolean
  readonly getsUsernames: boolean
  readonly previousSecretUntil: number | null
  readonly createdAt: number
}

export interface ApisProps extends ConsoleProps {
  readonly apis: readonly ShownApi[]
  readonly first: string | null
  readonly next: string | null
  readonly canChange: boolean
}

export function apisPage(props: ApisProps): string {
  const { apis, first, next, canChange } = props
  const create = canChange && linkButton(NEW_API, text.newApi, { tone: 'main' })
  return consoleDocument(props, {
    current: 'apis',
    title: text.title,
    actions: apis.length > 0 && create,
    body: html`${
      apis.length === 0
        ? nothing({ title: text.noneYet, next: text.noneYetNext, action: create })
        : table<ShownApi>(
            text.caption,
            [
              { head: text.name, cell: ({ name, address }) => linkTo(address, given(name)) },
              { head: text.uri, cell: ({ uri }) => html`<code>${uri}</code>` },
              { head: text.tokens, cell: tokensOf },
              { head: text.created, cell: ({ createdAt }) => since(props, createdAt) },
            ],
            apis,
          )
    }
${pager({ first, next })}`,
  })
}

const tokensOf = ({ jwtAlgorithm }: ShownApi): string =>
  jwtAlgorithm === null ? text.opaque : text.jwt(jwtAlgorithm)

export interface ApiProps extends ConsoleProps {
  readonly api: ShownApi
  readonly canChange: boolean
}

export function apiPage(props: ApiProps): string {
  const { api, canChange, words } = props
  const { address, previousSecretUntil } = api
  return consoleDocument(props, {
    current: 'apis',
    title: isolated(api.name),
    above: { label: text.title, address: APIS },
    actions:
      canChange &&
      html`${linkButton(`${address}/edit`, text.edit)}
${linkButton(`${address}/rotate-secret`, text.rotate)}
${linkButton(`${address}/delete`, text.remove, { tone: 'danger' })}`,
    body: properties([
      [text.uri, copyable(api.uri)],
      [text.id, copyable(api.id)],
      [text.tokens, tokensOf(api)],
      [text.restricted, api.isRestricted ? text.restrictedYes : text.restrictedNo],
      [text.username, api.getsUsernames ? text.yes : text.no],
      [
        text.previousSecret,
        previousSecretUntil !== null &&
          html`${text.previousSecretUntil} ${day(words, previousSecretUntil)}`,
      ],
      [text.created, day(words, api.createdAt)],
    ]),
  })
}

export interface ApiFields {
  readonly name: string
  readonly uri: string
  readonly restricted: boolean
  readonly username: boolean
}

export interface ApiFormProps extends ConsoleProps {
  readonly fields: ApiFields
  readonly problem: string | null
  /** The API that is changed; null for a new one. */
  readonly of: { readonly name: string; readonly address: string; readonly revision: string } | null
}

export function apiFormPage(props: ApiFormProps): string {
  const { fields, problem, of } = props
  const form = {
    action: of === null ? NEW_API : `${of.address}/edit`,
    hidden: of === null ? {} : { revision: of.revision },
    kind: 'fields',
  } as const
  return consoleDocument(props, {
    current: 'apis',
    title: of === null ? text.newApi : text.editTitle(of.name),
    above: { label: text.title, address: APIS },
    body: html`${problem !== null && notice('alert', html`<p>${problem}</p>`, 'problem')}
<div class="sheet form-sheet">
${actForm(props, form, fieldsOf(fields, of === null, of?.address ?? APIS))}
</div>`,
  })
}

function fieldsOf(fields: ApiFields, isNew: boolean, back: string): Html {
  return html`${lineField({ id: 'name', label: text.name, value: fields.name, hint: text.nameHint, isRequired: true })}
${isNew && lineField({ id: 'uri', label: text.uri, value: fields.uri, hint: text.uriHint, isRequired: true })}
${tickField({ id: 'restricted', label: text.isRestricted, hint: text.isRestrictedHint, isTicked: fields.restricted })}
${tickField({ id: 'username', label: text.isUsername, hint: text.isUsernameHint, isTicked: fields.username })}
<div class="choices">
<a class="button" href="${back}">${cancel}</a>
<button class="button button-primary" type="submit">${isNew ? text.create : text.save}</button>
</div>`
}
