/**
 * A request that its client has pushed (RFC 9126): the browser brings only a reference to it. The
 * reference opens it until it expires. From then on the checked request travels like any other, and
 * is used up when a code is issued, so that a person can reload a page, go back, or open two tabs.
 */

import { createHash } from 'node:crypto'
import { Refusal } from '../../explanations/refusal.ts'
import { deriveRedeemable } from '../../grants/derivation.ts'
import { admitGrant } from '../../grants/gate.ts'
import { accountOf, type Grant, type GrantId } from '../../grants/grant.ts'
import type { Client, PushedRequest } from '../../store/records.ts'
import type { Random } from '../../time-and-chance.ts'
import type { ProtocolContext } from '../context.ts'
import { isWithin } from '../scope.ts'
import type { AuthorizationRequest } from './request.ts'

type Completing = Pick<ProtocolContext, 'store' | 'keys' | 'clock' | 'settings'>

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
  const pushed = await findPushed(context, client, reference)
  const { expiresAt, usedAt } = pushed
  if (usedAt !== null) throw new Refusal('pushed_request_used', { used_at: usedAt })
  if (expiresAt <= context.clock.now()) {
    throw new Refusal('pushed_request_expired', { expired_at: expiresAt })
  }
  return pushed
}

async function findPushed(
  { store }: Pick<ProtocolContext, 'store'>,
  client: Client,
  reference: string,
): Promise<PushedRequest> {
  const pushed = await store.pushedRequests.find(idOfPushed(reference))
  if (pushed === undefined) throw new Refusal('pushed_request_unknown')
  if (pushed.clientId !== client.id) throw new Refusal('pushed_by_another_client')
  return pushed
}

/**
 * Expired or not, since its person may have opened it in time; and used or not, as long as its code can be
 * given to the person again. Rejects with `Refusal`.
 */
export async function refuseUnlessOpen(
  context: Completing,
  client: Client,
  reference: string,
): Promise<void> {
  const pushed = await findPushed(context, client, reference)
  const { usedAt } = pushed
  if (usedAt !== null && (await liveGrantOf(context, pushed)) === undefined) {
    throw new Refusal('pushed_request_used', { used_at: usedAt })
  }
}

/** Whether its authorization completes with this grant: true for one only, or if it was not pushed. */
export async function useUp(
  { store, clock }: Pick<ProtocolContext, 'store' | 'clock'>,
  { pushed }: AuthorizationRequest,
  grantId: GrantId,
): Promise<boolean> {
  if (pushed === undefined) return true
  return store.pushedRequests.use(idOfPushed(pushed), { at: clock.now(), usedBy: grantId })
}

/**
 * The code that the request has completed with, for the same person in the same browser: a double click
 * or a reload gets it again, until the client has redeemed it. Undefined if there is none, or if its
 * grant has more than the `scope` that the person allows now, or other `details`.
 */
export async function codeAgain(
  context: Completing,
  { pushed, dpopJkt }: AuthorizationRequest,
  { accountId, scope, details }: { readonly accountId: string } & Pick<Grant, 'scope' | 'details'>,
): Promise<string | undefined> {
  if (pushed === undefined) return undefined
  const row = await context.store.pushedRequests.find(idOfPushed(pushed))
  const grant = row && (await liveGrantOf(context, row))
  if (grant === undefined || accountOf(grant) !== accountId) return undefined
  if (!isWithin(grant.scope.split(' '), scope) || grant.details !== details) return undefined
  const confirmation = dpopJkt === undefined ? null : ({ by: 'dpop', thumbprint: dpopJkt } as const)
  return deriveRedeemable(context.keys, grant, { ...grant, confirmation })
}

/** The grant that it has completed with, if its code can still be redeemed. */
async function liveGrantOf(
  { store, clock, settings }: Completing,
  { usedBy, clientId }: PushedRequest,
): Promise<Grant | undefined> {
  const found = usedBy === null ? undefined : await store.grants.find(usedBy)
  if (found === undefined) return undefined
  const { grant } = found
  const isLive = grant.generation === 0 && grant.expiresAt > clock.now()
  if (!isLive || grant.clientId !== clientId) return undefined
  return admitGrant(grant, {
    ...found,
    offered: settings.scopes,
    documents: settings.clientDocuments,
  }).open
    ? grant
    : undefined
}
