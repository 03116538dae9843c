/** Webhooks as commands show them. */

import type {
  deliveryDocument,
  webhookDocument,
  webhookStateDocument,
} from '../../documents/webhook.ts'
import { type CommandOptions, CommandRefused, nextCommand } from '../command.ts'
import type { Ending } from '../confirmation.ts'
import { fields, moment, printable, type Style, table } from '../terminal.ts'

export type WebhookState = ReturnType<typeof webhookStateDocument>
type WebhookDocument = Pick<
  ReturnType<typeof webhookDocument>,
  'webhook_id' | 'name' | 'url' | 'events'
>
type DeliveryShown = ReturnType<typeof deliveryDocument>

export function webhooksText(
  style: Style,
  states: readonly WebhookState[],
  options: CommandOptions,
): string {
  const rows = states.map((state) => [
    ...[state.webhook_id, printable(state.name), statusOf(state)],
    ...[String(state.waiting), String(state.dead), new URL(state.url).host],
  ])
  return rows.length > 0
    ? table(style, ['ID', 'NAME', 'STATUS', 'WAITING', 'DEAD', 'HOST'], rows)
    : `There are no webhooks yet. Create one:\n\n  ${nextCommand(options, 'webhook create --name NAME --url URL')}`
}

/** One word, or a few. */
function statusOf({ disabled_because: because, failing_since }: WebhookState): string {
  if (because === 'operator') return 'disabled'
  if (because !== null) return `disabled (${because.replaceAll('_', ' ')})`
  return failing_since === null ? 'active' : 'failing'
}

export function webhookStateText(state: WebhookState): string {
  const { name, url, events, waiting, dead } = state
  const since = (time: number | null) => (time === null ? 'never' : moment(time))
  return `${printable(name)}\n\n${fields([
    ['webhook_id', state.webhook_id],
    ['url', printable(url)],
    ['events', eventsText(events)],
    ['status', statusOf(state)],
    ['waiting', String(waiting)],
    ['dead letters', String(dead)],
    ['last success', since(state.last_success_at)],
    ...(state.failing_since === null
      ? []
      : ([['failing since', moment(state.failing_since)]] as const)),
    ...(state.missed_until === null
      ? []
      : ([['may have missed', `events until ${moment(state.missed_until)}`]] as const)),
    ['since (UTC)', moment(state.created_at)],
  ])}`
}

export function createdWebhookText(
  webhook: WebhookDocument,
  secret: string,
  options: CommandOptions,
): string {
  return `${printable(webhook.name)}\n\n${fields([
    ['webhook_id', webhook.webhook_id],
    ['webhook_secret', `${secret}  (shown only once)`],
    ['url', printable(webhook.url)],
    ['events', eventsText(webhook.events)],
  ])}\n\nSee whether it arrives:\n\n  ${nextCommand(options, `webhook test ${webhook.webhook_id}`)}`
}

function eventsText(events: readonly string[]): string {
  return events.length === 0 ? 'all' : events.join(', ')
}

export function changedWebhookText({ name }: { readonly name: string }): string {
  return `${printable(name)} is changed.`
}

export function turnedWebhookText(
  { name }: { readonly name: string },
  turn: 'disable' | 'enable',
): string {
  return turn === 'disable'
    ? `${printable(name)} is disabled. What happens meanwhile is sent when it is enabled again.`
    : `${printable(name)} is enabled. What has happened meanwhile is sent now.`
}

export function deleteWebhookQuestion(
  { webhook_id: id, name }: Pick<WebhookDocument, 'webhook_id' | 'name'>,
  { waiting, dead }: { readonly waiting: number; readonly dead: number },
): Ending {
  return {
    question: `Delete ${printable(name)} (${id})?`,
    consequences: [
      'nothing is sent there any more',
      ...(waiting + dead > 0
        ? [`${waiting} events that wait and ${dead} that were given up are never sent`]
        : []),
    ],
    canBeUndone: false,
    typed: name,
  }
}

export function deletedWebhookText({ name }: { readonly name: string }): string {
  return `${printable(name)} is deleted.`
}

export function deliveriesText(style: Style, deliveries: readonly DeliveryShown[]): string {
  const rows = deliveries.map((one) => {
    const last = one.tries.at(-1)
    const what = last?.problem ?? (last === undefined ? '' : String(last.status))
    const next = one.next_try_at === null ? '' : moment(one.next_try_at)
    return [one.event_id, one.type, one.state, String(one.attempts), next, printable(what)]
  })
  const heads = ['EVENT', 'TYPE', 'STATE', 'TRIES', 'NEXT (UTC)', 'LAST ANSWER']
  return rows.length > 0
    ? table(style, heads, rows)
    : 'Nothing waits, nothing was given up, and nothing was sent lately.'
}

/** `count` is undefined if everything since a time is sent again. */
export function replayedText(count: number | undefined, isPaused: boolean): string {
  const what = count === undefined ? 'Everything since then' : `${count} events`
  return `${what} will be sent again${isPaused ? ' once the webhook is enabled' : ''}.`
}

/** Throws `CommandRefused` if the test event did not arrive. */
export function testedText(tried: {
  readonly status: number | null
  readonly problem: string | null
  readonly answer: string
}): string {
  const said = tried.answer === '' ? '' : ` Its answer begins: ${printable(tried.answer)}`
  if (tried.problem !== null) throw new CommandRefused(`${printable(tried.problem)}${said}`)
  return `It arrived: the status was ${tried.status}.${said}`
}

export function unknownWebhook(id: string, options: CommandOptions): CommandRefused {
  return new CommandRefused(
    `There is no webhook ${id}; list them with: ${nextCommand(options, 'webhook list')}`,
  )
}
