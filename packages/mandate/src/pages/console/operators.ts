/** Operators: the list, with their roles, and the form that adds one. */

import type { Role } from '../../operators/roles.ts'
import { consoleWords } from '../../words/console/console.ts'
import { type Html, html } from '../html.ts'
import { given } from '../layout.ts'
import { lineField } from './form-fields.ts'
import { actForm, linkButton, linkTo, pager, section, since, table, tag } from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'

const text = consoleWords.operators
const names = consoleWords.frame.roles
const roles = Object.keys(names) as readonly Role[]

export const OPERATORS = '/console/operators'

export interface ListedOperator {
  readonly id: string
  readonly name: string
  /** Of the user's page, and of this one's acts. */
  readonly userAddress: string
  readonly address: string
  readonly role: Role
  readonly isDisabled: boolean
  readonly hasSecondFactor: boolean
  /** Whether the role waits for an owner. */
  readonly isUnconfirmed: boolean
  readonly createdAt: number
  readonly isYou: boolean
}

export interface OperatorsProps extends ConsoleProps {
  readonly operators: readonly ListedOperator[]
  readonly next: string | null
  readonly canChange: boolean
}

export function operatorsPage(props: OperatorsProps): string {
  const { operators, next, canChange } = props
  return consoleDocument(props, {
    current: 'operators',
    title: text.title,
    body: html`<p class="soft">${text.about}</p>
${table<ListedOperator>(
  text.caption,
  [
    {
      head: text.who,
      cell: ({ name, userAddress, isYou }) =>
        html`${linkTo(userAddress, given(name))}${isYou && html` ${tag(text.you)}`}`,
    },
    { head: text.role, cell: (one) => (canChange ? roleForm(props, one) : names[one.role]) },
    {
      head: text.secondFactor,
      cell: ({ hasSecondFactor }) =>
        hasSecondFactor ? tag(text.has, 'good') : tag(text.hasNone, 'bad'),
    },
    {
      head: text.state,
      cell: ({ isDisabled, isUnconfirmed, address, name }) =>
        isDisabled
          ? tag(text.disabled, 'bad')
          : isUnconfirmed &&
            html`${tag(text.unconfirmed, 'bad')}${canChange && html` ${linkButton(`${address}/confirm`, text.confirm, { about: name })}`}`,
    },
    { head: text.since, cell: ({ createdAt }) => since(props, createdAt) },
    {
      head: '',
      cell: ({ address, name }) =>
        canChange && linkButton(`${address}/remove`, text.remove, { about: name }),
    },
  ],
  operators,
)}
${pager({ first: null, next })}
${canChange && addForm(props)}`,
  })
}

function roleForm(props: OperatorsProps, { id, address, role, name }: ListedOperator): Html {
  return actForm(
    props,
    { action: `${address}/role` },
    html`<span class="role-line"><label for="role-${id}"><span class="unseen">${text.role}: ${name}</span></label>
${roleChoice(`role-${id}`, role)}
<button class="button" type="submit">${text.changeButton}<span class="unseen"> ${name}</span></button></span>`,
  )
}

function roleChoice(id: string, chosen: Role | null): Html {
  return html`<select class="choice" id="${id}" name="role">${roles.map(
    (role) =>
      html`<option value="${role}"${role === chosen && html` selected="selected"`}>${names[role]}</option>`,
  )}</select>`
}

function addForm(props: OperatorsProps): Html {
  return section(
    { id: 'add', title: text.add, about: text.addAbout },
    html`<div class="sheet form-sheet">${actForm(
      props,
      { action: OPERATORS, kind: 'fields' },
      html`${lineField({ id: 'user', label: text.user, value: '', isRequired: true })}
<div class="field"><label for="role">${text.role}</label>
${roleChoice('role', 'support')}</div>
<div class="choices"><button class="button button-primary" type="submit">${text.addButton}</button></div>`,
    )}</div>`,
  )
}
