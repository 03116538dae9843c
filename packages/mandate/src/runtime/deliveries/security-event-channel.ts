import { openSecret } from '../../clients/authentication/sealed-secret.ts'
import type { KeyRing } from '../../grants/derivation.ts'
import { type EventContext, eventTokensFor } from '../../oauth/security-events/event-token.ts'
import { chosenEvents } from '../../oauth/security-events/event-types.ts'
import { mayTell } from '../../oauth/security-events/what-follows.ts'
import type { Endpoint } from '../../store/records.ts'
import type { Channel, DeliveryAnswer, Verdict } from './channel.ts'

/** Security Event Tokens that are pushed to a client (RFC 8935 §2). */
export function createSecurityEventChannel(
  context: EventContext & { readonly keys: KeyRing },
): Channel {
  return {
    kind: 'security_events',
    select(endpoint, fact) {
      const { id: streamId, clientId, events } = endpoint
      if (clientId === null) return undefined
      const hearer = { streamId, clientId, events: chosenEvents(events) }
      const event = mayTell(fact, hearer)
      if (event === undefined) return undefined
      const { accountId } = fact
      return {
        event,
        subject: accountId === undefined ? `client:${clientId}` : `account:${accountId}`,
      }
    },
    async build(endpoint, fact) {
      const { id: streamId, clientId, events, url } = endpoint
      const client = await context.store.clients.find(clientId ?? '')
      if (client === undefined || client.disabledAt !== null) return []
      const hearer = { streamId, client, events: chosenEvents(events) }
      const tokens = await eventTokensFor(context, hearer, fact)
      if (tokens.length === 0) return []
      const authorization = authorizationOf(context.keys, endpoint)
      return tokens.map(({ jti, token }) => ({
        ...{ url, part: jti, method: 'POST', body: token },
        headers: {
          'content-type': 'application/secevent+jwt',
          accept: 'application/json',
          ...(authorization !== undefined && { authorization }),
        },
      }))
    },
    readAnswer,
  }
}

/** What the client asked to be sent with each push; undefined for nothing. */
function authorizationOf(keys: KeyRing, { id, secret }: Endpoint): string | undefined {
  if (secret === null) return undefined
  const opened = openSecret(keys, id, secret.sealed)
  if (opened !== undefined) return opened
  throw new Error(
    'The key that the Authorization header is encrypted under was retired: set the header again.',
  )
}

/** RFC 8935 §2.2: 202. §2.3: a 400 with `err` is about this token, which will never be taken. */
function readAnswer({ status, body }: DeliveryAnswer): Verdict {
  if (status >= 200 && status < 300) return { is: 'accepted' }
  const err = status === 400 ? errorIn(body) : undefined
  if (err !== undefined) return { is: 'refused', problem: `The client refused it: ${err}.` }
  return { is: 'failed', problem: `It answered with the status ${status}.` }
}

/** One of the registered codes (RFC 8935 §2.4); whatever else is there is not repeated. */
function errorIn(body: string): string | undefined {
  try {
    const { err } = JSON.parse(body)
    return typeof err === 'string' && /^[a-z_]{1,40}$/.test(err) ? err : undefined
  } catch {
    return undefined
  }
}
