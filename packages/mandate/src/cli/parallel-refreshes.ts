/**
 * Detects clients that lose grants by refreshing in parallel, from the stored explanations: the
 * same refresh token was sent again within a minute, without an `Idempotency-Key`. The operator
 * sees it before users report it.
 */

import type { Client, Explanation } from '../store/records.ts'
import { type CommandOptions, nextCommand } from './command.ts'

/** Also the recommended value for `refresh_retry_seconds`. */
const SECONDS = 60

/** Long enough for processes of a public client that share a token and refresh in turns. */
const SHARED_SECONDS = 600

/** What was found about one client. */
export interface ParallelRefreshes {
  /** How many refusals. */
  readonly count: number
  /** A public client, whose processes may share a token: `shared_refresh_seconds` decides for it. */
  readonly isPublic: boolean
}

/** Such refusals per client. */
export function countParallelRefreshes(
  explanations: readonly Explanation[],
): ReadonlyMap<string, ParallelRefreshes> {
  const found = new Map<string, ParallelRefreshes>()
  for (const { reason, clientId, details, at } of explanations) {
    if (reason !== 'generation_reused' || clientId === null) continue
    const { presented, live, live_since: since, retry_key: key, retry_seconds: window } = details
    const isPredecessor = Number(presented) > 0 && Number(presented) === Number(live) - 1
    const isSoon = Math.abs(at - Number(since)) <= SECONDS
    if (!isPredecessor || !isSoon || key !== 'absent' || window !== 0) continue
    const count = (found.get(clientId)?.count ?? 0) + 1
    found.set(clientId, { count, isPublic: details['shared_seconds'] !== undefined })
  }
  return found
}

/** Whether the operator has given the client the seconds that are advised. */
export function isLenient(
  { refreshRetrySeconds, metadata }: Client,
  { isPublic }: ParallelRefreshes,
): boolean {
  if (!isPublic) return refreshRetrySeconds > 0
  return (metadata.shared_refresh_seconds ?? 0) >= SHARED_SECONDS
}

/** What the operator can do about it. */
export function adviceOnParallelRefreshes(
  options: CommandOptions,
  clientId: string,
  { count, isPublic }: ParallelRefreshes,
): string {
  const often = count === 1 ? 'once' : `${count} times`
  const [command, cause] = isPublic
    ? [
        `client update ${clientId} --shared-refresh-seconds ${SHARED_SECONDS}`,
        'If several of its processes share the token',
      ]
    : [
        `client update ${clientId} --refresh-retry-seconds ${SECONDS}`,
        'If it cannot send Idempotency-Key',
      ]
  return `${clientId} sent the same refresh token twice within a minute, ${often}, and each time the grant ended.\n${cause}: ${nextCommand(options, command)}`
}
