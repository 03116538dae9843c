/** Trusted issuers: the list, and one of them. */

import { consoleWords } from '../../words/console/console.ts'
import { isolated } from '../../words/console/isolated.ts'
import { type Html, html } from '../html.ts'
import { given } from '../layout.ts'
import { day } from '../time.ts'
import {
  actButton,
  copyable,
  linkButton,
  linkTo,
  nothing,
  pager,
  properties,
  since,
  table,
  tag,
} from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'

const text = consoleWords.issuers

export const ISSUERS = '/console/issuers'
export const NEW_ISSUER = '/console/issuers/new'

export interface ListedIssuer {
  readonly address: string
  readonly name: string
  /** Empty for none. */
  readonly customer: string
  /** Its `iss`. */
  readonly issuer: string
  readonly purpose: keyof typeof text.purposes
  readonly createdAt: number
  readonly isDisabled: boolean
}

export interface IssuersProps extends ConsoleProps {
  readonly issuers: readonly ListedIssuer[]
  readonly first: string | null
  readonly next: string | null
  readonly canChange: boolean
}

export function issuersPage(props: IssuersProps): string {
  const { issuers, first, next, canChange } = props
  const create = canChange && linkButton(NEW_ISSUER, text.newIssuer, { tone: 'main' })
  return consoleDocument(props, {
    current: 'issuers',
    title: text.title,
    actions: issuers.length > 0 && create,
    body:
      issuers.length > 0
        ? html`<p class="soft">${text.about}</p>
${list(props)}
${pager({ first, next })}`
        : nothing({ title: text.noneYet, next: text.noneYetNext, action: create }),
  })
}

function list(props: IssuersProps): Html {
  return table<ListedIssuer>(
    text.caption,
    [
      { head: text.name, cell: ({ name, address }) => linkTo(address, given(name)) },
      { head: text.issuer, cell: ({ issuer }) => html`<code>${issuer}</code>` },
      { head: text.purpose, cell: ({ purpose }) => text.purposes[purpose] },
      { head: text.customer, cell: ({ customer }) => customer !== '' && given(customer) },
      { head: text.state, cell: stateTag },
      { head: text.created, cell: ({ createdAt }) => since(props, createdAt) },
    ],
    props.issuers,
  )
}

function stateTag({ isDisabled }: ListedIssuer): Html {
  return isDisabled ? tag(text.disabled, 'bad') : tag(text.active, 'good')
}

export interface IssuerProps extends ConsoleProps {
  readonly issuer: ListedIssuer & {
    readonly id: string
    readonly tenant: string
    /** Their address, or how many are kept here; null if its metadata says where. */
    readonly keys: string | number | null
    readonly algorithms: readonly string[]
    readonly maxLifetimeSeconds: number
    /** Null for an issuer of machines. */
    readonly people: {
      readonly provider: string
      readonly provisions: boolean
      readonly clients: readonly {
        readonly name: string
        readonly address: string
        readonly scope: string
      }[]
      readonly apis: readonly string[]
      readonly logoutAudience: string | null
    } | null
    readonly isSingleUse: boolean
    readonly disabledAt: number | null
  }
  readonly canChange: boolean
}

export function issuerPage(props: IssuerProps): string {
  const { issuer, words } = props
  const { customer, tenant, people, disabledAt } = issuer
  return consoleDocument(props, {
    current: 'issuers',
    title: isolated(issuer.name),
    above: { label: text.title, address: ISSUERS },
    actions: actions(props),
    body: properties([
      [text.state, stateTag(issuer)],
      [text.disabled, disabledAt !== null && day(words, disabledAt)],
      [text.purpose, text.purposes[issuer.purpose]],
      [text.issuer, copyable(issuer.issuer)],
      [text.tenant, tenant !== '' && html`<code>${tenant}</code>`],
      [text.customer, customer !== '' && given(customer)],
      [text.keys, keysOf(props)],
      [text.algorithms, issuer.algorithms.join(', ')],
      [text.lifetime, words.inWords.span(issuer.maxLifetimeSeconds)],
      ...(people === null
        ? [[text.singleUse, issuer.isSingleUse ? text.once : text.untilExpiry] as const]
        : aboutPeople(people)),
      [text.id, copyable(issuer.id)],
      [text.created, day(words, issuer.createdAt)],
    ]),
  })
}

function keysOf({ issuer: { keys }, words }: IssuerProps) {
  if (keys === null) return text.keysByDiscovery
  if (typeof keys === 'string') return html`<code>${keys}</code>`
  return text.keysByValue(words.inWords.number(keys))
}

function aboutPeople(people: NonNullable<IssuerProps['issuer']['people']>) {
  const { provider, provisions, clients, apis, logoutAudience } = people
  return [
    [text.provider, html`<code>${provider}</code>`],
    [text.provisions, provisions ? text.getAccounts : text.areRefused],
    [
      text.clients,
      html`<ul>${clients.map(({ name, address, scope }) => html`<li>${linkTo(address, given(name))} <code>${scope}</code></li>`)}</ul>`,
    ],
    [
      text.apis,
      apis.length === 0
        ? text.anyApi
        : html`<ul>${apis.map((uri) => html`<li><code>${uri}</code></li>`)}</ul>`,
    ],
    [text.logoutAudience, logoutAudience !== null && html`<code>${logoutAudience}</code>`],
  ] as const
}

function actions(props: IssuerProps): Html | false {
  const { address, isDisabled } = props.issuer
  return (
    props.canChange &&
    html`${linkButton(`${address}/edit`, text.edit)}
${
  isDisabled
    ? actButton(props, { action: `${address}/enable`, label: text.enable })
    : linkButton(`${address}/disable`, text.disable, { tone: 'danger' })
}
${linkButton(`${address}/delete`, text.remove, { tone: 'danger' })}`
  )
}
