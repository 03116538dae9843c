/** The list of clients' streams of security events. */

import { consoleWords } from '../../words/console/console.ts'
import { html } from '../html.ts'
import { given } from '../layout.ts'
import { type ShownHealth, stateTag } from './endpoint-health.ts'
import { linkButton, linkTo, nothing, pager, since, table, tag } from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'

const text = consoleWords.streams
const { behindShort, isNotBehind, waiting, dead, state, neverArrived } = consoleWords.webhooks

export interface ListedStream {
  readonly address: string
  /** Its client's. */
  readonly name: string
  /** Where events are pushed: host and port; null if the client polls. */
  readonly host: string | null
  readonly health: ShownHealth
  /** When it last heard something, or until when it has acknowledged everything if it polls. */
  readonly heardAt: number | null
}

export interface StreamsProps extends ConsoleProps {
  readonly streams: readonly ListedStream[]
  readonly first: string | null
  readonly next: string | null
  readonly canCreate: boolean
}

export const STREAMS = '/console/streams'
export const NEW_STREAM = '/console/streams/new'

export function streamsPage(props: StreamsProps): string {
  const { streams, first, next, canCreate } = props
  const create = canCreate && linkButton(NEW_STREAM, text.newStream, { tone: 'main' })
  return consoleDocument(props, {
    current: 'streams',
    title: text.title,
    actions: streams.length > 0 && create,
    body:
      streams.length > 0
        ? html`<p class="soft">${text.about}</p>
${list(props)}
${pager({ first, next })}`
        : nothing({ title: text.noneYet, next: text.noneYetNext, action: create }),
  })
}

/** A polled stream that is not paused has no other state. */
export function streamTag({ host, health }: Pick<ListedStream, 'host' | 'health'>) {
  return host === null && health.disabledAt === null ? tag(text.polled, 'good') : stateTag(health)
}

function list(props: StreamsProps) {
  return table<ListedStream>(
    text.caption,
    [
      { head: text.client, cell: ({ name, address }) => linkTo(address, given(name)) },
      {
        head: text.delivery,
        cell: ({ host }) => (host === null ? text.poll : html`${text.push} <code>${host}</code>`),
      },
      { head: state, cell: streamTag },
      {
        head: behindShort,
        cell: ({ host, health }) => host !== null && since(props, health.behindSince, isNotBehind),
      },
      {
        head: waiting,
        cell: ({ host, health }) => host !== null && health.waiting,
        isNumber: true,
      },
      { head: dead, cell: ({ host, health }) => host !== null && health.dead, isNumber: true },
      { head: text.lastHeard, cell: ({ heardAt }) => since(props, heardAt, neverArrived) },
    ],
    props.streams,
  )
}
