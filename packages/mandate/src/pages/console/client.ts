/** One client: its registration, its live connections, its latest refusals. Never a secret. */

import { consoleWords } from '../../words/console/console.ts'
import { isolated } from '../../words/console/isolated.ts'
import { type Html, html } from '../html.ts'
import { given } from '../layout.ts'
import { day } from '../time.ts'
import { CLIENTS, type ListedClient } from './clients.ts'
import {
  actButton,
  copyable,
  linkButton,
  linkTo,
  properties,
  section,
  since,
  table,
  tag,
} from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'

const text = consoleWords.clients

export interface ClientProps extends ConsoleProps {
  readonly client: ListedClient & {
    /** The name of RFC 7591 §2. */
    readonly authentication: string
    readonly hasSecret: boolean
    /** Until when the previous secret works; null if there is none. */
    readonly previousSecretUntil: number | null
    readonly redirectUris: readonly string[]
    readonly scope: string
    readonly optionalScope: string
    readonly grantTypes: readonly string[]
    readonly requiresPkce: boolean
    readonly isTrusted: boolean
    readonly apis: readonly string[]
    readonly refreshRetrySeconds: number
    readonly publisher: string
    readonly website: string
    readonly policy: string
    readonly terms: string
    readonly disabledAt: number | null
    /** What few clients have, as JSON. */
    readonly metadata: readonly (readonly [name: string, value: string])[]
  }
  /** "412 grants" and "390 users". */
  readonly live: { readonly grants: string; readonly users: string }
  /** Null for operators who may not see them. */
  readonly refusals: readonly ShownRefusal[] | null
  /** For how many seconds refusals are kept. */
  readonly keptSeconds: number
  readonly can: { readonly change: boolean; readonly endGrants: boolean }
}

export interface ShownRefusal {
  readonly reference: string
  readonly title: string
  readonly at: number
}

export function clientPage(props: ClientProps): string {
  const { client } = props
  return consoleDocument(props, {
    current: 'clients',
    title: isolated(client.name),
    above: { label: text.title, address: CLIENTS },
    actions: actions(props),
    body: html`${known(props)}
${live(props)}
${refusals(props)}`,
  })
}

function actions(props: ClientProps): Html | false {
  const { client, can } = props
  const { address, isDisabled, hasSecret } = client
  return (
    can.change &&
    html`${linkButton(`${address}/edit`, text.edit)}
${hasSecret && linkButton(`${address}/rotate-secret`, text.rotate)}
${
  isDisabled
    ? actButton(props, { action: `${address}/enable`, label: text.enable })
    : linkButton(`${address}/disable`, text.disable, { tone: 'danger' })
}
${linkButton(`${address}/delete`, text.remove, { tone: 'danger' })}`
  )
}

function known({ client, words }: ClientProps): Html {
  const { registeredBy, isDisabled, disabledAt, previousSecretUntil } = client
  const list = (values: readonly string[]) =>
    values.length > 0 &&
    html`<ul>${values.map((value) => html`<li><code>${value}</code></li>`)}</ul>`
  const origin =
    registeredBy !== 'operator' &&
    html` <span class="soft">${registeredBy === 'itself' ? text.selfRegistered : text.byDocument}. ${text.unchecked}</span>`
  return properties([
    [
      text.state,
      html`${isDisabled ? tag(text.disabled, 'bad') : tag(text.active, 'good')}${origin}`,
    ],
    [text.id, copyable(client.id)],
    [text.kind, client.isPublic ? text.public : text.confidential],
    [text.authentication, html`<code>${client.authentication}</code>`],
    [
      text.previousSecret,
      previousSecretUntil !== null &&
        html`${text.previousSecretUntil} ${day(words, previousSecretUntil)}`,
    ],
    [text.redirectUris, list(client.redirectUris)],
    [text.scope, html`<code>${client.scope}</code>`],
    [text.optionalScope, client.optionalScope !== '' && html`<code>${client.optionalScope}</code>`],
    [text.grantTypes, html`<code>${client.grantTypes.join(' ')}</code>`],
    [text.pkce, client.requiresPkce ? text.required : text.optional],
    [text.trusted, client.isTrusted ? text.trustedYes : text.trustedNo],
    [text.apis, list(client.apis)],
    [text.retry, client.refreshRetrySeconds > 0 && words.inWords.span(client.refreshRetrySeconds)],
    [text.publisher, client.publisher !== '' && given(client.publisher)],
    // Not links: whoever registered the client chose them.
    [text.website, client.website !== '' && html`<code>${client.website}</code>`],
    [text.policy, client.policy !== '' && html`<code>${client.policy}</code>`],
    [text.terms, client.terms !== '' && html`<code>${client.terms}</code>`],
    [text.created, day(words, client.createdAt)],
    [text.disabledSince, disabledAt !== null && day(words, disabledAt)],
    ...client.metadata.map(
      ([name, value]) => [html`<code>${name}</code>`, html`<code>${value}</code>`] as const,
    ),
  ])
}

function live({ client, live: counted, can }: ClientProps): Html {
  return section(
    {
      ...{ id: 'live', title: text.live, about: text.liveAbout },
      actions:
        can.endGrants &&
        linkButton(`${client.address}/end-grants`, text.endGrants, { tone: 'danger' }),
    },
    html`<p><strong>${text.liveOf(counted.grants, counted.users)}</strong></p>
<p>${linkTo(`/console/grants?client=${encodeURIComponent(client.id)}`, text.showGrants)}</p>`,
  )
}

function refusals(props: ClientProps): Html | null {
  const { refusals: found, words, keptSeconds } = props
  if (found === null) return null
  const about = text.refusalsAbout(words.inWords.span(keptSeconds))
  return section(
    { id: 'refusals', title: text.refusals, about },
    found.length === 0
      ? html`<p class="soft">${text.noRefusals}</p>`
      : table<ShownRefusal>(
          text.refusals,
          [
            {
              head: text.reason,
              cell: ({ reference, title }) =>
                linkTo(`/console/search?q=${encodeURIComponent(reference)}`, title),
            },
            { head: text.when, cell: ({ at }) => since(props, at) },
            { head: text.reference, cell: ({ reference }) => html`<code>${reference}</code>` },
          ],
          found,
        ),
  )
}
