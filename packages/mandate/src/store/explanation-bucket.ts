import type { Explanation } from './records.ts'

/** What decides whose share of the explanations one of them is counted to. */
export type Share = Pick<Explanation, 'standing' | 'clientId' | 'reason'>

/**
 * What one client's share of the explanations is counted by. Names of clients that do not exist
 * cost nothing to make up, so all of them share one, and so do addresses that do not exist.
 */
export function explanationBucket({ standing, clientId, reason }: Share): string {
  if (reason === 'unknown_address') return reason
  return standing === 'unknown' ? standing : `${standing}:${clientId}`
}
