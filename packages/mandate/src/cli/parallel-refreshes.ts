/**
 * Detects clients that lose grants by refreshing in parallel, from the stored explanations: the
 * same refresh token was sent again within a minute, without an `Idempotency-Key`. The operator
 * sees it before users report it.
 */

import type { Explanation } from '../store/records.ts'
import { type CommandOptions, nextCommand } from './command.ts'

/** Also the recommended value for `refresh_retry_seconds`. */
const SECONDS = 60

/** The number of such refusals per client. */
export function countParallelRefreshes(
  explanations: readonly Explanation[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { reason, clientId, details, at } of explanations) {
    if (reason !== 'generation_reused' || clientId === null) continue
    const { presented, live, live_since: since, retry_key: key, retry_seconds: window } = details
    const isPredecessor = Number(presented) > 0 && Number(presented) === Number(live) - 1
    const isSoon = Math.abs(at - Number(since)) <= SECONDS
    if (!isPredecessor || !isSoon || key !== 'absent' || window !== 0) continue
    counts.set(clientId, (counts.get(clientId) ?? 0) + 1)
  }
  return counts
}

/** What the operator can do about it. */
export function adviceOnParallelRefreshes(
  options: CommandOptions,
  clientId: string,
  count: number,
): string {
  const often = count === 1 ? 'once' : `${count} times`
  const command = `client update ${clientId} --refresh-retry-seconds ${SECONDS}`
  return `${clientId} sent the same refresh token twice within a minute, ${often}, and each time the grant ended.\nIf it cannot send Idempotency-Key: ${nextCommand(options, command)}`
}
