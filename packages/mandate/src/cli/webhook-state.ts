/** A webhook as commands show it. */

import { webhookStateDocument } from '../documents/webhook.ts'
import type { ReadStore } from '../store/read-only.ts'
import type { Endpoint } from '../store/records.ts'
import { type CommandOptions, CommandRefused, nextCommand } from './command.ts'
import { fields, moment, printable } from './terminal.ts'

export type WebhookState = ReturnType<typeof webhookStateDocument>

export async function webhookState(store: ReadStore, webhook: Endpoint): Promise<WebhookState> {
  const { id } = webhook
  const [progress, counts] = await Promise.all([
    store.endpoints.findProgress(id),
    store.endpoints.tallyDeliveries(id),
  ])
  return webhookStateDocument(webhook, { progress, counts })
}

/** One word, or a few. */
export function webhookStatus({ disabled_because: because, failing_since }: WebhookState): string {
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
    ['events', events.length === 0 ? 'all' : events.join(', ')],
    ['status', webhookStatus(state)],
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

/** The webhook with this id. Rejects with `CommandRefused`. */
export async function findWebhook(
  store: ReadStore,
  id: string,
  options: CommandOptions,
): Promise<Endpoint> {
  const found = await store.endpoints.find(id)
  if (found?.kind !== 'webhook') throw unknownWebhook(id, options)
  return found
}

export function unknownWebhook(id: string, options: CommandOptions): CommandRefused {
  return new CommandRefused(
    `There is no webhook ${id}; list them with: ${nextCommand(options, 'webhook list')}`,
  )
}
