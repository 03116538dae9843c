/** Which client asks for its security events, and over which stream. */

import { authenticateClient } from '../../clients/authentication/authenticate.ts'
import { readCredentials } from '../../clients/authentication/credentials.ts'
import { PROOFS } from '../../clients/authentication/method.ts'
import type { ClientCertificate } from '../../clients/certificate.ts'
import { onBehalfOf, Refusal } from '../../explanations/refusal.ts'
import type { ClientStanding, Endpoint } from '../../store/records.ts'
import type { ReadingContext } from '../context.ts'
import { Parameters } from '../parameters.ts'
import type { Hearer } from './event-token.ts'
import { chosenEvents } from './event-types.ts'

export interface ReceiverRequest {
  /** The values of all `Authorization` headers. */
  readonly authorization: readonly string[]
  readonly certificate: ClientCertificate | null
  /** The JSON of the request, which has the credentials that a form would have elsewhere. */
  readonly body: Readonly<Record<string, unknown>>
}

/**
 * The client, by any method of the token endpoint; `client_assertion` and the others are members of
 * the JSON. A public client proves nothing, so it hears nothing. Rejects with `Refusal`, or
 * `StorageUnavailable`.
 */
export async function identifyReceiver(
  context: ReadingContext,
  { authorization, certificate, body }: ReceiverRequest,
): Promise<ClientStanding> {
  const claim = readCredentials(authorization, credentialsIn(body), certificate)
  const client = await authenticateClient(context, claim)
  if (client.authentication.method !== 'none') return client
  throw new Refusal('no_credentials', { proof: 'none_where_needed' })
}

/** The stream that the client polls. Rejects with `Refusal` if it has none, or `StorageUnavailable`. */
export async function polledStream(
  { store }: Pick<ReadingContext, 'store'>,
  client: ClientStanding,
): Promise<{ readonly endpoint: Endpoint; readonly hearer: Hearer }> {
  const all = await store.endpoints.listOfClient(client.id)
  const endpoint = all.find(({ kind }) => kind === 'polled_security_events')
  if (endpoint === undefined) {
    const addressee = { clientId: client.id, standing: 'authenticated' } as const
    return onBehalfOf(addressee, () => Promise.reject(new Refusal('no_event_stream')))
  }
  const { id: streamId, events } = endpoint
  return { endpoint, hearer: { streamId, client, events: chosenEvents(events) } }
}

function credentialsIn(body: ReceiverRequest['body']): Parameters {
  const names = ['client_id', ...PROOFS]
  const found = names.flatMap((name) => {
    const value = body[name]
    return typeof value === 'string' && value !== '' ? [[name, [value]] as const] : []
  })
  return new Parameters(new Map(found))
}
