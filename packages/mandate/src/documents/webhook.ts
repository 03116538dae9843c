/** Webhooks as JSON: for the command line and the API. Times are seconds since 1970. */

import type { DeliveryCounts } from '../store/port.ts'
import type { Delivery, Endpoint, EndpointProgress } from '../store/records.ts'
import { eventIdOf } from '../webhooks/request.ts'

/** What is known of how an endpoint does. */
export interface EndpointHealth {
  readonly progress: EndpointProgress | undefined
  readonly counts: DeliveryCounts
}

const seconds = (ms: number | null | undefined) => (ms == null ? null : Math.floor(ms / 1_000))

export function webhookDocument(endpoint: Endpoint) {
  const { id, name, url, events, createdAt, disabledAt, disabledBecause, secret } = endpoint
  return {
    ...{ webhook_id: id, name, url, events, created_at: createdAt },
    ...{ disabled_at: disabledAt, disabled_because: disabledBecause },
    previous_secret_expires_at: secret?.previous?.expiresAt ?? null,
  }
}

/** With how it does. */
export function webhookStateDocument(endpoint: Endpoint, { progress, counts }: EndpointHealth) {
  return {
    ...webhookDocument(endpoint),
    ...{ waiting: counts.waiting, dead: counts.dead },
    delivered_until: seconds(progress?.cursorMs),
    last_success_at: seconds(progress?.lastSuccessMs),
    failing_since: seconds(progress?.failingSinceMs),
    missed_until: seconds(progress?.missedUntilMs),
  }
}

export function deliveryDocument(delivery: Delivery) {
  const { factId, event, state, attempts, tries } = delivery
  return {
    ...{ event_id: eventIdOf(factId), type: event, state, attempts },
    happened_at: seconds(delivery.factAtMs),
    last_tried_at: seconds(delivery.lastTriedMs),
    next_try_at: seconds(delivery.dueAtMs),
    tries: tries.map(({ atMs, tookMs, status, problem, answer }) => ({
      ...{ at: seconds(atMs), took_ms: tookMs, status, problem, answer },
    })),
  }
}
