/** One webhook: where it goes, how it does, what waits and what was given up. Never its secret. */

import { consoleWords } from '../../words/console/console.ts'
import { isolated } from '../../words/console/isolated.ts'
import { type Html, html } from '../html.ts'
import { day } from '../time.ts'
import { deliveriesTable, type ShownDelivery } from './deliveries.ts'
import { healthLines } from './endpoint-health.ts'
import { actButton, copyable, linkButton, properties, section, since } from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'
import { type ListedWebhook, WEBHOOKS } from './webhooks.ts'

const text = consoleWords.webhooks

export interface WebhookProps extends ConsoleProps {
  readonly webhook: ListedWebhook & {
    readonly id: string
    /** None for all. */
    readonly events: readonly string[]
    readonly createdAt: number
    /** When its secret was made; null if longer ago than facts are kept. */
    readonly secretSince: number | null
    /** Until when the previous secret signs too; null if there is none. */
    readonly previousSecretUntil: number | null
  }
  /** Those that wait, then the newest that arrived. */
  readonly deliveries: readonly ShownDelivery[]
  readonly dead: readonly ShownDelivery[]
  /** How many of each are shown at most. */
  readonly most: number
  /** For how long events are kept, in seconds. */
  readonly keptSeconds: number
  readonly canChange: boolean
}

export function webhookPage(props: WebhookProps): string {
  const { webhook } = props
  return consoleDocument(props, {
    current: 'webhooks',
    title: isolated(webhook.name),
    above: { label: text.title, address: WEBHOOKS },
    actions: actions(props),
    body: html`${known(props)}
${dead(props)}
${deliveries(props)}`,
  })
}

function actions(props: WebhookProps): Html | false {
  const { address, health } = props.webhook
  const isStopped = health.disabledAt !== null
  const turn = { action: `${address}/enable`, label: text.enable }
  return (
    props.canChange &&
    html`${linkButton(`${address}/edit`, text.edit)}
${actButton(props, { action: `${address}/test`, label: text.test })}
${linkButton(`${address}/rotate-secret`, text.rotate)}
${
  isStopped
    ? actButton(props, health.state === 'paused' ? { ...turn, label: text.resume } : turn)
    : actButton(props, { action: `${address}/pause`, label: text.pause })
}
${linkButton(`${address}/delete`, text.remove, { tone: 'danger' })}`
  )
}

function known(props: WebhookProps): Html {
  const { webhook, words } = props
  const { events, secretSince, previousSecretUntil } = webhook
  const kept = words.inWords.span(props.keptSeconds)
  return properties([
    ...healthLines(props, webhook.health, kept),
    [text.url, html`<code>${webhook.url}</code>`],
    [
      text.events,
      events.length === 0
        ? text.allEvents
        : html`<ul>${events.map((name) => html`<li><code>${name}</code></li>`)}</ul>`,
    ],
    [text.id, copyable(webhook.id)],
    [
      text.secret,
      secretSince === null
        ? text.secretOlder(kept)
        : html`${text.secretSince} ${day(words, secretSince)} (${since(props, secretSince)})`,
    ],
    [
      text.previousSecret,
      previousSecretUntil !== null &&
        html`${text.previousUntil} ${day(words, previousSecretUntil)}`,
    ],
    [text.created, day(words, webhook.createdAt)],
  ])
}

function deliveries(props: WebhookProps): Html {
  const { deliveries: shown, most, words } = props
  const counted = words.inWords.number(most)
  return section(
    { id: 'deliveries', title: text.deliveries, about: text.deliveriesAbout },
    shown.length === 0
      ? html`<p class="soft">${text.noDeliveries}</p>`
      : html`${deliveriesTable(props, { caption: text.deliveries, deliveries: shown, act: resend(props) })}
${shown.length >= most && html`<p class="soft">${text.firstOf(counted)}</p>`}`,
  )
}

function dead(props: WebhookProps): Html {
  const { dead: shown, webhook, canChange, most, words, keptSeconds } = props
  const about = text.deadAbout(words.inWords.span(keptSeconds))
  if (shown.length === 0) {
    return section({ id: 'dead', title: text.dead }, html`<p class="soft">${text.noDead}</p>`)
  }
  const all = canChange && linkButton(`${webhook.address}/replay`, text.resendAll)
  return section(
    { id: 'dead', title: text.dead, about, actions: all },
    html`${deliveriesTable(props, { caption: text.dead, deliveries: shown, act: resend(props) })}
${shown.length >= most && html`<p class="soft">${text.firstOf(words.inWords.number(most))}</p>`}`,
  )
}

/** A button for each that is not on its way. */
function resend(props: WebhookProps) {
  if (!props.canChange) return null
  const { address } = props.webhook
  return ({ eventId, state }: ShownDelivery) =>
    state !== 'waiting' &&
    actButton(props, {
      action: `${address}/replay/${encodeURIComponent(eventId)}`,
      ...{ label: text.resend, about: eventId },
    })
}
