/** The list of webhooks. */

import { consoleWords } from '../../words/console/console.ts'
import { html } from '../html.ts'
import { given } from '../layout.ts'
import { type ShownHealth, stateTag } from './endpoint-health.ts'
import { linkButton, linkTo, nothing, pager, since, table } from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'

const text = consoleWords.webhooks

export interface ListedWebhook {
  readonly address: string
  readonly name: string
  readonly url: string
  /** Its host and port. */
  readonly host: string
  readonly health: ShownHealth
}

export interface WebhooksProps extends ConsoleProps {
  readonly webhooks: readonly ListedWebhook[]
  readonly first: string | null
  readonly next: string | null
  readonly canCreate: boolean
}

export const WEBHOOKS = '/console/webhooks'
export const NEW_WEBHOOK = '/console/webhooks/new'

export function webhooksPage(props: WebhooksProps): string {
  const { webhooks, first, next, canCreate } = props
  const create = canCreate && linkButton(NEW_WEBHOOK, text.newWebhook, { tone: 'main' })
  return consoleDocument(props, {
    current: 'webhooks',
    title: text.title,
    actions: webhooks.length > 0 && create,
    body:
      webhooks.length > 0
        ? html`<p class="soft">${text.about}</p>
${list(props)}
${pager({ first, next })}`
        : nothing({ title: text.noneYet, next: text.noneYetNext, action: create }),
  })
}

function list(props: WebhooksProps) {
  return table<ListedWebhook>(
    text.caption,
    [
      { head: text.name, cell: ({ name, address }) => linkTo(address, given(name)) },
      { head: text.url, cell: ({ host }) => html`<code>${host}</code>` },
      { head: text.state, cell: ({ health }) => stateTag(health) },
      {
        head: text.behindShort,
        cell: ({ health }) => since(props, health.behindSince, text.isNotBehind),
      },
      { head: text.waiting, cell: ({ health }) => health.waiting, isNumber: true },
      { head: text.dead, cell: ({ health }) => health.dead, isNumber: true },
      {
        head: text.lastSuccess,
        cell: ({ health }) => since(props, health.lastSuccessAt, text.neverArrived),
      },
    ],
    props.webhooks,
  )
}
