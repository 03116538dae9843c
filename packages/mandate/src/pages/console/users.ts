/** The list of users. */

import { consoleWords } from '../../words/console/console.ts'
import { field } from '../field.ts'
import { type Html, html } from '../html.ts'
import { given } from '../layout.ts'
import { filters, linkButton, linkTo, nothing, pager, since, table, tag } from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'

const text = consoleWords.users

export const USERS = '/console/users'
export const NEW_USER = '/console/users/new'

export type UserState = 'active' | 'disabled' | 'toBeDeleted'

export interface ShownUser {
  readonly id: string
  readonly address: string
  readonly email: string | null
  readonly name: string | null
  readonly createdAt: number
  readonly state: UserState
}

export interface UsersProps extends ConsoleProps {
  readonly users: readonly ShownUser[]
  /** What the addresses begin with; empty for all. */
  readonly begins: string
  /** What the names begin with; empty for all. */
  readonly name: string
  readonly first: string | null
  readonly next: string | null
  readonly canAdd: boolean
}

export function usersPage(props: UsersProps): string {
  const { users, begins, name, first, next, canAdd } = props
  const isFiltered = begins !== '' || name !== ''
  const isEmpty = users.length === 0 && !isFiltered
  const add = canAdd && linkButton(NEW_USER, consoleWords.newUser.title, { tone: 'main' })
  return consoleDocument(props, {
    current: 'users',
    title: text.title,
    actions: !isEmpty && add,
    body: html`${!isEmpty && search(props)}
${users.length > 0 ? list(props) : isFiltered ? noneMatching() : noneYet(add)}
${pager({ first, next })}`,
  })
}

function search({ begins, name }: UsersProps): Html {
  return filters(USERS, {
    fields: html`${field(
      { id: 'begins', label: text.find, problem: null },
      () =>
        html`<input id="begins" name="begins" value="${begins}" inputmode="email" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="254"/>`,
    )}
${field(
  { id: 'name', label: text.findByName, problem: null },
  () =>
    html`<input id="name" name="name" value="${name}" autocomplete="off" spellcheck="false" maxlength="200"/>`,
)}`,
    all: begins === '' && name === '' ? null : USERS,
  })
}

function list(props: UsersProps): Html {
  return table<ShownUser>(
    text.caption,
    [
      {
        head: text.address,
        cell: ({ address, email, id }) =>
          linkTo(address, email === null ? html`<code>${id}</code>` : given(email)),
      },
      { head: text.name, cell: ({ name }) => name !== null && given(name) },
      { head: text.state, cell: ({ state }) => stateTag(state) },
      { head: text.created, cell: ({ createdAt }) => since(props, createdAt) },
    ],
    props.users,
  )
}

export function stateTag(state: UserState): Html {
  return tag(text[state], state === 'active' ? 'good' : 'bad')
}

function noneYet(action: Html | false): Html {
  return nothing({ title: text.noneYet, next: text.noneYetNext, action })
}

function noneMatching(): Html {
  return nothing({ title: text.noneMatching, next: text.noneMatchingNext })
}
