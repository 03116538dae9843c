/** Finds a webhook, and how it does. */

import { webhookStateDocument } from '../documents/webhook.ts'
import type { ReadStore } from '../store/read-only.ts'
import type { Endpoint } from '../store/records.ts'
import type { CommandOptions } from './command.ts'
import { unknownWebhook, type WebhookState } from './shown/webhooks.ts'

export async function webhookState(store: ReadStore, webhook: Endpoint): Promise<WebhookState> {
  const { id } = webhook
  const [progress, counts] = await Promise.all([
    store.endpoints.findProgress(id),
    store.endpoints.tallyDeliveries(id),
  ])
  return webhookStateDocument(webhook, { progress, counts })
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
