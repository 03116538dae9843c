/**
 * The ways in which an authorization request arrives: its parameters one by one (RFC 6749 §4.1.1), or
 * a reference to those that the client has pushed (RFC 9126 §4). Either is then checked by
 * `request.ts`.
 */

import { onBehalfOf, Refusal } from '../../explanations/refusal.ts'
import type { Client } from '../../store/records.ts'
import type { ProtocolContext } from '../context.ts'
import { type Parameters, parseParameters } from '../parameters.ts'
import { isReference, openPushed } from './pushed.ts'
import { type AddressedRequest, addressRequest, findClient } from './request.ts'

/** Parses a raw query or form. A `Refusal` thrown here must never redirect. */
export async function readRequest(
  context: ProtocolContext,
  query: string,
): Promise<AddressedRequest> {
  const parameters = parseParameters(query)
  const client = await findClient(context, parameters.required('client_id'))
  return onBehalfOf({ clientId: client.id, standing: 'named' }, () => {
    const [requestUri, ...others] = parameters.all('request_uri')
    // Two of them are refused with every other parameter that repeats.
    return requestUri !== undefined && others.length === 0 && isReference(requestUri)
      ? readPushed(context, client, requestUri)
      : readPlain(context, client, parameters)
  })
}

function readPlain(
  context: ProtocolContext,
  client: Client,
  parameters: Parameters,
): AddressedRequest {
  const addressed = addressRequest(context, client, parameters)
  const because = pushNeeded(context, client)
  const check = () => {
    if (because !== false) throw new Refusal('push_needed', { because })
    return addressed.check()
  }
  return { ...addressed, check }
}

/** RFC 9126 §5, §6. */
function pushNeeded({ settings }: ProtocolContext, { metadata }: Client) {
  if (settings.requirePushedRequests) return 'required_by_server'
  return metadata.require_pushed_authorization_requests === true && 'required_by_client'
}

/** All other parameters in the query are ignored (RFC 9101 §5, which RFC 9126 §4 refers to). */
async function readPushed(
  context: ProtocolContext,
  client: Client,
  reference: string,
): Promise<AddressedRequest> {
  const { request } = await openPushed(context, client, reference)
  const addressed = addressRequest(context, client, parseParameters(request))
  const check = async () => {
    const verified = await addressed.check()
    return { ...verified, asked: { ...verified.asked, pushed: reference } }
  }
  return { ...addressed, check }
}
