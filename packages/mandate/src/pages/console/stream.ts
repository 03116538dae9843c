/** One stream of security events: to which client it goes, how, and how it does. Never its header. */

import { consoleWords } from '../../words/console/console.ts'
import { isolated } from '../../words/console/isolated.ts'
import { type Html, html } from '../html.ts'
import { given } from '../layout.ts'
import { day } from '../time.ts'
import { deliveriesTable, type ShownDelivery } from './deliveries.ts'
import { healthLines } from './endpoint-health.ts'
import { actButton, copyable, linkButton, linkTo, properties, section, since } from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'
import { type ListedStream, STREAMS, streamTag } from './streams.ts'

const text = consoleWords.streams

export interface StreamProps extends ConsoleProps {
  readonly stream: ListedStream & {
    readonly id: string
    readonly clientAddress: string
    /** Where events are pushed, or polled. */
    readonly url: string
    /** None for all. */
    readonly events: readonly string[]
    readonly createdAt: number
  }
  /** Null if the client polls. */
  readonly deliveries: readonly ShownDelivery[] | null
  /** For how long events are kept, in seconds. */
  readonly keptSeconds: number
  readonly canChange: boolean
}

export function streamPage(props: StreamProps): string {
  return consoleDocument(props, {
    current: 'streams',
    title: isolated(props.stream.name),
    above: { label: text.title, address: STREAMS },
    actions: actions(props),
    body: html`${known(props)}
${deliveries(props)}`,
  })
}

function actions(props: StreamProps): Html | false {
  const { address, health } = props.stream
  return (
    props.canChange &&
    html`${linkButton(`${address}/edit`, text.edit)}
${actButton(props, { action: `${address}/test`, label: text.test })}
${
  health.disabledAt === null
    ? actButton(props, { action: `${address}/pause`, label: text.pause })
    : actButton(props, { action: `${address}/resume`, label: text.resume })
}
${linkButton(`${address}/delete`, text.remove, { tone: 'danger' })}`
  )
}

function known(props: StreamProps): Html {
  const { stream, words, keptSeconds } = props
  const { host, health, heardAt, events } = stream
  const isPushed = host !== null
  const lines = isPushed
    ? healthLines(props, health, words.inWords.span(keptSeconds))
    : ([
        [consoleWords.webhooks.state, streamTag(stream)],
        [text.heardUntil, since(props, heardAt)],
      ] as const)
  return properties([
    [text.client, linkTo(stream.clientAddress, given(stream.name))],
    ...lines,
    [text.delivery, isPushed ? text.isPushed : text.isPolled],
    [text.address, html`<code>${stream.url}</code>`],
    [
      text.events,
      events.length === 0
        ? text.allEvents
        : html`<ul>${events.map((name) => html`<li><code>${name}</code></li>`)}</ul>`,
    ],
    [text.id, copyable(stream.id)],
    [text.created, day(words, stream.createdAt)],
  ])
}

function deliveries(props: StreamProps): Html | null {
  const { deliveries: shown } = props
  if (shown === null) return null
  return section(
    { id: 'deliveries', title: text.deliveries, about: text.deliveriesAbout },
    shown.length === 0
      ? html`<p class="soft">${text.noDeliveries}</p>`
      : deliveriesTable(props, { caption: text.deliveries, deliveries: shown, act: null }),
  )
}
