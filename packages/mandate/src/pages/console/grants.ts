/** The list of grants. */

import { consoleWords } from '../../words/console/console.ts'
import { field } from '../field.ts'
import { type Html, html } from '../html.ts'
import { given, notice } from '../layout.ts'
import { filters, linkTo, nothing, pager, since, table, tag } from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'

const text = consoleWords.grants

export const GRANTS = '/console/grants'

export type GrantState = 'live' | 'ended' | 'expired' | 'notRedeemed'

export interface ListedGrant {
  readonly address: string
  /** Null for a client that acts in its own name. */
  readonly user: { readonly name: string | null; readonly address: string } | null
  readonly client: { readonly name: string | null; readonly address: string }
  readonly scope: string
  readonly state: GrantState
  readonly createdAt: number
  readonly redeemedAt: number | null
}

export interface GrantsProps extends ConsoleProps {
  readonly grants: readonly ListedGrant[]
  /** What was filtered by, as it was entered; empty for all. */
  readonly user: string
  readonly client: string
  readonly isUserUnknown: boolean
  readonly first: string | null
  readonly next: string | null
}

export function grantsPage(props: GrantsProps): string {
  const { grants, user, client, isUserUnknown, first, next } = props
  const isFiltered = user !== '' || client !== ''
  return consoleDocument(props, {
    current: 'grants',
    title: text.title,
    body: html`<p class="soft">${text.about}</p>
${isUserUnknown && notice('alert', html`<p>${text.unknownUser}</p>`, 'problem')}
${(grants.length > 0 || isFiltered) && narrowing(props, isFiltered)}
${
  grants.length > 0
    ? list(props)
    : nothing(
        isFiltered
          ? { title: text.noneMatching, next: text.noneMatchingNext }
          : { title: text.noneYet, next: text.noneYetNext },
      )
}
${pager({ first, next })}`,
  })
}

function narrowing({ user, client }: GrantsProps, isFiltered: boolean): Html {
  return filters(GRANTS, {
    fields: html`${field(
      { id: 'user', label: text.byUser, problem: null },
      () =>
        html`<input id="user" name="user" value="${user}" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="254"/>`,
    )}
${field(
  { id: 'client', label: text.byClient, problem: null },
  () =>
    html`<input id="client" name="client" value="${client}" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="2000"/>`,
)}`,
    all: isFiltered ? GRANTS : null,
  })
}

function list(props: GrantsProps): Html {
  return table<ListedGrant>(
    text.caption,
    [
      {
        head: text.client,
        cell: ({ client, address }) =>
          html`${linkTo(address, client.name === null ? text.deletedClient : given(client.name))}`,
      },
      {
        head: text.user,
        cell: ({ user }) =>
          user === null
            ? text.itself
            : linkTo(user.address, user.name === null ? text.deletedUser : given(user.name)),
      },
      { head: text.scope, cell: ({ scope }) => html`<code>${scope}</code>` },
      { head: text.state, cell: ({ state }) => grantTag(state) },
      { head: text.created, cell: ({ createdAt }) => since(props, createdAt) },
      { head: text.used, cell: ({ redeemedAt }) => since(props, redeemedAt) },
    ],
    props.grants,
  )
}

export function grantTag(state: GrantState): Html {
  return tag(text[state], state === 'live' ? 'good' : 'bad')
}
