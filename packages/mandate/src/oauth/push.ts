/**
 * The pushed authorization request endpoint (RFC 9126 §2): authenticates the client and checks the
 * request as the authorization endpoint would, then keeps it for the browser to refer to.
 */

import { authenticateClient, standingOf } from '../clients/authentication/authenticate.ts'
import { readCredentials } from '../clients/authentication/credentials.ts'
import { PROOFS } from '../clients/authentication/method.ts'
import type { ClientCertificate } from '../clients/certificate.ts'
import { onBehalfOf, Refusal } from '../explanations/refusal.ts'
import { isDocumentId } from '../grants/document-clients.ts'
import { writes } from '../store/write-access.ts'
import { findClient } from './authorize/find-client.ts'
import { idOfPushed, newReference } from './authorize/pushed.ts'
import { refuseUnsigned } from './authorize/read-request.ts'
import { addressRequest } from './authorize/request.ts'
import { openRequestObject } from './authorize/request-object.ts'
import type { ProtocolContext } from './context.ts'
import { namedKey } from './dpop/named-key.ts'
import { type Parameters, parseParameters } from './parameters.ts'

/**
 * The maximum characters of what is kept. It fits on the way through the browser, which an
 * authorization request has to as well.
 */
const LONGEST_PUSHED = 8_000

/**
 * The most open requests of one client. More than that are a mistake or an attack; then the oldest
 * are forgotten, whose people start again.
 */
const MOST_OPEN = 10_000
/**
 * And of a client with a document that has no row yet: anybody can have any number of documents, so
 * only this bounds what strangers keep here.
 */
const MOST_OPEN_OF_NEW = 20

export interface PushRequest {
  /** The values of all `Authorization` headers. */
  readonly authorization: readonly string[]
  readonly certificate?: ClientCertificate | null | undefined
  /** The values of all `DPoP` headers (RFC 9449 §10.1). */
  readonly dpop: readonly string[]
  readonly parameters: Parameters
  /** The address of the sender. */
  readonly network?: string
}

/** RFC 9126 §2.2. `expires_in` is in seconds. */
export interface PushAnswer {
  readonly request_uri: string
  readonly expires_in: number
}

/** Resolves once the request is durable. Rejects with `Refusal`, or `StorageUnavailable`. */
export const pushRequest = writes(
  async (context: ProtocolContext, request: PushRequest): Promise<PushAnswer> => {
    const { parameters } = request
    parameters.refuseRepeated([...PROOFS, 'client_id'])
    const credentials = readCredentials(request.authorization, parameters, request.certificate)
    const { clientId } = credentials
    // One with a document has no row before its first grant.
    const described = isDocumentId(clientId)
      ? await findClient(context, clientId, request.network)
      : undefined
    const standing = await authenticateClient(context, credentials, described)
    const addressee = { clientId: standing.id, standing: standingOf(standing) }
    return onBehalfOf(addressee, () => keep(context, standing.id, request))
  },
)

async function keep(
  context: ProtocolContext,
  clientId: string,
  { parameters, dpop }: PushRequest,
): Promise<PushAnswer> {
  const { store, clock, random, settings } = context
  // §2.1: The request_uri authorization request parameter MUST NOT be provided.
  if (parameters.has('request_uri')) throw new Refusal('pushed_reference')
  const client = await findClient(context, clientId)
  // RFC 9126 §3: then all parameters of the request are in the object.
  const isObject = parameters.has('request')
  if (!isObject) refuseUnsigned(client)
  const asked = isObject ? await openRequestObject(context, client, parameters) : parameters
  const withoutProofs = Object.fromEntries(PROOFS.map((name) => [name, undefined]))
  // A client that authenticates with the header may leave client_id out of the body.
  const named = { parameters: asked, proofs: dpop, endpoint: 'pushedRequest' } as const
  const key = await namedKey(context, named)
  const form = asked.toForm({ ...withoutProofs, client_id: clientId, dpop_jkt: key })
  if (form.length > LONGEST_PUSHED) throw new Refusal('request_too_long')
  await addressRequest(context, client, parseParameters(form)).check()
  const reference = newReference(random)
  const now = clock.now()
  const expiresAt = now + settings.pushedRequestSeconds
  const isNew = client.registration?.by === 'document' && client.createdAt >= now - 1
  await store.pushedRequests.insert(
    { id: idOfPushed(reference), clientId, request: form, expiresAt, usedAt: null, usedBy: null },
    isNew ? MOST_OPEN_OF_NEW : MOST_OPEN,
  )
  return { request_uri: reference, expires_in: settings.pushedRequestSeconds }
}
