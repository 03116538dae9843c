/**
 * The ways in which an authorization request arrives: its parameters one by one (RFC 6749 §4.1.1), in
 * a signed request object (RFC 9101), or as a reference to those that the client has pushed (RFC 9126
 * §4). Each is then checked by `request.ts`.
 */

import { onBehalfOf, Refusal } from '../../explanations/refusal.ts'
import type { Client } from '../../store/records.ts'
import type { ProtocolContext } from '../context.ts'
import { type Parameters, parseParameters } from '../parameters.ts'
import { findClient } from './find-client.ts'
import { isReference, openPushed } from './pushed.ts'
import { type AddressedRequest, addressRequest } from './request.ts'
import { isStrict, openRequestObject } from './request-object.ts'

/**
 * Parses a raw query or form. `network` is the address of the browser, if it is known. A `Refusal`
 * thrown here must never redirect.
 */
export async function readRequest(
  context: ProtocolContext,
  query: string,
  network?: string,
): Promise<AddressedRequest> {
  const parameters = parseParameters(query)
  const client = await findClient(context, parameters.required('client_id'), network)
  return onBehalfOf({ clientId: client.id, standing: 'named' }, () => {
    const [requestUri, ...others] = parameters.all('request_uri')
    // Two of them are refused with every other parameter that repeats.
    if (requestUri !== undefined && others.length === 0 && isReference(requestUri)) {
      return readPushed(context, client, requestUri)
    }
    return parameters.has('request') || requestUri !== undefined
      ? readObject(context, client, parameters)
      : readPlain(context, client, parameters)
  })
}

function readPlain(
  context: ProtocolContext,
  client: Client,
  parameters: Parameters,
): AddressedRequest {
  const addressed = addressRequest(context, client, parameters)
  const check = () => {
    refuseUnpushed(context, client)
    refuseUnsigned(client)
    return addressed.check()
  }
  return { ...addressed, check }
}

/**
 * A request object that cannot be used is an error for the client too, at the redirect URI beside it, if
 * that is one of its own.
 */
async function readObject(
  context: ProtocolContext,
  client: Client,
  parameters: Parameters,
): Promise<AddressedRequest> {
  let inside: Parameters
  try {
    inside = await openRequestObject(context, client, parameters)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const refuse = () => {
      throw error
    }
    try {
      return { ...addressRequest(context, client, parameters), check: refuse }
    } catch {
      throw error
    }
  }
  const addressed = addressRequest(context, client, inside)
  const check = () => {
    refuseUnpushed(context, client)
    return addressed.check()
  }
  return { ...addressed, check }
}

/** RFC 9101 §10.5. */
export function refuseUnsigned(client: Client): void {
  if (isStrict(client)) throw new Refusal('request_object_needed')
}

/** RFC 9126 §5, §6. */
function refuseUnpushed({ settings }: ProtocolContext, { metadata }: Client): void {
  const because =
    (settings.requirePushedRequests && 'required_by_server') ||
    (metadata.require_pushed_authorization_requests === true && 'required_by_client')
  if (because !== false) throw new Refusal('push_needed', { because })
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
