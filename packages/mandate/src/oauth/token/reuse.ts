/** What happens when an old generation comes again and nothing excuses it: the grant ends. */

import { refreshRetrySecondsOf } from '../../clients/metadata/profile.ts'
import { Refusal } from '../../explanations/refusal.ts'
import type { Grant } from '../../grants/grant.ts'
import type { RedemptionRequest } from '../../grants/redemption.ts'
import type { ParsedToken } from '../../grants/token.ts'
import type { ClientStanding } from '../../store/records.ts'
import type { ProtocolContext } from '../context.ts'
import { describeState } from './describe-state.ts'
import { confirmTooLate } from './expired.ts'

/**
 * Ends the grant and returns the refusal (RFC 9700 §4.14.2, RFC 6749 §4.1.2). Rejects with
 * `ClockInDoubt` if the request may be one that is excused, or with `StorageUnavailable`.
 */
export async function endForReuse(
  context: ProtocolContext,
  {
    client,
    token,
    grant,
    request,
  }: {
    readonly client: ClientStanding
    readonly token: ParsedToken
    readonly grant: Grant
    readonly request: RedemptionRequest
  },
  retryKey: string | null,
): Promise<Refusal> {
  const { now, retryKeyHash, sharing } = request
  const isPredecessor = token.generation === grant.generation - 1
  const isSameKey = retryKeyHash !== null && retryKeyHash === grant.retryKeyHash
  const isRefresh = token.generation > 0
  const mayRetry = isPredecessor && (isSameKey || (isRefresh && request.retrySeconds > 0))
  const mayConverge =
    isRefresh && sharing !== null && token.generation >= grant.generation - sharing.generations
  if (mayRetry || mayConverge) await confirmTooLate(context)
  await context.store.grants.revoke(grant.id, 'reuse', {
    by: { kind: 'client', id: grant.clientId },
    at: now,
  })
  context.observe?.({ kind: 'token.redeemed', outcome: 'replay_revoked' })
  return new Refusal('generation_reused', {
    ...describeState(token, grant),
    retry_key: retryKey === null ? 'absent' : 'another',
    retry_seconds: refreshRetrySecondsOf(client),
    ...(client.authentication.method === 'none' && { shared_seconds: sharing?.seconds ?? 0 }),
  })
}
