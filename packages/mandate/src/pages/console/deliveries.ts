/** What was sent to an endpoint, what waits, and what was given up. The answers are of strangers. */

import type { DeliveryState, DeliveryTry } from '../../store/port.ts'
import { consoleWords } from '../../words/console/console.ts'
import { type Html, html, type Printable } from '../html.ts'
import { linkTo, since, table, tag } from './parts.ts'
import type { ConsoleProps } from './shell.ts'

const text = consoleWords.webhooks

export interface ShownDelivery {
  readonly eventId: string
  /** The name of its type. */
  readonly event: string
  /** The page of the user, client or API that it is about; null if there is none to be shown. */
  readonly about: { readonly id: string; readonly address: string | null } | null
  /** In seconds since 1970. */
  readonly happenedAt: number
  readonly state: DeliveryState
  readonly attempts: number
  readonly last: DeliveryTry | null
}

export function deliveriesTable(
  props: Pick<ConsoleProps, 'words' | 'now'>,
  {
    caption,
    deliveries,
    act,
  }: {
    readonly caption: string
    readonly deliveries: readonly ShownDelivery[]
    /** What can be done with one; null if nothing can. */
    readonly act: ((delivery: ShownDelivery) => Printable) | null
  },
): Html {
  return table<ShownDelivery>(
    caption,
    [
      {
        head: text.event,
        cell: ({ event, eventId, about }) =>
          html`<code>${event}</code> <div class="soft"><code>${eventId}</code></div>${about !== null && subject(about)}`,
      },
      { head: text.happened, cell: ({ happenedAt }) => since(props, happenedAt) },
      { head: text.state, cell: ({ state }) => tag(text.states[state], TONES[state]) },
      {
        head: text.tries,
        cell: ({ attempts }) => props.words.inWords.number(attempts),
        isNumber: true,
      },
      { head: text.lastTry, cell: ({ last }) => lastTry(props, last) },
      ...(act === null ? [] : [{ head: '', cell: act }]),
    ],
    deliveries,
  )
}

const TONES = { waiting: 'plain', dead: 'bad', delivered: 'good' } as const

function subject({ id, address }: NonNullable<ShownDelivery['about']>): Html {
  const shown = html`<code>${id}</code>`
  return html`<div class="soft">${text.subject} ${address === null ? shown : linkTo(address, shown)}</div>`
}

function lastTry(props: Pick<ConsoleProps, 'words' | 'now'>, last: DeliveryTry | null): Html {
  if (last === null) return html`<span class="soft">${text.notTried}</span>`
  const { status, problem, answer, tookMs, atMs } = last
  const took = text.took(props.words.inWords.number(Math.round(tookMs)))
  return html`<strong>${status ?? text.noAnswer}</strong> <span class="soft">${since(props, Math.floor(atMs / 1_000))}, ${took}</span>
${problem !== null && html`<div>${problem}</div>`}
${answer !== '' && html`<div class="soft">${text.answerBegins} <code>${answer}</code></div>`}`
}
