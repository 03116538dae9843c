/**
 * The pushed authorization request endpoint (RFC 9126 §2): authenticates the client and checks the
 * request as the authorization endpoint would, then keeps it for the browser to refer to.
 */

import { authenticateClient, standingOf } from '../clients/authentication/authenticate.ts'
import { readCredentials } from '../clients/authentication/credentials.ts'
import { PROOFS } from '../clients/authentication/method.ts'
import { onBehalfOf, Refusal } from '../explanations/refusal.ts'
import { writes } from '../store/write-access.ts'
import { idOfPushed, newReference } from './authorize/pushed.ts'
import { addressRequest, findClient } from './authorize/request.ts'
import type { ProtocolContext } from './context.ts'
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

/** RFC 9126 §2.2. `expires_in` is in seconds. */
export interface PushAnswer {
  readonly request_uri: string
  readonly expires_in: number
}

/** Resolves once the request is durable. Rejects with `Refusal`, or `StorageUnavailable`. */
export const pushRequest = writes(
  async (
    context: ProtocolContext,
    request: { readonly authorization: readonly string[]; readonly parameters: Parameters },
  ): Promise<PushAnswer> => {
    const { parameters } = request
    parameters.refuseRepeated([...PROOFS, 'client_id'])
    const credentials = readCredentials(request.authorization, parameters)
    const standing = await authenticateClient(context, credentials)
    const addressee = { clientId: standing.id, standing: standingOf(standing) }
    return onBehalfOf(addressee, () => keep(context, standing.id, parameters))
  },
)

async function keep(
  context: ProtocolContext,
  clientId: string,
  parameters: Parameters,
): Promise<PushAnswer> {
  const { store, clock, random, settings } = context
  // §2.1: The request_uri authorization request parameter MUST NOT be provided.
  if (parameters.has('request_uri')) throw new Refusal('pushed_reference')
  const withoutProofs = Object.fromEntries(PROOFS.map((name) => [name, undefined]))
  // A client that authenticates with the header may leave client_id out of the body.
  const form = parameters.toForm({ ...withoutProofs, client_id: clientId })
  if (form.length > LONGEST_PUSHED) throw new Refusal('request_too_long')
  const client = await findClient(context, clientId)
  await addressRequest(context, client, parseParameters(form)).check()
  const reference = newReference(random)
  const expiresAt = clock.now() + settings.pushedRequestSeconds
  await store.pushedRequests.insert(
    { id: idOfPushed(reference), clientId, request: form, expiresAt, usedAt: null },
    MOST_OPEN,
  )
  return { request_uri: reference, expires_in: settings.pushedRequestSeconds }
}
