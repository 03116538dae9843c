import type { KeyRing } from '../../grants/derivation.ts'
import type { Clock } from '../../time-and-chance.ts'
import { payloadOf, subjectOf } from '../../webhooks/event-type.ts'
import { eventTypeOf, isWanted } from '../../webhooks/event-types.ts'
import { eventIdOf, webhookRequest } from '../../webhooks/request.ts'
import { webhookSecrets } from '../../webhooks/secret.ts'
import type { Channel } from './channel.ts'

/** Webhooks of the platform. */
export function createWebhookChannel({
  keys,
  clock,
}: {
  readonly keys: KeyRing
  readonly clock: Clock
}): Channel {
  return {
    kind: 'webhook',
    select({ events }, fact) {
      const type = eventTypeOf(fact)
      if (type === undefined || !isWanted(events, type.name)) return undefined
      return { event: type.name, subject: subjectOf(fact) }
    },
    async build(endpoint, fact) {
      const type = eventTypeOf(fact)
      if (type === undefined) return []
      const now = clock.now()
      const secrets = webhookSecrets(keys, endpoint, now)
      if (secrets.length === 0) {
        throw new Error(
          'The key that the secret is encrypted under was retired: rotate the secret of the webhook.',
        )
      }
      const payload = payloadOf(type, fact)
      const event = { eventId: eventIdOf(fact.id), payload }
      return [{ url: endpoint.url, part: '', ...webhookRequest(event, secrets, now) }]
    },
    readAnswer: ({ status }) =>
      status >= 200 && status < 300
        ? { is: 'accepted' }
        : { is: 'failed', problem: `It answered with the status ${status}.` },
  }
}
