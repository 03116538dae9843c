/** The list of clients. */

import { consoleWords } from '../../words/console/console.ts'
import { field } from '../field.ts'
import { html } from '../html.ts'
import { given } from '../layout.ts'
import { filters, linkButton, linkTo, nothing, pager, since, table, tag } from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'

const text = consoleWords.clients

export interface ListedClient {
  readonly id: string
  readonly address: string
  readonly name: string
  readonly isPublic: boolean
  readonly isDisabled: boolean
  readonly registeredBy: 'operator' | 'itself' | 'document'
  readonly createdAt: number
}

export interface ClientsProps extends ConsoleProps {
  readonly clients: readonly ListedClient[]
  /** What the names begin with; empty for all. */
  readonly begins: string
  readonly first: string | null
  readonly next: string | null
  readonly canCreate: boolean
}

export const CLIENTS = '/console/clients'
export const NEW_CLIENT = '/console/clients/new'

export function clientsPage(props: ClientsProps): string {
  const { clients, begins, first, next, canCreate } = props
  const isFiltered = begins !== ''
  const create = linkButton(NEW_CLIENT, text.newClient, { tone: 'main' })
  return consoleDocument(props, {
    current: 'clients',
    title: text.title,
    actions: canCreate && clients.length > 0 && create,
    body: html`${
      (clients.length > 0 || isFiltered) &&
      filters(CLIENTS, {
        fields: field(
          { id: 'begins', label: text.find, problem: null },
          () =>
            html`<input id="begins" name="begins" value="${begins}" autocomplete="off" spellcheck="false" maxlength="200"/>`,
        ),
        all: isFiltered ? CLIENTS : null,
      })
    }
${
  clients.length > 0
    ? list(props)
    : isFiltered
      ? nothing({ title: text.noneMatching, next: text.noneMatchingNext })
      : nothing({ title: text.noneYet, next: text.noneYetNext, action: canCreate && create })
}
${pager({ first, next })}`,
  })
}

function list(props: ClientsProps) {
  return table<ListedClient>(
    text.caption,
    [
      { head: text.name, cell: ({ name, address }) => linkTo(address, given(name)) },
      { head: text.id, cell: ({ id }) => html`<code>${id}</code>` },
      {
        head: text.kind,
        cell: ({ isPublic, registeredBy }) =>
          html`${isPublic ? text.public : text.confidential}${registeredBy === 'itself' && html` ${tag(text.selfRegistered)}`}`,
      },
      {
        head: text.state,
        cell: ({ isDisabled }) =>
          isDisabled ? tag(text.disabled, 'bad') : tag(text.active, 'good'),
      },
      { head: text.created, cell: ({ createdAt }) => since(props, createdAt) },
    ],
    props.clients,
  )
}
