/** The request for one event, as Standard Webhooks has it. */

import { Webhook } from 'standardwebhooks'
import type { Outgoing } from '../fetching/exchange.ts'

/** A fact's id may have a dot, which separates what is signed. */
export function eventIdOf(factId: string): string {
  return `evt_${factId.replaceAll('.', '~')}`
}

/** Undefined if the text is no id of an event. */
export function factIdOf(eventId: string): string | undefined {
  return eventId.startsWith('evt_') ? eventId.slice(4).replaceAll('~', '.') : undefined
}

/**
 * `eventId` is the same in every attempt, `now` that of this one, in seconds since 1970: receivers
 * refuse what was signed long ago. Each secret adds a signature.
 */
export function webhookRequest(
  { eventId, payload }: { readonly eventId: string; readonly payload: object },
  secrets: readonly string[],
  now: number,
): Required<Pick<Outgoing, 'headers' | 'body'>> {
  const body = JSON.stringify(payload)
  const signed = secrets.map((secret) =>
    new Webhook(secret).sign(eventId, new Date(now * 1_000), body),
  )
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Mandate-Webhooks',
      'webhook-id': eventId,
      'webhook-timestamp': String(now),
      'webhook-signature': signed.join(' '),
    },
  }
}
