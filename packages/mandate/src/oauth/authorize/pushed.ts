/**
 * A request that its client has pushed (RFC 9126): the browser brings only a reference to it. The
 * reference opens it until it expires. From then on the checked request travels like any other, and
 * is used up when a code is issued, so that a person can reload a page, go back, or open two tabs.
 */

import { createHash } from 'node:crypto'
import { Refusal } from '../../explanations/refusal.ts'
import type { Client, PushedRequest } from '../../store/records.ts'
import type { Random } from '../../time-and-chance.ts'
import type { ProtocolContext } from '../context.ts'
import type { AuthorizationRequest } from './request.ts'

const PREFIX = 'urn:ietf:params:oauth:request_uri:'

/** A new `request_uri`, of 256 random bits (RFC 9126 §2.2, §7.1). */
export function newReference(random: Random): string {
  return PREFIX + Buffer.from(random(32)).toString('base64url')
}

/** Whether a `request_uri` can be a reference that this server made. */
export function isReference(requestUri: string): boolean {
  return requestUri.startsWith(PREFIX)
}

/** Its `id` in the store. */
export function idOfPushed(reference: string): string {
  return createHash('sha256').update(reference).digest('hex')
}

/**
 * The request for its first page. Rejects with `Refusal` if it is over, or was pushed by another
 * client (RFC 9126 §2.2: bound to the client that posted it).
 */
export async function openPushed(
  context: Pick<ProtocolContext, 'store' | 'clock'>,
  client: Client,
  reference: string,
): Promise<PushedRequest> {
  const pushed = await refuseUnlessOpen(context, client, reference)
  const { expiresAt } = pushed
  if (expiresAt <= context.clock.now()) {
    throw new Refusal('pushed_request_expired', { expired_at: expiresAt })
  }
  return pushed
}

/** Expired or not, since its person may have opened it in time. Rejects with `Refusal`. */
export async function refuseUnlessOpen(
  { store }: Pick<ProtocolContext, 'store'>,
  client: Client,
  reference: string,
): Promise<PushedRequest> {
  const pushed = await store.pushedRequests.find(idOfPushed(reference))
  if (pushed === undefined) throw new Refusal('pushed_request_unknown')
  if (pushed.clientId !== client.id) throw new Refusal('pushed_by_another_client')
  if (pushed.usedAt !== null) throw new Refusal('pushed_request_used', { used_at: pushed.usedAt })
  return pushed
}

/** Whether its authorization may complete: true for one caller only, or if it was not pushed. */
export async function useUp(
  { store, clock }: Pick<ProtocolContext, 'store' | 'clock'>,
  { pushed }: AuthorizationRequest,
): Promise<boolean> {
  return pushed === undefined || store.pushedRequests.use(idOfPushed(pushed), clock.now())
}
